/**
 * A token as a text that can be compared with another's: members in order of name, times said by their distance from the
 * time of issue, so that what differs between two tokens is what differs in kind. Holds every claim; show it, never save it.
 */
import type { DecodedToken } from "./decode.ts";
import { printValue, readNumber, type Json, type JsonObject } from "./json.ts";
import { describeSpan } from "./times.ts";

const times = new Set(["exp", "nbf", "auth_time"]);

export function printComparable(token: DecodedToken): string {
  const claims = token.kind === "encrypted" ? undefined : token.claims;
  const parts = {
    ...(token.kind === "damaged" ? { problem: token.problem } : {}),
    header: sort(token.header ?? {}),
    claims:
      claims === undefined
        ? token.kind === "encrypted"
          ? "encrypted: only Cognito can read them"
          : "not readable"
        : normalizeTimes(claims),
  };
  return `${JSON.stringify(parts, undefined, 2)}\n`;
}

function normalizeTimes(claims: JsonObject): Json {
  const issued = readNumber(claims, "iat");
  const said = Object.entries(claims).map(
    ([name, value]: [string, Json]): readonly [string, Json] => {
      if (issued === undefined || typeof value !== "number")
        return [name, value];
      if (name === "iat") return [name, "when it was issued"];
      if (!times.has(name)) return [name, value];
      const span = describeSpan(value - issued);
      return [
        name,
        value === issued
          ? "when it was issued"
          : `${span} ${value < issued ? "before" : "after"} it was issued`,
      ];
    },
  );
  return sort(Object.fromEntries(said));
}

/** Objects by the names of their members, on every level; lists keep their order, except sets of groups and roles. */
function sort(value: Json): Json {
  if (isList(value)) return value.map(sort);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]: [string, Json]) => [
        name,
        isList(each) && /^cognito:(?:groups|roles)$/.test(name)
          ? each.map(printValue).sort()
          : sort(each),
      ]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
