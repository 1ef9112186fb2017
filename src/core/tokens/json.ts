/** JSON as it comes out of a token: anything at all may stand in it, so it is read by shape and printed with care. */
export type Json =
  string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The own member `name` when it is a string. Members of the prototype do not count. */
export function readString(
  object: JsonObject,
  name: string,
): string | undefined {
  const value = readMember(object, name);
  return typeof value === "string" ? value : undefined;
}

/** The own member `name` when it is a finite number. */
export function readNumber(
  object: JsonObject,
  name: string,
): number | undefined {
  const value = readMember(object, name);
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : undefined;
}

export function readMember(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether lists and objects stand in one another on more than `levels` levels. Looks level by level, not by calling itself. */
export function isDeeperThan(levels: number, value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((each) =>
      typeof each === "object" && each !== null ? Object.values(each) : [],
    );
  }
  return false;
}

/** One line: a string as it is, everything else as JSON. */
export function printValue(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
