/** Which triggers names speak for: of a function, a file, a folder, and what is written about a handler. */
import type { TriggerContract, TriggerId } from "./contract.ts";
import { contracts } from "./contracts.ts";
import type { TriggerEvidence } from "./trigger-evidence.ts";

/** `create-auth` alone, but no `create-auth-guard`. */
function challengeName(verb: string): RegExp {
  return new RegExp(
    `${verb}-?auth(?:-?challenge|(?:-(?:trigger|lambda|handler|fn|function))*$)`,
  );
}

/** Names that hardly mean anything but the trigger, and names that other programs have as well. */
const names: readonly (readonly [
  pattern: RegExp,
  name: string,
  strong: boolean,
])[] = [
  [/pre-?sign-?up/, "PreSignUp", true],
  [/post-?conf(irm(ation)?)?(?![a-z])/, "PostConfirmation", true],
  [/pre-?auth(entication)?(?!o)/, "PreAuthentication", true],
  [/post-?auth(entication)?(?!o)/, "PostAuthentication", true],
  [/pre-?token(-?gen(eration)?)?/, "PreTokenGeneration", true],
  [challengeName("define"), "DefineAuthChallenge", true],
  [challengeName("create"), "CreateAuthChallenge", true],
  [challengeName("verify"), "VerifyAuthChallengeResponse", true],
  [/user-?migration|migrate-?user/, "UserMigration", false],
  [/custom-?message/, "CustomMessage", false],
  [/custom-?sms(-?sender)?/, "CustomSMSSender", false],
  [/custom-?email(-?sender)?/, "CustomEmailSender", false],
  [/inbound-?federation/, "InboundFederation", false],
];

const fullName =
  /pre-?sign-?up|post-?confirmation|(?:pre|post)-?authentication|pre-?token-?gen|(?:define|create|verify)-?auth-?challenge/;

const fullNames = new RegExp(fullName.source, "g");

export function namedTriggers(evidence: TriggerEvidence): {
  readonly triggers: readonly TriggerId[];
  readonly strong: boolean;
  /** Nothing else has this name: with the looks of a handler it is enough. */
  readonly telling: boolean;
  /** It is the name of the function or the file, not of a folder, and in full. */
  readonly own: boolean;
  /** What is written about it begins with the name. */
  readonly said: boolean;
} {
  // The nearest name counts: the function's, then the file's, then its folders' from the inside out.
  const nearest = [
    evidence.functionName ?? "",
    ...evidence.path.split("/").slice(-4).reverse(),
  ];
  for (const [i, words] of nearest.map(dashed).entries()) {
    const found = names.filter(([pattern]) => pattern.test(words));
    if (found.length === 0) continue;
    const wanted = new Set(found.map(([, name]) => name));
    return {
      triggers: contracts
        .filter((contract: TriggerContract) => wanted.has(contract.name))
        .map(({ id }) => id),
      strong: found.some(([, , strong]) => strong),
      telling: fullName.test(words),
      own: i < 2 && fullName.test(words),
      said: false,
    };
  }
  const said =
    evidence.handlerLike === true ? saidToBe(evidence.described ?? []) : [];
  const triggers =
    said.length > 0
      ? said
      : toldInComments([
          ...(evidence.comments ?? []),
          ...(evidence.described ?? []).filter((text) => ownName.test(text)),
        ]);
  return {
    triggers,
    strong: false,
    telling: triggers.length > 0,
    own: false,
    said: said.length > 0,
  };
}

/** It begins with the name as Cognito writes it, which no other program has. */
const ownName =
  /^(?:PreSignUp|(?:Pre|Post)Authentication|PostConfirmation|PreTokenGeneration|(?:Define|Create|Verify)AuthChallenge)/u;

/** `// Cognito's post confirmation trigger`: the one trigger that the comments of a file name in full. */
function toldInComments(comments: readonly string[]): readonly TriggerId[] {
  const told = new Set(
    comments.flatMap((text) =>
      [...dashed(text).matchAll(fullNames)].flatMap(([words]) =>
        names.flatMap(([pattern, name]) => (pattern.test(words) ? name : [])),
      ),
    ),
  );
  return told.size === 1
    ? contracts.filter(({ name }) => told.has(name)).map(({ id }) => id)
    : [];
}

const sayings = [
  ["pre_?sign_?up", "PreSignUp"],
  ["post_?confirmation", "PostConfirmation"],
  ["pre_?authentication", "PreAuthentication"],
  ["post_?authentication", "PostAuthentication"],
  ["pre_?token_?generation", "PreTokenGeneration"],
  ["define_?auth_?challenge", "DefineAuthChallenge"],
  ["create_?auth_?challenge", "CreateAuthChallenge"],
  ["verify_?auth_?challenge(?:_?response)?", "VerifyAuthChallengeResponse"],
  ["user_?migration", "UserMigration"],
  ["custom_?message", "CustomMessage"],
  ["custom_?sms_?sender", "CustomSMSSender"],
  ["custom_?email_?sender", "CustomEmailSender"],
  ["inbound_?federation", "InboundFederation"],
].map(([written = "", name]) => ({
  name,
  // "Cognito post confirmation trigger: …", and nothing that is only about one: "Post confirmation queue".
  pattern: new RegExp(
    `^(?:(?:the|an?|aws|amazon|cognito|user[ -]?pool|lambda(?: function)?(?: for(?: the)?)?) )*${written.replaceAll("_?", "[ _-]?")}(?:_[a-z]+)?(?: \\(?v\\d[\\w.]*\\)?)?(?=\\s*(?:$|[:.,;(–—-])| (?:(?:lambda|cognito) )?(?:trigger|handler|hook|lambda|function)\\b(?! (?:calls|starts|queue|invokes)))`,
    "iu",
  ),
}));

/** The triggers that the first of the texts which names one begins with. */
function saidToBe(texts: readonly string[]): readonly TriggerId[] {
  for (const text of texts) {
    const said = sayings.find(({ pattern }) => pattern.test(text));
    if (said !== undefined)
      return contracts
        .filter(({ name }) => name === said.name)
        .map(({ id }) => id);
  }
  return [];
}

/** `preSignUp`, `Pre_Sign_up`, `PreSignUp.ts` -> `pre-sign-up`, without the extension. */
function dashed(name: string): string {
  return name
    .replace(/\.[a-z]+$/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}
