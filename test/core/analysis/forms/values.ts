/** Values: what goes into a member of the response, through every form that a value can take. */
import { formsOf, js, py, ts, type Form } from "./form.ts";

/** Assigned to `autoConfirmUser`. */
const js1 = (value: string, before = ""): ReturnType<typeof js> =>
  js(`event.response.autoConfirmUser = ${value};`, before);
const py1 = (value: string, before = ""): ReturnType<typeof py> =>
  py(`event["response"]["autoConfirmUser"] = ${value}`, before);
const attributes = "event.request.userAttributes";
const pyAttributes = 'event["request"]["userAttributes"]';

export const valueForms: readonly Form[] = formsOf("response-field-type", [
  ["constants", js1("on", 'const on = ⟨"yes"¦true⟩;')],
  ["module-level names in Python", py1("ON", 'ON = ⟨"yes"¦True⟩')],
  [
    "destructuring with a default",
    js(`const { on = ⟨"yes"¦true⟩ } = {};
  event.response.autoConfirmUser = on;`),
  ],
  [
    "destructuring with another name",
    js(`const { response: answer, request: asked } = event;
  answer.autoConfirmUser = ⟨asked.userAttributes.email¦Boolean(asked.userAttributes.email)⟩;`),
  ],
  [
    "alias of event",
    js(`const e = event;
  e.response.autoConfirmUser = ⟨"yes"¦true⟩;`),
  ],
  [
    "alias of request",
    js(`const { request } = event;
  event.response.autoConfirmUser = ⟨request.userAttributes.email¦request.userAttributes.email.length > 3⟩;`),
  ],
  [
    "alias of response",
    js(`const answer = event.response;
  answer.autoConfirmUser = ⟨1¦true⟩;`),
  ],
  [
    "alias of response in Python",
    py(`answer = event["response"]
answer["autoConfirmUser"] = ⟨1¦True⟩`),
  ],
  [
    "spread",
    js(
      `event.response = { ...event.response, autoConfirmUser: ⟨"yes"¦true⟩ };`,
    ),
  ],
  [
    "spread of a constant",
    js(
      "event.response = { ...event.response, ...answer };",
      'const answer = { autoConfirmUser: ⟨"yes"¦true⟩ };',
    ),
  ],
  [
    "Object.assign",
    js(`Object.assign(event.response, { autoConfirmUser: ⟨"yes"¦true⟩ });`),
  ],
  [
    "dict.update",
    py(`event["response"].update({"autoConfirmUser": ⟨"yes"¦True⟩})`),
  ],
  [
    "dict.update with names",
    py(`event["response"].update(autoConfirmUser=⟨"yes"¦True⟩)`),
  ],
  [
    "dict.setdefault",
    py(`event["response"].setdefault("autoConfirmUser", ⟨"yes"¦True⟩)`),
  ],
  [
    "dict.get",
    py1(`⟨${pyAttributes}.get("email")¦bool(${pyAttributes}.get("email"))⟩`),
  ],
  [
    "dict |",
    py(
      `event["response"] = event["response"] | {"autoConfirmUser": ⟨"yes"¦True⟩}`,
    ),
  ],
  ["template", js1('⟨`${event.userName}`¦`${event.userName}` === "anna"⟩')],
  [
    "f-string",
    py1(`⟨f"{event['userName']}"¦f"{event['userName']}" == "anna"⟩`),
  ],
  [
    ".format",
    py1(
      `⟨"{}".format(event["userName"])¦"{}".format(event["userName"]) == "anna"⟩`,
    ),
  ],
  [
    "+",
    js1(`⟨"user " + event.userName¦"user " + event.userName === "user anna"⟩`),
  ],
  ["ternary", js1(`event.userName ? ⟨"yes" : "no"¦true : false⟩`)],
  [
    "conditional expression in Python",
    py1(`⟨"yes"¦True⟩ if event["userName"] else ⟨"no"¦False⟩`),
  ],
  [
    "and",
    py1(
      `⟨${pyAttributes}.get("email") and ${pyAttributes}.get("name")¦bool(${pyAttributes}.get("email") and ${pyAttributes}.get("name"))⟩`,
    ),
  ],
  [
    "or",
    py1(
      `⟨${pyAttributes}.get("email") or "none"¦("email" in ${pyAttributes}) or False⟩`,
    ),
  ],
  [
    "&&",
    js1(
      `⟨${attributes}.email && ${attributes}.email.toLowerCase()¦${attributes}.email !== undefined && ${attributes}.email.includes("@")⟩`,
    ),
  ],
  [
    "||",
    js1(
      `⟨${attributes}.nickname || "none"¦${attributes}.nickname === "anna" || false⟩`,
    ),
  ],
  ["??", js1(`⟨${attributes}.nickname ?? "none"¦null ?? true⟩`)],
  [
    "comparison",
    js1(`⟨${attributes}.email¦${attributes}.email === "a@example.org"⟩`),
  ],
  ["!", js1(`⟨${attributes}.email¦!${attributes}.email⟩`)],
  ["not", py1(`⟨${pyAttributes}["email"]¦not ${pyAttributes}["email"]⟩`)],
  ["Boolean()", js1(`⟨String¦Boolean⟩(${attributes}.email)`)],
  ["bool()", py1(`⟨str¦bool⟩(${pyAttributes}["email"])`)],
  [
    "JSON.stringify",
    js1(`⟨JSON.stringify(true)¦JSON.parse(JSON.stringify(true))⟩`),
  ],
  [
    "json.dumps",
    py1(`⟨json.dumps(True)¦json.loads(json.dumps(True))⟩`, "import json"),
  ],
  [
    "method of a text",
    js1(
      `⟨${attributes}.email.split("@")[1]¦${attributes}.email.split("@")[1] === "example.org"⟩`,
    ),
  ],
  [
    "method of an array",
    js1(`⟨["a", "b"].join("")¦["a", "b"].includes(event.userName)⟩`),
  ],
  [
    "Set",
    js1(
      `⟨allowed.size¦allowed.has(event.userName)⟩`,
      'const allowed = new Set(["a", "b"]);',
    ),
  ],
  [
    "Map",
    js1(
      `⟨allowed.get("a")¦allowed.has(event.userName)⟩`,
      'const allowed = new Map([["a", "yes"]]);',
    ),
  ],
  [
    "RegExp.test",
    js1(
      `/@example\\.org$/.⟨exec(${attributes}.email)¦test(${attributes}.email)⟩`,
    ),
  ],
  [
    "match of a text",
    js1(
      `⟨${attributes}.email.match(/@/)¦${attributes}.email.match(/@/) !== null⟩`,
    ),
  ],
  ["includes", js1(`${attributes}.email.⟨indexOf¦includes⟩("@")`)],
  ["startsWith", js1(`${attributes}.email.⟨slice(0, 1)¦startsWith("a")⟩`)],
  [
    "startswith in Python",
    py1(`${pyAttributes}["email"].⟨find("a")¦startswith("a")⟩`),
  ],
  [
    "os.environ.get",
    py1(
      `⟨os.environ.get("ON", "true")¦os.environ.get("ON", "true") == "true"⟩`,
      "import os",
    ),
  ],
  ["process.env", js1(`process.env.ON ⟨?? "true"¦=== "true"⟩`)],
  [
    "hmac.compare_digest",
    py1(
      `⟨hmac.new(b"k", b"m", "sha256").hexdigest()¦hmac.compare_digest(event["userName"], "anna")⟩`,
      "import hmac",
    ),
  ],
  [
    "crypto.randomInt",
    js1(
      `⟨randomInt(2)¦randomInt(2) === 1⟩`,
      'const { randomInt } = require("node:crypto");',
    ),
  ],
  [
    "random.randint",
    py1(`⟨random.randint(0, 1)¦random.randint(0, 1) == 1⟩`, "import random"),
  ],
  [
    "computed key over known keys",
    js(
      `for (const key of ["autoConfirmUser", "autoVerifyEmail"]) event.response[key] = ⟨"yes"¦true⟩;`,
    ),
  ],
  [
    "loop over known keys in Python",
    py(`for key in ("autoConfirmUser", "autoVerifyEmail"):
    event["response"][key] = ⟨"yes"¦True⟩`),
  ],
  [
    "array method with a callback",
    js1(
      `["a", "b"].⟨find((one) => one === "a")¦some((one) => one === event.userName)⟩`,
    ),
  ],
  ["every", js1(`["a", "b"].⟨filter¦every⟩((one) => one !== event.userName)`)],
  ["promise", js1(`⟨¦await ⟩check()`, "const check = async () => true;")],
  ["cast", ts(`event.response.autoConfirmUser = ⟨"yes"¦true⟩ as any;`)],
  [
    "double cast",
    ts(`event.response.autoConfirmUser = ⟨"yes"¦true⟩ as unknown as boolean;`),
  ],
  [
    "annotation",
    ts(
      `const settings: Settings = JSON.parse(process.env.SETTINGS ?? "{}");
  event.response.autoConfirmUser = settings.on as any;`,
      "interface Settings { on: ⟨string¦boolean⟩ }",
    ),
  ],
  [
    "const enum",
    ts(
      "event.response.autoConfirmUser = (⟨On.Yes¦On.Yes === 'yes'⟩) as any;",
      'const enum On { Yes = "yes" }',
    ),
  ],
  [
    "default parameter",
    js1("on()", 'const on = (value = ⟨"yes"¦true⟩) => value;'),
  ],
  [
    "default parameter in Python",
    py1("on()", 'def on(value=⟨"yes"¦True⟩):\n    return value\n'),
  ],
  [
    "optional chaining",
    js1(
      `⟨${attributes}?.email?.toLowerCase() ?? ""¦${attributes}?.email?.endsWith(".org") ?? false⟩`,
    ),
  ],
  [
    "user attributes are texts",
    js1(`${attributes}.email_verified ⟨|| "false"¦=== "true"⟩`),
  ],
]);
