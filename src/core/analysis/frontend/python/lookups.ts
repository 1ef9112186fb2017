/**
 * What is looked up where the code says that it may not be there: inside `try: … except KeyError:` and `with
 * suppress(KeyError):`, a key or a place that not every event has can fail.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import { unknown } from "../../ir/builder.ts";
import type { Context } from "./context.ts";

const lookupErrors = /\b(?:KeyError|IndexError|LookupError)\b/u;

/** The context of a body whose failing lookups are caught by what these texts name. */
export const lookingUp = (
  context: Context,
  caught: readonly string[],
): Context =>
  caught.some((each) => lookupErrors.test(each))
    ? { ...context, lookupsFail: true }
    : context;

/** Emitted before what stands under this key is read. */
export function failLookup(
  { builder, lookupsFail }: Context,
  subscript: Node,
  key: Node,
): void {
  if (lookupsFail !== true || alwaysThere.test(key.text)) return;
  const { parent } = subscript;
  if (
    parent?.type === "assignment" &&
    parent.childForFieldName("left")?.startIndex === subscript.startIndex
  )
    return;
  const range = rangeOf(subscript);
  const missing = builder.newBlock();
  const found = builder.newBlock();
  builder.branch(unknown(range), missing, found);
  builder.enter(missing);
  const error = { kind: "global", name: "KeyError", range } as const;
  builder.throw(builder.call(error, [], range), range);
  builder.enter(found);
}

/** Members of every event, as far as an event of the trigger has them at all. */
const alwaysThere =
  /^["'](?:version|triggerSource|region|userPoolId|userName|callerContext|awsSdkVersion|clientId|request|response|userAttributes|groupConfiguration|groupsToOverride|iamRolesToOverride|session|challengeName|challengeResult|challengeMetadata|privateChallengeParameters|challengeAnswer|codeParameter|usernameParameter|password|type|providerName|providerType|attributes)["']$/u;
