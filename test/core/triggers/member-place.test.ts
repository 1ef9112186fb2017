/** Which member is written at a place: whole and half-typed chains of the three languages. */
import { expect, test } from "vitest";
import {
  memberPlaceAt,
  namePlaceAt,
} from "../../../src/core/triggers/member-place.ts";

/** `|` marks the place. */
function placeIn(marked: string): unknown {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const place = memberPlaceAt(text, offset);
  return (
    place && [
      [place.root, ...place.path].join(" "),
      text.slice(place.range.start, place.range.end),
    ]
  );
}

test.each([
  ["event.response.auto|ConfirmUser = true", "event response autoConfirmUser"],
  ["event.response.|", "event response "],
  ["event.|", "event "],
  ['event["response"]["auto|Confirm"] = True', "event response autoConfirm"],
  ["event['response']['|", "event response "],
  ['event["request"].get("user|", {})', "event request user"],
  ['event.get("request", {}).get("|")', "event request "],
  [
    "event?.request?.userAttributes?.em|ail",
    "event request userAttributes email",
  ],
  ["event!.request!.client|Metadata", "event request clientMetadata"],
  ["(event as any).response.x|", "event response x"],
  ["if ((event.response as any).x|", "event response x"],
  ["(<any>event).response.x|", "event response x"],
  ["event[`response`][`auto|`]", "event response auto"],
  ["event.request.session.at(-1).x|", "event request session -1 x"],
  ["{ ...event.request.|x }", "event request x"],
  [
    "event.request.session[0].challenge|Name",
    "event request session 0 challengeName",
  ],
  [
    "event.request.session[session.length - 1].challenge|",
    "event request session session.length - 1 challenge",
  ],
  ["event\n    .response\n    .auto|", "event response auto"],
  ["`Hello ${event.request.|`", "event request "],
  ["const { email } = attributes.|", "attributes "],
])("%s", (marked, chain) => {
  const last = chain.slice(chain.lastIndexOf(" ") + 1);
  expect(placeIn(marked)).toEqual([chain, last]);
});

test.each([
  "event|",
  "call().resp|onse",
  "call(event as X).resp|onse",
  "1.5|",
  '"a text, [|',
  "|",
  "",
])("no member in %s", (marked) => {
  expect(placeIn(marked)).toBeUndefined();
});

test("long runs of marks end", () => {
  for (const run of [".", "[", " ", "a.", '["', "(", ".get("])
    memberPlaceAt(`${run.repeat(20_000)}.x`, run.length * 20_000 + 2);
});

test.each([
  ["const { user|Attributes } = event.request", "userAttributes"],
  ["'response|'", undefined],
  ["event.resp|onse", undefined],
  [" | ", undefined],
])("the name in %s", (marked, name) => {
  const place = namePlaceAt(marked.replace("|", ""), marked.indexOf("|"));
  expect(place?.root).toBe(name);
});
