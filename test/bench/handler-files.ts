/** Generated sources for the benchmark of the linter: handlers of every trigger, fifteen lines each, and files with none. */

/** What the handlers do with their event, in turn: clean ones, and some with a fault. */
const bodies: readonly (readonly [type: string, lines: readonly string[]])[] = [
  [
    "PreSignUp",
    [
      "  const { userAttributes } = event.request;",
      '  const domain = (userAttributes.email ?? "").split("@")[1];',
      "  if (domain === undefined) {",
      '    throw new Error("An address is needed");',
      "  }",
      "  const trusted = domains.includes(domain.toLowerCase());",
      "  event.response.autoConfirmUser = trusted;",
      "  event.response.autoVerifyEmail = trusted;",
      "  if (userAttributes.phone_number) {",
      "    event.response.autoVerifyPhone = trusted;",
      "  }",
    ],
  ],
  [
    "PostConfirmation",
    [
      '  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") {',
      "    return event;",
      "  }",
      "  const attributes = event.request.userAttributes;",
      "  const item = {",
      "    id: attributes.sub,",
      "    email: attributes.email,",
      "    createdAt: new Date().toISOString(),",
      "  };",
      "  await store.put(item);",
      "  console.log(`stored ${event.userName}`);",
    ],
  ],
  [
    "DefineAuthChallenge",
    [
      "  const { session } = event.request;",
      "  const last = session[session.length - 1];",
      "  event.response.issueTokens = false;",
      "  event.response.failAuthentication = false;",
      "  if (last?.challengeResult === true) {",
      "    event.response.issueTokens = true;",
      "  } else if (session.length >= 3) {",
      "    event.response.failAuthentication = true;",
      "  } else {",
      '    event.response.challengeName = "CUSTOM_CHALLENGE";',
      "  }",
    ],
  ],
  [
    "VerifyAuthChallengeResponse",
    [
      "  const expected = event.request.privateChallengeParameters.code;",
      "  const given = event.request.challengeAnswer.trim();",
      "  let correct = expected.length === given.length;",
      "  for (let i = 0; i < expected.length; i++) {",
      "    if (expected[i] !== given[i]) {",
      "      correct = false;",
      "    }",
      "  }",
      "  event.response.answerCorrect = correct;",
      "  const outcome = correct ? 'right' : 'wrong';",
      "  console.log(`the answer was ${outcome}`);",
    ],
  ],
  [
    "CustomMessage",
    [
      "  const { codeParameter } = event.request;",
      "  switch (event.triggerSource) {",
      '    case "CustomMessage_SignUp":',
      '    case "CustomMessage_ResendCode":',
      '      event.response.emailSubject = "Welcome";',
      "      event.response.emailMessage = `Your code is ${codeParameter}`;",
      "      break;",
      "    default:",
      "      event.response.smsMessage = `Code: ${codeParameter}`;",
      "  }",
      "  event.response.emailMessage = String(event.response.emailMessage);",
    ],
  ],
];

const head = [
  'import { store } from "./store.js";',
  'const domains = ["example.com", "example.org"];',
];

/** A TypeScript file of about `lines` lines, fifteen for each handler. */
export function makeHandlers(lines: number): string {
  const text: string[] = [...head];
  for (let index = 0; text.length + 15 <= lines + 2; index++) {
    const [type, body] = bodies[index % bodies.length] ?? ["", []];
    text.push(
      "",
      `export const handler${String(index)}: ${type}TriggerHandler = async (event) => {`,
      ...body,
      "  return event;",
      "};",
    );
  }
  return `${text.join("\n")}\n`;
}

/** A TypeScript file of about `lines` lines that has nothing to do with Cognito. */
export function makeUnrelated(lines: number): string {
  const text = ['import { format } from "./format.js";'];
  for (let index = 0; text.length < lines; index++)
    text.push(
      "",
      `export function total${String(index)}(rows: readonly { readonly amount: number; readonly name: string }[]): string {`,
      "  let sum = 0;",
      "  for (const row of rows) {",
      "    if (row.amount > 0) sum += row.amount;",
      "  }",
      "  const names = rows.map(({ name }) => name).sort();",
      '  return `${names.join(", ")}: ${format(sum)}`;',
      "}",
    );
  return `${text.join("\n")}\n`;
}
