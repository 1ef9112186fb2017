/** What is being written into an event at a place: names of entries and values, whole and half-typed. */
import { expect, test } from "vitest";
import { writtenPlaceAt } from "../../../src/core/triggers/written-place.ts";

/** The last `|` marks the place. */
function placeIn(marked: string): unknown {
  const offset = marked.lastIndexOf("|");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const place = writtenPlaceAt(text, offset);
  return (
    place && [
      place.kind,
      [place.root, ...place.path].join(" "),
      text.slice(place.range.start, place.range.end),
      place.quoted,
    ]
  );
}

test.each([
  [
    'event.response.challengeName = "CUST|";',
    ["value", "event response challengeName", "CUST", true],
  ],
  [
    "event.response.challengeName = |",
    ["value", "event response challengeName", "", false],
  ],
  [
    'event["response"]["challengeName"] = "|"',
    ["value", "event response challengeName", "", true],
  ],
  [
    'if (event.triggerSource === "PreSignUp_|SignUp")',
    ["value", "event triggerSource", "PreSignUp_SignUp", true],
  ],
  [
    "if event['triggerSource'] == '|'",
    ["value", "event triggerSource", "", true],
  ],
  [
    'switch (event.triggerSource) {\n  case "A": { f("}"); break; }\n  case "Pre|":',
    ["value", "event triggerSource", "Pre", true],
  ],
  [
    'switch (event.triggerSource) {\n  case "A":\n}\nswitch (x()) {\n  case "|":',
    undefined,
  ],
  [
    'switch (event.triggerSource) {\n  case "A":\n    switch (kind) {\n      case "x":\n    }\n  case "|"',
    ["value", "event triggerSource", "", true],
  ],
  [
    'def f(event):\n    match event["triggerSource"]:\n        case "A" | "|":',
    ["value", "event triggerSource", "", true],
  ],
  ['match kind:\n    case "|":', ["value", "kind", "", true]],
  [
    'if (event.triggerSource.startsWith("Custom|"))',
    ["value", "event triggerSource", "Custom", true],
  ],
  ["const { user|Attributes: { email }, x = 1 } = event.request;", undefined],
  [
    "const { user|Attributes: attributes, x = 1 } = event.request;",
    ["key", "event request userAttributes", "userAttributes", false],
  ],
  ["const { | } = event", ["key", "event ", "", false]],
  ["f({ | }); y = event", undefined],
  ["event.response = { auto| }", ["key", "event response auto", "auto", false]],
  [
    "event.response = {\n  issueTokens: true, // yes\n  |\n}",
    ["key", "event response ", "", false],
  ],
  [
    'event.response = { a: [1, { b: 2 }], "auto|": x }',
    ["key", "event response auto", "auto", true],
  ],
  [
    'event["response"] = {"issueTokens": False, "|',
    ["key", "event response ", "", true],
  ],
  [
    "event.response.claimsOverrideDetails = { claimsToAddOrOverride: { a: f(1) }, groupOverrideDetails: { |",
    [
      "key",
      "event response claimsOverrideDetails groupOverrideDetails ",
      "",
      false,
    ],
  ],
  [
    'event.response = { challengeName: "|" }',
    ["value", "event response challengeName", "", true],
  ],
  ["Object.assign(event.response, { |", ["key", "event response ", "", false]],
  ['event["response"].update({"|', ["key", "event response ", "", true]],
  [
    "return { ...event, response: { | } };",
    ["key", "event response ", "", false],
  ],
  [
    'return {**event, "response": {**event["response"], "|',
    ["key", "event response ", "", true],
  ],
])("%s", (marked, wanted) => {
  expect(placeIn(marked)).toEqual(wanted);
});

test.each([
  "|",
  "{ |",
  "event.response.|",
  "if (event) { |",
  "call({ a: | })",
  "const f = () => { |",
  "event.response = f(|",
  "event.response = [ | ]",
  "event.response = { autoConfirmUser: a ? b : | }",
  "\"it's { |",
])("nothing is written in %s", (marked) => {
  expect(placeIn(marked)).toBeUndefined();
});

test("long runs of marks end", () => {
  for (const run of ["{", "{a:", '"', "= {", ".", "a.", "(", "},", "${", "=="])
    writtenPlaceAt(run.repeat(20_000), run.length * 20_000);
});
