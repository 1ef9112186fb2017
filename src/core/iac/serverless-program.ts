/**
 * The Serverless Framework's configuration as a program: `serverless.ts`, and the files that its functions are declared
 * in. Only objects that say all there is to know are read.
 * https://www.serverless.com/framework/docs/providers/aws/events/cognito-user-pool
 */
import type { Range } from "../text/position.ts";
import { folderOf, foldersAround, placesOf } from "./code-place.ts";
import { literalAt, maskText, type MaskedText } from "./masked-text.ts";
import { membersIn, type Member } from "./program-values.ts";
import type {
  CodePlace,
  DeployedFunction,
  IacFile,
  Template,
  Wiring,
} from "./template.ts";
import { changesPools, triggersOfKey } from "./trigger-keys.ts";

/** More than people declare in one file. */
const mostEvents = 200;

export function readServerlessProgram({ path, text }: IacFile): Template {
  const source = maskText(text, "javascript");
  const textAt = (member: Member | undefined): string | undefined =>
    member && literalAt(source, withoutType(source, member.value));
  const functions: DeployedFunction[] = [];
  const wirings: Wiring[] = [];
  const provider = /\bprovider\s*:\s*(?=\{)/u.exec(source.masked);
  const shared =
    provider &&
    membersIn(source, {
      start: provider.index + provider[0].length,
      end: text.length,
    }).get("runtime");
  let seen = 0;
  for (const found of source.masked.matchAll(/\bcognitoUserPool\s*:\s*/gu)) {
    if (++seen > mostEvents) break;
    const value = { start: found.index + found[0].length, end: text.length };
    if (source.masked.charAt(value.start) !== "{") continue;
    const event = membersIn(source, value);
    const open =
      event.has("existing") ||
      changesPools.test(text) ||
      /\.\.\.|\bresources\s*:\s*(?!\{)/u.test(source.masked);
    const trigger = event.get("trigger");
    const triggers = triggersOfKey(
      textAt(trigger) ?? "",
      open ? "open" : "V1_0",
    );
    const declared = around(source, found.index);
    if (trigger === undefined || triggers.length === 0 || !declared) continue;
    const name = `@${String(declared.start)}`;
    wirings.push({
      triggers,
      calls: name,
      range: trigger.value,
      needsPermission: false,
    });
    if (functions.some((each) => each.name === name)) continue;
    const members = membersIn(source, declared);
    const runtime = members.get("runtime") ?? shared;
    const stated = textAt(runtime ?? undefined);
    functions.push({
      name,
      range: trigger.value,
      ...(runtime && stated !== undefined
        ? { runtime: { value: stated, range: runtime.value } }
        : {}),
      places: handlerPlaces(source, members.get("handler"), path),
    });
  }
  return {
    path,
    text,
    language: "program",
    scope: path,
    functions,
    wirings,
    permitted: [],
    problems: [],
  };
}

/** `"PreSignUp" as const` */
function withoutType({ masked }: MaskedText, { start, end }: Range): Range {
  const [, value = ""] =
    /^(["'`] *["'`])\s+as\s+const$/u.exec(masked.slice(start, end)) ?? [];
  return { start, end: value === "" ? end : start + value.length };
}

/** The innermost object around a place that has a `handler`, not far out. */
function around(source: MaskedText, at: number): Range | undefined {
  let level = 0;
  // Brackets are kept in the order in which they are closed: from the inside out.
  for (const [start, end] of source.partners) {
    if (start >= at || end <= at) continue;
    if (++level > 6) return undefined;
    const object = { start, end: end + 1 };
    if (
      source.masked.charAt(start) === "{" &&
      membersIn(source, object).has("handler")
    )
      return object;
  }
  return undefined;
}

/** From the folder of the service, which is one around; of the framework's own sample, from that of the file. */
function handlerPlaces(
  source: MaskedText,
  handler: Member | undefined,
  path: string,
): readonly CodePlace[] {
  if (handler === undefined) return [];
  const literal = literalAt(source, handler.value);
  if (literal !== undefined)
    return foldersAround(path).flatMap((folder) => placesOf(literal, folder));
  const { start, end } = handler.value;
  const [, filled, added] =
    /^(?:`\$\{\s*\w+\(__dirname\)\s*\}\/([\w./-]+)`|\w+\(__dirname\)\s*\+\s*["'`]\/([\w./-]+)["'`])$/u.exec(
      source.text.slice(start, end),
    ) ?? [];
  const own = filled ?? added;
  return own === undefined ? [] : placesOf(own, folderOf(path));
}
