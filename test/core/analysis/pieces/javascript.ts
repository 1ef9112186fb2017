/** Pieces of handlers in JavaScript. */
import { called, held, type Around, type Kit, type Piece } from "./piece.ts";

/** A member of an object that is declared before. */
export const kept = (
  declare: (name: string, code: string) => string,
  read = ".on",
): Piece => held("all", declare, read);

const done =
  (
    declare: (name: string) => string,
    call: (name: string, code: string) => string,
  ): Piece =>
  (code, around) =>
    `${called(declare, call)(code, around)};`;

const withAbove =
  (write: (body: string) => string): Piece =>
  (body: string, { above }: Around) =>
    `${above.join("\n")}\n${write(`${body}\nreturn event;`)}\n`;

export const javascript: Kit = {
  path: "src/pre-sign-up/index.mjs",
  faulty: [
    '"yes"',
    "1",
    "0",
    '"true"',
    "[true]",
    "new Date()",
    "`${1}`",
    "String(true)",
    "event.userName",
  ],
  right: [
    "true",
    "false",
    "Boolean(1)",
    "!0",
    "event.userName.length > 3",
    'event.userName.startsWith("a")',
    'event.request.userAttributes.email === "a@b.example"',
    "!!event.userName",
    "/^a/.test(event.userName)",
    '["a"].includes(event.userName)',
  ],
  values: {
    "in parentheses": (code) => `(${code})`,
    const: held("flag", (name, code) => `const ${name} = ${code};`),
    let: held("flag", (name, code) => `let ${name};\n${name} = ${code};`),
    "assigned again": held(
      "flag",
      (name, code) =>
        `let ${name} = ${code};\nif (event.userName.length > 40) ${name} = ${code};`,
    ),
    "member of an object": kept(
      (name, code) => `const ${name} = { on: ${code} };`,
    ),
    "spread member": kept(
      (name, code) => `const ${name} = { ...{ on: ${code} }, off: 1 };`,
    ),
    "assigned member": kept(
      (name, code) => `const ${name} = Object.assign({}, { on: ${code} });`,
      '["on"]',
    ),
    "object pattern": held(
      "on",
      (name, code) => `const { ${name} } = { ${name}: ${code} };`,
    ),
    "default in a pattern": held(
      "on",
      (name, code) => `const { ${name} = ${code} } = {};`,
    ),
    "array pattern": held(
      "first",
      (name, code) => `const [${name}] = [${code}];`,
    ),
    "item of an array": kept(
      (name, code) => `const ${name} = [${code}];`,
      "[0]",
    ),
    "arrow function": called((name) => `const ${name} = (value) => value;`),
    function: called(
      (name) =>
        `function ${name}(value) {\nif (!value) {\nreturn value;\n}\nreturn value;\n}`,
    ),
    "async function": called(
      (name) => `const ${name} = async (value) => value;`,
      (name, code) => `(await ${name}(${code}))`,
    ),
    "options of a function": called(
      (name) => `const ${name} = ({ on = false } = {}) => on;`,
      (name, code) => `${name}({ on: ${code} })`,
    ),
    "rest of a function": called(
      (name) => `const ${name} = (...all) => all[0];`,
      (name, code) => `${name}(${code}, 2)`,
    ),
    closure: called(
      (name) => `const ${name} = (value) => () => value;`,
      (name, code) => `${name}(${code})()`,
    ),
    "call of a function": called(
      (name) => `function ${name}(value) {\nreturn value;\n}`,
      (name, code) => `${name}.call(null, ${code})`,
    ),
    "class with a field": called(
      (name) =>
        `class ${name} {\nconstructor(value) {\nthis.value = value;\n}\nget() {\nreturn this.value;\n}\n}`,
      (name, code) => `new ${name}(${code}).get()`,
    ),
    "static method": called(
      (name) => `class ${name} {\nstatic pass(value) {\nreturn value;\n}\n}`,
      (name, code) => `${name}.pass(${code})`,
    ),
    "resolved promise": (code) => `(await Promise.resolve(${code}))`,
    then: (code) => `(await Promise.resolve(${code}).then((value) => value))`,
    "Promise.all": held(
      "done",
      (name, code) => `const [${name}] = await Promise.all([${code}, null]);`,
    ),
    Map: (code) => `new Map([["k", ${code}]]).get("k")`,
    Set: (code) => `[...new Set([${code}])][0]`,
    ternary: (code) => `(event.userName ? ${code} : ${code})`,
    "??": (code) => `(undefined ?? ${code})`,
    "||": (code) => `(null || ${code})`,
    comma: (code) => `(0, ${code})`,
    "table of triggers": (code, { name, before }) => {
      const table = name("rules");
      before.push(
        `const ${table} = { PreSignUp_SignUp: ${code}, other: ${code} };`,
      );
      return `(${table}[event.triggerSource] ?? ${table}.other)`;
    },
    switch: held(
      "chosen",
      (name, code) => `let ${name};
switch (event.triggerSource) {
case "PreSignUp_ExternalProvider":
${name} = ${code};
break;
default:
${name} = ${code};
}`,
    ),
    try: held(
      "tried",
      (name, code) =>
        `let ${name};\ntry {\n${name} = ${code};\n} catch (error) {\nthrow error;\n}`,
    ),
    loop: held(
      "last",
      (name, code) =>
        `let ${name} = ${code};\nfor (const each of [1, 2]) ${name} = ${code};`,
    ),
    find: (code) => `[${code}].find((each) => each !== undefined)`,
    reduce: (code) => `[1, 2].reduce((sum, each) => sum, ${code})`,
    map: held(
      "items",
      (name, code) =>
        `const ${name} = [${code}].map((each) => ({ each }))[0].each;`,
    ),
    at: (code) => `[1, ${code}].at(-1)`,
    pop: (code) => `[${code}].pop()`,
    slice: (code) => `[${code}].slice(-1)[0]`,
    flat: (code) => `[[${code}]].flat()[0]`,
    "Object.values": (code) => `Object.values({ a: ${code} })[0]`,
    "Object.fromEntries": (code) => `Object.fromEntries([["on", ${code}]]).on`,
    "Object.freeze": (code) => `Object.freeze({ on: ${code} }).on`,
    structuredClone: (code) => `structuredClone({ on: ${code} }).on`,
    "called at once": (code) =>
      code.includes("await") ? code : `(() => ${code})()`,
  },
  writes: {
    member: (code) => `event.response.autoConfirmUser = ${code};`,
    "computed names": (code) =>
      `event["response"]["autoConfirmUser"] = ${code};`,
    alias: (code) =>
      `const answer = event.response;\nanswer.autoConfirmUser = ${code};`,
    pattern: (code) =>
      `const { response } = event;\nresponse.autoConfirmUser = ${code};`,
    "Object.assign": (code) =>
      `Object.assign(event.response, { autoConfirmUser: ${code} });`,
    "whole response": (code) =>
      `event.response = { autoConfirmUser: ${code}, autoVerifyEmail: false };`,
    spread: (code) =>
      `event.response = { ...event.response, autoConfirmUser: ${code} };`,
    "constant name": (code) =>
      `const key = "autoConfirmUser";\nevent.response[key] = ${code};`,
    "loop over entries": (code) =>
      `for (const [key, value] of Object.entries({ autoConfirmUser: ${code} })) event.response[key] = value;`,
    forEach: (code) =>
      `const wanted = ${code};\n["autoConfirmUser", "autoVerifyEmail"].forEach((key) => {\nevent.response[key] = wanted;\n});`,
    "??=": (code) =>
      `event.response ??= {};\nevent.response.autoConfirmUser = ${code};`,
    "Reflect.set": (code) =>
      `Reflect.set(event.response, "autoConfirmUser", ${code});`,
    then: (code) =>
      `await Promise.resolve(${code}).then((value) => {\nevent.response.autoConfirmUser = value;\n});`,
    "helper given the event": done(
      (name) =>
        `const ${name} = (event, value) => {\nevent.response.autoConfirmUser = value;\n};`,
      (name, code) => `${name}(event, ${code})`,
    ),
    "helper given the response": done(
      (name) =>
        `function ${name}(response, on) {\nresponse.autoConfirmUser = on;\nreturn response;\n}`,
      (name, code) => `${name}(event.response, ${code})`,
    ),
    "async helper": done(
      (name) =>
        `async function ${name}(event, value) {\nawait null;\nevent.response.autoConfirmUser = value;\nreturn event;\n}`,
      (name, code) => `await ${name}(event, ${code})`,
    ),
    class: done(
      (name) =>
        `class ${name} {\nconstructor(event) {\nthis.event = event;\n}\nconfirm(value) {\nthis.event.response.autoConfirmUser = value;\nreturn this;\n}\n}`,
      (name, code) => `new ${name}(event).confirm(${code})`,
    ),
    "function given a function": (code, around) => {
      const change = held("to", (name, code) => `const ${name} = ${code};`);
      const to = change(code, around);
      return done(
        (name) => `const ${name} = (event, change) => change(event.response);`,
        (name) =>
          `${name}(event, (response) => {\nresponse.autoConfirmUser = ${to};\n})`,
      )(code, around);
    },
  },
  ways: {
    block: (code) => `{\n${code}\n}`,
    if: (code) => `if (event.request.userAttributes.email) {\n${code}\n}`,
    "if of that source": (code) =>
      `if (event.triggerSource === "PreSignUp_SignUp") {\n${code}\n}`,
    "early return": (code) =>
      `if (event.triggerSource !== "PreSignUp_SignUp") return event;\n${code}`,
    else: (code) =>
      `if (!event.request.userAttributes.email) {\nconsole.log("none");\n} else {\n${code}\n}`,
    switch: (code) =>
      `switch (event.triggerSource) {\ncase "PreSignUp_AdminCreateUser":\nbreak;\ndefault: {\n${code}\n}\n}`,
    try: (code) =>
      `try {\n${code}\n} catch (error) {\nconsole.error(error);\nthrow error;\n}`,
    finally: (code) => `try {\n${code}\n} finally {\nconsole.log("done");\n}`,
    for: (code) =>
      `for (const each of ["a"]) {\nconsole.log(each);\n${code}\n}`,
    while: (code, { name }) => {
      const more = name("more");
      return `let ${more} = true;\nwhile (${more}) {\n${more} = false;\n${code}\n}`;
    },
    do: (code) => `do {\n${code}\n} while (false);`,
    label: (code, { name }) => {
      const label = name("work");
      return `${label}: {\n${code}\nif (Math.random() > 2) break ${label};\n}`;
    },
  },
  handlers: {
    const: withAbove(
      (body) => `export const handler = async (event) => {\n${body}\n};`,
    ),
    function: withAbove(
      (body) => `export async function handler(event, context) {\n${body}\n}`,
    ),
    default: withAbove(
      (body) => `export default async function handler(event) {\n${body}\n}`,
    ),
    middy: withAbove(
      (body) =>
        `import middy from "@middy/core";\nconst base = async (event) => {\n${body}\n};\nexport const handler = middy(base);`,
    ),
    "middy's handler": withAbove(
      (body) =>
        `import middy from "@middy/core";\nexport const handler = middy().handler(async (event) => {\n${body}\n});`,
    ),
    inner: withAbove(
      (body) =>
        `const work = async (event) => {\n${body}\n};\nexport const handler = async (event, context) => {\nconsole.log(context.awsRequestId);\nreturn work(event);\n};`,
    ),
    "inner in try": withAbove(
      (body) =>
        `async function work(event) {\n${body}\n}\nexport const handler = async (event) => {\ntry {\nreturn await work(event);\n} catch (error) {\nconsole.error(error);\nthrow error;\n}\n};`,
    ),
    "bound method": withAbove(
      (body) =>
        `class PreSignUp {\nasync handle(event) {\n${body}\n}\n}\nconst one = new PreSignUp();\nexport const handler = one.handle.bind(one);`,
    ),
    method: withAbove(
      (body) =>
        `class PreSignUp {\nasync run(event) {\n${body}\n}\n}\nexport const handler = (event) => new PreSignUp().run(event);`,
    ),
    factory: withAbove(
      (body) =>
        `const makeHandler = (deps) => async (event) => {\nconsole.log(deps.name);\n${body}\n};\nexport const handler = makeHandler({ name: "sign-up" });`,
    ),
    "table of handlers": withAbove(
      (body) => `const preSignUp = async (event) => {
${body}
};
const handlers = { PreSignUp_SignUp: preSignUp, PreSignUp_AdminCreateUser: preSignUp, PreSignUp_ExternalProvider: preSignUp };
export const handler = async (event) => {
const run = handlers[event.triggerSource];
if (!run) throw new Error("unexpected");
return run(event);
};`,
    ),
    "switch of handlers": withAbove(
      (body) => `async function preSignUp(event) {
${body}
}
export const handler = async (event) => {
switch (event.triggerSource.split("_")[0]) {
case "PreSignUp":
return preSignUp(event);
case "PostConfirmation":
return event;
default:
throw new Error("unexpected");
}
};`,
    ),
    copy: withAbove(
      (body) =>
        `export const handler = async (input) => {\nconst event = { ...input, response: { ...input.response } };\n${body}\n};`,
    ),
    steps: withAbove(
      (body) => `const steps = [
async (event) => {
${body}
},
async (event) => {
console.log(event.userName);
return event;
},
];
export const handler = async (event) => {
let current = event;
for (const step of steps) current = await step(current);
return current;
};`,
    ),
    wrapper: withAbove(
      (body) => `const logged = (next) => async (event, context) => {
console.log(event.triggerSource);
const answer = await next(event, context);
return answer;
};
export const handler = logged(async (event) => {
${body}
});`,
    ),
  },
};
