/** The code of a custom sender, sent as it came: encrypted. */
import { inPattern } from "../../text/in-pattern.ts";
import { withArticle } from "../../text/article.ts";
import type { Range } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { CallFact, HandlerFacts } from "../interp/facts.ts";
import { isLogging } from "./logging-calls.ts";
import type { Problem, Rule } from "./rule.ts";

export const senderDecryptsCode: Rule = {
  id: "sender-decrypts-code",
  title: "A custom sender decrypts the code before sending it",
  severity: "error",
  certainty: "exact",
  triggers: ["CustomEmailSender", "CustomSMSSender"],
  why: "`request.code` of a custom sender is encrypted with the key that the pool names, and base64-encoded. Decoding base64 is not enough: decrypt it with the AWS Encryption SDK, and send what comes out. In a file that decrypts, the rule speaks only of what a mail shows all the same. A temporary password is HTML-escaped besides: where nothing puts `&lt;` and `&gt;` back, and no HTML shows it, that is told as information, and so is a code that is decoded though it can be null.",
  references: [pages.customEmailSender, pages.customSmsSender],
  examples: [
    {
      language: "javascript",
      bad: `const { sendText } = require("./sms");
// cognito-trigger: CustomSMSSender
exports.handler = async (event) => {
  await sendText(event.request.userAttributes.phone_number, \`Your code is \${event.request.code}\`);
};
`,
      good: `const { decryptCode } = require("./decrypt");
const { sendText } = require("./sms");
// cognito-trigger: CustomSMSSender
exports.handler = async (event) => {
  const code = await decryptCode(event.request.code);
  await sendText(event.request.userAttributes.phone_number, \`Your code is \${code}\`);
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomEmailSenderTriggerEvent } from "aws-lambda";
import { send } from "./mail";

export const handler = async (event: CustomEmailSenderTriggerEvent) => {
  const text = "Your code: " + event.request.code;
  await send({ to: event.request.userAttributes.email, text });
};
`,
      good: `import type { CustomEmailSenderTriggerEvent } from "aws-lambda";
import { decrypt } from "./codes";
import { send } from "./mail";

export const handler = async (event: CustomEmailSenderTriggerEvent) => {
  const text = "Your code: " + (await decrypt(event.request.code));
  await send({ to: event.request.userAttributes.email, text });
};
`,
    },
    {
      language: "python",
      bad: `from mail import send

# cognito-trigger: CustomEmailSender
def lambda_handler(event, context):
    send(event["request"]["userAttributes"]["email"], f"Your code is {event['request']['code']}")
`,
      good: `from codes import decrypt
from mail import send

# cognito-trigger: CustomEmailSender
def lambda_handler(event, context):
    code = decrypt(event["request"]["code"])
    send(event["request"]["userAttributes"]["email"], f"Your code is {code}")
`,
    },
  ],
  behindCalls: true,
  check(facts) {
    const sent = [...sentAsItCame(facts)];
    return sent.length > 0
      ? sent
      : [...escapedPassword(facts), ...uncheckedCode(facts)];
  },
};

function* sentAsItCame(facts: HandlerFacts): Iterable<Problem> {
  yield* handedToKms(facts);
  const decrypts = facts.mentions(decryption);
  // An emulator of the pool does not encrypt.
  if (decrypts && facts.mentions(emulation)) return;
  // What is decrypted does not come into a mail by itself.
  const onlyMails = facts.mentionsAnywhere(decryption);
  for (const call of facts.run.calls) {
    if (call.own || isLogging(call) || isText(call)) continue;
    const mails = isMail(facts, call);
    const read = decodes(facts, call, onlyMails);
    if (onlyMails && !mails && !read) continue;
    if (
      !sendsText.test(call.written) &&
      handsOn.test(facts.writtenAt(call.range))
    )
      continue;
    const sent = call.arguments.find(({ spells, shows, carries }) =>
      decrypts
        ? mails && shows.has("code")
        : (spells.has("code") && (mails || !asksService(facts, call))) ||
          (mails && carries.has("code")),
    );
    if (sent !== undefined || read)
      yield {
        range: sent?.range ?? call.range,
        message: `\`request.code\` of ${withArticle(facts.trigger.name)} trigger is encrypted; ${sent === undefined ? "decoding base64 does not give the code" : "this sends it as it came"}. Decrypt it with the AWS Encryption SDK first.`,
      };
  }
}

/** `kms.decrypt(CiphertextBlob=base64.b64decode(code))`: what the Encryption SDK writes is more than a key of KMS reads. */
function* handedToKms(facts: HandlerFacts): Iterable<Problem> {
  if (
    facts.mentionsAnywhere(
      /encryption[-_ ]?sdk|aws-crypto|keyring|cryptographic/iu,
    )
  )
    return;
  for (const { own, range, arguments: args, written: callee } of facts.run
    .calls) {
    if (own || !/(?:b64decode|Buffer\.from)$/u.test(callee)) continue;
    if (args[0]?.carries.has("code") !== true) continue;
    const decoded = inPattern(facts.writtenAt(range));
    const name = nameOf(facts, range);
    if (
      facts.mentionsAnywhere(
        new RegExp(
          `CiphertextBlob["']?\\s*[=:]\\s*(?:${decoded}${name === undefined ? "" : `|${name}\\b`})`,
          "u",
        ),
      )
    )
      yield {
        range,
        message: `\`request.code\` of ${withArticle(facts.trigger.name)} trigger is a message of the AWS Encryption SDK, which KMS by itself does not decrypt. Decrypt it with the SDK.`,
      };
  }
}

/**
 * The temporary password of an invitation, where the handler has a way of its own for it: in HTML it is shown as it is
 * meant, elsewhere it has to be put back.
 */
function* escapedPassword(facts: HandlerFacts): Iterable<Problem> {
  const invitation = facts.comparisons.find(
    ({ text, how }) => how === "whole" && text.endsWith("_AdminCreateUser"),
  );
  if (
    invitation === undefined ||
    !facts.sources.includes(invitation.text) ||
    !facts.mentionsAnywhere(decryption) ||
    facts.mentionsAnywhere(putsBackOrShowsHtml)
  )
    return;
  yield {
    range: invitation.range,
    severity: "info",
    message: `The temporary password of \`${invitation.text}\` comes with \`<\` and \`>\` as \`&lt;\` and \`&gt;\`, and nothing here puts them back after decrypting. In a text that is no HTML the user reads another password.`,
  };
}

const putsBackOrShowsHtml = /unescape|&(?:amp;)?[lg]t;|entit|html|<\/?\w+>/iu;

const withoutCode = "CustomEmailSender_AccountTakeOverNotification";

/** Bytes are made of a code that need not be there, and nothing in the file asks for it. */
function* uncheckedCode(facts: HandlerFacts): Iterable<Problem> {
  if (!facts.sources.includes(withoutCode)) return;
  if (facts.mentionsAnywhere(asksForCode)) return;
  for (const { own, path, written, range, arguments: args } of facts.run.calls)
    if (
      !own &&
      makesBytes.test(path ?? written) &&
      args[0]?.shows.has("code") === true
    )
      yield {
        range,
        severity: "info",
        message: `By its type \`request.code\` can be null for \`${withoutCode}\`, which comes this way as well, and making bytes of null fails. Ask whether there is a code first.`,
      };
}

const makesBytes =
  /(?:^|\.)(?:Buffer\.from|\w*b64decode|toByteArray|fromBase64)$/u;
const asksForCode =
  /\b(?:if|elif|while|assert)\b[^\n]*\bcode\b|\bcode["'\])]*\s*(?:&&|\|\||\?|[!=]==?|is\b|if\b)/iu;

/** The variable that what is written there goes into. */
const nameOf = (facts: HandlerFacts, range: Range): string | undefined =>
  new RegExp(
    `(?<!\\w)(\\w+)\\s*=\\s*${inPattern(facts.writtenAt(range))}`,
    "u",
  ).exec(facts.fileAt(range).text)?.[1];

/** What is only imported is not used. */
const decryption =
  /decrypt\w*\s*\(|Decrypt\w*Command|\.decrypt\b|\bkms\b(?!["'])|keyring|decipher/iu;

/** Parameters of a message to a program, which may decrypt it. */
const handsOn =
  /\b(?:Payload|MessageBody|QueueUrl|stateMachineArn|TopicArn)\b/u;

/** `fetch(`${service}?code=${encodeURIComponent(code)}`)`: who is asked may decrypt it. */
const asksService = (facts: HandlerFacts, { path }: CallFact): boolean =>
  /^(?:fetch|axios|got|ky|node-fetch|undici|https?|requests|httpx|urllib\d?)(?:\.|$)/u.test(
    path ?? "",
  ) && facts.mentionsAnywhere(/encodeURIComponent|\bquote|\burlencode/u);

/** Of AWS End User Messaging, whose text has the name that a queue's message has. */
const sendsText = /(?:^|\.)send_?(?:text|voice)_?message(?:command)?$/iu;

/** What is in the data of a mail or of a text to a phone is shown to its reader. */
const isMail = (
  facts: HandlerFacts,
  { written: callee, path, range }: CallFact,
): boolean =>
  sendsMail.test(callee) ||
  mailLibrary.test(path ?? "") ||
  toPhone.some(
    ([method, given]) =>
      method.test(callee) && given.test(facts.writtenAt(range)),
  );

/** Calls that send to a phone only by what they are given: SNS, Twilio. */
const toPhone = [
  [/(?:^|\.)(?:PublishCommand|publish)$/u, /\bPhoneNumber\b/u],
  [/\.messages\.create$/u, /\bbody\b/u],
] as const;

const mailLibrary =
  /^(?:@sendgrid\/mail|resend|postmark|mailgun|twilio|notifications-node-client|messagebird|plivo)\b.*\.(?:send|create)\w*$/iu;

const sendsMail =
  /(?:^|\.)(?:Send\w*Email(?:Command)?|SendTextMessageCommand|send_\w*email|sendMail)$/u;

const emulation =
  /local(?!e)|offline|emulat|mock|\bdev|\btest|NODE_ENV|STAGE/iu;

/** What makes a text of it for somebody else, who may decrypt it: a message to a queue. */
const isText = ({ written }: CallFact): boolean =>
  /(?:^|\.)(?:stringify|dumps|encodeURIComponent|format|join|concat)$/u.test(
    written,
  );

/**
 * `Buffer.from(code, "base64").toString()`, `atob(code)`, `base64.b64decode(code).decode()`
 * @param toRead only a text that people read, which nothing can decrypt any more
 */
function decodes(
  facts: HandlerFacts,
  call: CallFact,
  toRead: boolean,
): boolean {
  if (call.arguments[0]?.carries.has("code") !== true) return false;
  const [, method] = textMethods.find(([maker]) => maker === call.path) ?? [];
  if (method === undefined) return !toRead && call.path === "atob";
  const inWhich = toRead ? `(?:["'\`](?:utf-?8|ascii)["'\`]\\s*)?\\)` : "";
  const isMade = new RegExp(`^\\s*\\.\\s*${method}\\s*\\(\\s*${inWhich}`, "iu");
  if (isMade.test(facts.textAfter(call.range))) return true;
  const name = nameOf(facts, call.range);
  return (
    name !== undefined &&
    !toRead &&
    new RegExp(`\\b${name}\\s*\\.\\s*${method}\\s*\\(`, "u").test(
      facts.fileAt(call.range).text,
    )
  );
}

/** What makes a text of bytes. */
const textMethods = [
  ["Buffer.from", "toString"],
  ["base64.b64decode", "decode"],
  ["base64.standard_b64decode", "decode"],
  ["base64.urlsafe_b64decode", "decode"],
  ["base64.decodebytes", "decode"],
] as const;
