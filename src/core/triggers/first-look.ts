/**
 * A cheap look at a file's name and words: whether it can hold a handler at all. Made of the words that
 * `match-trigger.ts` weighs, so that what it turns down could not have been recognised.
 */
import { contracts } from "./contracts.ts";

/** Members that stand in requests of other services as well. */
const common = ["type", "code", "attributes", "scopes", "session", "password"];

const members = new Set(
  contracts
    .flatMap(({ request, response }) => [...request, ...response])
    .map(({ name }) => name)
    .filter((name) => !common.includes(name)),
);

/** The names that a handler, its file or its folder may have, shortest form first. */
const names = [
  ...["pre_sign_up", "post_conf", "pre_auth", "post_auth", "pre_token"],
  ...["define_auth", "create_auth", "verify_auth", "user_migration"],
  ...["migrate_user", "custom_message", "custom_sms", "custom_email"],
  "inbound_federation",
];

/** `preSignUp` -> `pre[-_]?Sign[-_]?Up`, to be matched whatever the case. */
const loose = (name: string): string =>
  name.replace(/_|(?<=[a-z])(?=[A-Z])/gu, "[-_]?");

/** Each begins with a letter. */
const wanted = [
  "cognito-trigger",
  loose("trigger_source"),
  ...names.map(loose),
  ...[...members].map(loose),
  // Those of the common ones that point to few triggers, where the request stands beside them.
  String.raw`request\W{1,6}(?:session|password)\b`,
  ...["session", "password"].map(
    (name) => String.raw`${name}\b[^\n]{0,40}\brequest\b`,
  ),
  // The event of a trigger names the pool itself.
  String.raw`event\W{1,6}${loose("user_pool_id")}`,
  String.raw`${loose("user_pool_id")}\b[^\n]{0,60}\bevent\b`,
  // A member of the answer may be misspelt.
  String.raw`event\W{1,6}response\W`,
];

/** By their first letters: at most places of a text one look rules all of them out. */
const words = new RegExp(
  [...new Set(wanted.map((word) => word.charAt(0)))]
    .map((letter) => {
      const rests = wanted
        .filter((word) => word.startsWith(letter))
        .map((word) => word.slice(1));
      return `${letter}(?:${rests.join("|")})`;
    })
    .join("|"),
  "i",
);

/** `export const handler = new Verifier().handle`, `exports.handler = makeHandler(…)`, made by another file. */
const madeHandler =
  /\b(?:export\s+const|exports\.)\s*handler\b[^=\n]*=\s*(?!async\b|function\b)(?:new\s|[\w.]+\()/u;
const otherFile = /\b(?:from|require\()\s*["'](?:\.{1,2}|[@~])\//u;

/** Characters of a file that does little else. */
const smallFile = 2_000;

export const mayHoldHandler = (path: string, text: string): boolean =>
  words.test(text) ||
  words.test(path) ||
  (text.length < smallFile && madeHandler.test(text) && otherFile.test(text));
