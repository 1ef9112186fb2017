/** Pieces of handlers in Python. */
import { called, held, type Kit, type Piece } from "./piece.ts";

const indented = (code: string, levels = 1): string =>
  code.replaceAll(/^(?=.)/gmu, "    ".repeat(levels));

/** A variable that is assigned before. */
const assigned = (
  assign: (name: string, code: string) => string,
  read = "",
): Piece => held("value", assign, read);

/** An expression with a module that has to be imported. */
const imported =
  (statement: string, use: Piece): Piece =>
  (code, around) => {
    if (!around.above.includes(statement)) around.above.unshift(statement);
    return use(code, around);
  };

const withAbove =
  (write: (body: string) => string): Piece =>
  (body, { above }) =>
    `${above.join("\n\n")}\n\n\n${write(`${body}\nreturn event`)}\n`;

const response = 'event["response"]';
const attributes = 'event["request"]["userAttributes"]';

export const python: Kit = {
  path: "src/pre_sign_up/app.py",
  faulty: [
    '"yes"',
    "1",
    "0",
    '"True"',
    "[True]",
    'f"{1}"',
    "str(True)",
    'event["userName"]',
    "1.5",
    "int(True)",
  ],
  right: [
    "True",
    "False",
    "bool(1)",
    "not 0",
    'len(event["userName"]) > 3',
    'event["userName"].startswith("a")',
    `${attributes}.get("email") == "a@b.example"`,
    '"a" in event["userName"]',
    'event["userName"] in {"a", "b"}',
    'any(each for each in event["userName"])',
    'event["userName"] is not None',
  ],
  values: {
    "in parentheses": (code) => `(${code})`,
    variable: assigned((name, code) => `${name} = ${code}`),
    annotation: assigned((name, code) => `${name}: bool = ${code}`),
    "assigned again": assigned(
      (name, code) =>
        `${name} = ${code}\nif len(event["userName"]) > 40:\n    ${name} = ${code}`,
    ),
    "if and else": assigned(
      (name, code) =>
        `if event["userName"]:\n    ${name} = ${code}\nelse:\n    ${name} = ${code}`,
    ),
    dict: assigned((name, code) => `${name} = {"on": ${code}}`, '["on"]'),
    "dict()": assigned((name, code) => `${name} = dict(on=${code})`, '["on"]'),
    get: assigned((name, code) => `${name} = {"on": ${code}}`, '.get("on")'),
    "default of get": (code) => `{}.get("on", ${code})`,
    "item of a list": (code) => `[${code}][0]`,
    "last item": (code) => `[1, ${code}][-1]`,
    "tuple pattern": assigned((name, code) => `${name}, _ = ${code}, 1`),
    "starred pattern": assigned(
      (name, code) => `${name}, *_ = [${code}, 1, 2]`,
    ),
    function: called((name) => `def ${name}(value):\n    return value`),
    "two returns": called(
      (name) =>
        `def ${name}(value):\n    if not value:\n        return value\n    return value`,
    ),
    keyword: called(
      (name) => `def ${name}(*, value=False):\n    return value`,
      (name, code) => `${name}(value=${code})`,
    ),
    "default of a parameter": (code, { name, before }) => {
      const used = name("chosen");
      before.push(`def ${used}(value=${code}):\n    return value`);
      return `${used}()`;
    },
    "starred parameter": called(
      (name) => `def ${name}(*all_of_them):\n    return all_of_them[0]`,
      (name, code) => `${name}(${code}, 2)`,
    ),
    "keywords parameter": called(
      (name) => `def ${name}(**given):\n    return given["on"]`,
      (name, code) => `${name}(on=${code})`,
    ),
    lambda: (code) => `(lambda value: value)(${code})`,
    "lambda around it": (code) =>
      code.includes(":=") ? code : `(lambda: ${code})()`,
    conditional: (code) => `(${code} if event["userName"] else ${code})`,
    or: (code) => `(None or ${code})`,
    and: (code) => `(1 and ${code})`,
    class: called(
      (name) =>
        `class ${name}:\n    def __init__(self, value):\n        self.value = value\n\n    def get(self):\n        return self.value`,
      (name, code) => `${name}(${code}).get()`,
    ),
    property: called(
      (name) =>
        `class ${name}:\n    def __init__(self, value):\n        self._value = value\n\n    @property\n    def value(self):\n        return self._value`,
      (name, code) => `${name}(${code}).value`,
    ),
    "static method": called(
      (name) =>
        `class ${name}:\n    @staticmethod\n    def give(value):\n        return value`,
      (name, code) => `${name}.give(${code})`,
    ),
    "class method": called(
      (name) =>
        `class ${name}:\n    @classmethod\n    def give(cls, value):\n        return value`,
      (name, code) => `${name}.give(${code})`,
    ),
    getattr: called(
      (name) =>
        `class ${name}:\n    def __init__(self, value):\n        self.value = value`,
      (name, code) => `getattr(${name}(${code}), "value")`,
    ),
    dataclass: imported(
      "from dataclasses import asdict, dataclass",
      called(
        (name) =>
          `@dataclass\nclass ${name}:\n    on: object\n    off: int = 1`,
        (name, code) => `${name}(on=${code}).on`,
      ),
    ),
    asdict: imported(
      "from dataclasses import asdict, dataclass",
      called(
        (name) => `@dataclass\nclass ${name}:\n    on: object`,
        (name, code) => `asdict(${name}(${code}))["on"]`,
      ),
    ),
    namedtuple: imported(
      "from collections import namedtuple",
      called(
        (name) => `${name} = namedtuple("${name}", ["on", "off"])`,
        (name, code) => `${name}(${code}, 1).on`,
      ),
    ),
    NamedTuple: imported(
      "from typing import NamedTuple",
      called(
        (name) =>
          `class ${name}(NamedTuple):\n    on: object\n    off: int = 0`,
        (name, code) => `${name}(${code}).on`,
      ),
    ),
    SimpleNamespace: imported(
      "from types import SimpleNamespace",
      (code) => `SimpleNamespace(on=${code}).on`,
    ),
    closure: called(
      (name) =>
        `def ${name}(value):\n    def inner():\n        return value\n\n    return inner`,
      (name, code) => `${name}(${code})()`,
    ),
    lru_cache: imported(
      "from functools import lru_cache, reduce",
      called((name) => `@lru_cache\ndef ${name}(value):\n    return value`),
    ),
    reduce: imported(
      "from functools import lru_cache, reduce",
      (code) => `reduce(lambda one, other: one, [1, 2], ${code})`,
    ),
    "table of triggers": (code, { name, before }) => {
      const table = name("rules");
      before.push(`${table} = {"PreSignUp_SignUp": ${code}, "other": ${code}}`);
      return `${table}.get(event["triggerSource"], ${table}["other"])`;
    },
    "merged dicts": (code) => `({"off": 1} | {"on": ${code}})["on"]`,
    "spread dict": (code) => `{**{"on": ${code}}, "off": 1}["on"]`,
    update: assigned(
      (name, code) => `${name} = {}\n${name}.update({"on": ${code}})`,
      '["on"]',
    ),
    "update by keyword": assigned(
      (name, code) => `${name} = {}\n${name}.update(on=${code})`,
      '["on"]',
    ),
    setdefault: assigned(
      (name, code) => `${name} = {}\n${name}.setdefault("on", ${code})`,
      '["on"]',
    ),
    "pop of a dict": (code) => `{"on": ${code}}.pop("on")`,
    "pop of a list": (code) => `[${code}].pop()`,
    next: (code) => `next(iter([${code}]))`,
    "list comprehension": (code) => `[each for each in [${code}]][0]`,
    "dict comprehension": (code) =>
      `{key: value for key, value in [("on", ${code})]}["on"]`,
    "dict of pairs": (code) => `dict([("on", ${code})])["on"]`,
    zip: (code) => `dict(zip(["on"], [${code}]))["on"]`,
    values: (code) => `list({"on": ${code}}.values())[0]`,
    map: (code) => `list(map(lambda each: each, [${code}]))[0]`,
    max: (code) => `max([${code}], key=lambda each: 1)`,
    sorted: (code) => `sorted([${code}])[0]`,
    reversed: (code) => `list(reversed([${code}]))[0]`,
    deepcopy: imported(
      "import copy",
      (code) => `copy.deepcopy({"on": ${code}})["on"]`,
    ),
    json: imported(
      "import json",
      (code) => `json.loads(json.dumps({"on": ${code}}))["on"]`,
    ),
    match: assigned(
      (name, code) =>
        `match event["triggerSource"]:\n    case "PreSignUp_ExternalProvider":\n        ${name} = ${code}\n    case _:\n        ${name} = ${code}`,
    ),
    try: assigned(
      (name, code) =>
        `try:\n    ${name} = ${code}\nexcept KeyError:\n    raise`,
    ),
    "else of try": assigned(
      (name, code) =>
        `try:\n    print("begin")\nexcept ValueError:\n    ${name} = ${code}\nelse:\n    ${name} = ${code}`,
    ),
    for: assigned(
      (name, code) =>
        `${name} = ${code}\nfor _ in range(2):\n    ${name} = ${code}`,
    ),
    "else of for": assigned(
      (name, code) =>
        `for each in range(2):\n    print(each)\nelse:\n    ${name} = ${code}`,
    ),
    while: assigned(
      (name, code) => `while True:\n    ${name} = ${code}\n    break`,
    ),
    with: assigned(
      (name, code) => `with open("/tmp/lock") as lock:\n    ${name} = ${code}`,
    ),
    walrus: (code, { name }) => `(${name("value")} := ${code})`,
  },
  writes: {
    member: (code) => `${response}["autoConfirmUser"] = ${code}`,
    alias: (code) =>
      `answer = ${response}\nanswer["autoConfirmUser"] = ${code}`,
    update: (code) => `${response}.update({"autoConfirmUser": ${code}})`,
    "update by keyword": (code) =>
      `${response}.update(autoConfirmUser=${code})`,
    "whole response": (code) =>
      `${response} = {"autoConfirmUser": ${code}, "autoVerifyEmail": False}`,
    spread: (code) =>
      `${response} = {**${response}, "autoConfirmUser": ${code}}`,
    "|=": (code) => `${response} |= {"autoConfirmUser": ${code}}`,
    "constant name": (code) =>
      `key = "autoConfirmUser"\n${response}[key] = ${code}`,
    get: (code) => `event.get("response")["autoConfirmUser"] = ${code}`,
    setdefault: (code) =>
      `event.setdefault("response", {})["autoConfirmUser"] = ${code}`,
    "loop over items": (code) =>
      `for key, value in {"autoConfirmUser": ${code}}.items():\n    ${response}[key] = value`,
    "loop over names": (code) =>
      `for key in ("autoConfirmUser", "autoVerifyEmail"):\n    ${response}[key] = ${code}`,
    fromkeys: (code) =>
      `${response}.update(dict.fromkeys(["autoConfirmUser"], ${code}))`,
    "two at once": (code) =>
      `${response}["autoConfirmUser"] = ${response}["autoVerifyEmail"] = ${code}`,
    "helper given the event": called(
      (name) =>
        `def ${name}(event, value):\n    event["response"]["autoConfirmUser"] = value`,
      (name, code) => `${name}(event, ${code})`,
    ),
    "helper given the response": called(
      (name) =>
        `def ${name}(answer, on):\n    answer["autoConfirmUser"] = on\n    return answer`,
      (name, code) => `${name}(${response}, ${code})`,
    ),
    class: called(
      (name) =>
        `class ${name}:\n    def __init__(self, event):\n        self.event = event\n\n    def confirm(self, value):\n        self.event["response"]["autoConfirmUser"] = value\n        return self`,
      (name, code) => `${name}(event).confirm(${code})`,
    ),
  },
  ways: {
    if: (code) => `if ${attributes}.get("email"):\n${indented(code)}`,
    "if of that source": (code) =>
      `if event["triggerSource"] == "PreSignUp_SignUp":\n${indented(code)}`,
    "early return": (code) =>
      `if event["triggerSource"] != "PreSignUp_SignUp":\n    return event\n${code}`,
    "one of two sources": (code) =>
      `if event["triggerSource"] in ("PreSignUp_SignUp", "PreSignUp_AdminCreateUser"):\n${indented(code)}`,
    else: (code) =>
      `if not ${attributes}.get("email"):\n    print("none")\nelse:\n${indented(code)}`,
    try: (code) =>
      `try:\n${indented(code)}\nexcept Exception as error:\n    print(error)\n    raise`,
    finally: (code) => `try:\n${indented(code)}\nfinally:\n    print("done")`,
    for: (code) => `for each in ["a"]:\n    print(each)\n${indented(code)}`,
    while: (code, { name }) => {
      const more = name("more");
      return `${more} = True\nwhile ${more}:\n    ${more} = False\n${indented(code)}`;
    },
    with: (code) => `with tracer():\n${indented(code)}`,
    match: (code) =>
      `match event["triggerSource"]:\n    case "PreSignUp_AdminCreateUser":\n        pass\n    case _:\n${indented(code, 2)}`,
  },
  handlers: {
    handler: withAbove(
      (body) => `def handler(event, context):\n${indented(body)}`,
    ),
    annotated: withAbove(
      (body) =>
        `def lambda_handler(event: dict, context) -> dict:\n${indented(body)}`,
    ),
    inner: withAbove(
      (body) =>
        `def work(event):\n${indented(body)}\n\n\ndef handler(event, context):\n    print(context.aws_request_id)\n    return work(event)`,
    ),
    "inner further down": withAbove(
      (body) =>
        `def handler(event, context):\n    return work(event)\n\n\ndef work(event):\n${indented(body)}`,
    ),
    "inner in try": withAbove(
      (body) =>
        `def work(event):\n${indented(body)}\n\n\ndef handler(event, context):\n    try:\n        return work(event)\n    except Exception as error:\n        print(error)\n        raise`,
    ),
    decorator: withAbove(
      (body) =>
        `import functools\n\n\ndef logged(fn):\n    @functools.wraps(fn)\n    def inner(event, context):\n        print(event["triggerSource"])\n        return fn(event, context)\n\n    return inner\n\n\n@logged\ndef handler(event, context):\n${indented(body)}`,
    ),
    Powertools: withAbove(
      (body) =>
        `from aws_lambda_powertools import Logger, Tracer\n\nlogger = Logger()\nspans = Tracer()\n\n\n@logger.inject_lambda_context\n@spans.capture_lambda_handler\ndef handler(event, context):\n${indented(body)}`,
    ),
    method: withAbove(
      (body) =>
        `class PreSignUp:\n    def handle(self, event, context):\n${indented(body, 2)}\n\n\nhandler = PreSignUp().handle`,
    ),
    callable: withAbove(
      (body) =>
        `class PreSignUp:\n    def __call__(self, event, context):\n${indented(body, 2)}\n\n\nhandler = PreSignUp()`,
    ),
    "method of a class": withAbove(
      (body) =>
        `class PreSignUp:\n    def run(self, event):\n${indented(body, 2)}\n\n\ndef handler(event, context):\n    return PreSignUp().run(event)`,
    ),
    "table of handlers": withAbove(
      (body) =>
        `def pre_sign_up(event):\n${indented(body)}\n\n\nHANDLERS = {\n    "PreSignUp_SignUp": pre_sign_up,\n    "PreSignUp_AdminCreateUser": pre_sign_up,\n    "PreSignUp_ExternalProvider": pre_sign_up,\n}\n\n\ndef handler(event, context):\n    return HANDLERS[event["triggerSource"]](event)`,
    ),
    "handlers by prefix": withAbove(
      (body) =>
        `def pre_sign_up(event):\n${indented(body)}\n\n\ndef handler(event, context):\n    kind = event["triggerSource"].split("_")[0]\n    if kind == "PreSignUp":\n        return pre_sign_up(event)\n    if kind == "PostConfirmation":\n        return event\n    raise ValueError(kind)`,
    ),
    factory: withAbove(
      (body) =>
        `def make_handler(name):\n    def inner(event, context):\n        print(name)\n${indented(body, 2)}\n\n    return inner\n\n\nhandler = make_handler("sign-up")`,
    ),
    steps: withAbove(
      (body) =>
        `def confirm(event):\n${indented(body)}\n\n\ndef note(event):\n    print(event["userName"])\n    return event\n\n\nSTEPS = [confirm, note]\n\n\ndef handler(event, context):\n    for step in STEPS:\n        event = step(event)\n    return event`,
    ),
    copy: withAbove(
      (body) =>
        `import copy\n\n\ndef handler(original, context):\n    event = copy.deepcopy(original)\n${indented(body)}`,
    ),
    asyncio: withAbove(
      (body) =>
        `import asyncio\n\n\nasync def work(event):\n${indented(body)}\n\n\ndef handler(event, context):\n    return asyncio.run(work(event))`,
    ),
  },
};
