/** What the status bar says of a connection, also of one that is broken or made to deceive. */
import { expect, test } from "vitest";
import { describeConnection } from "../../../src/vscode/connection/describe-connection.ts";
import { isRegionLike } from "../../../src/vscode/connection/regions.ts";

test("the status bar shows profile and Region, and nothing more for AWS", () => {
  expect(
    describeConnection({ profile: "staging", region: "eu-central-1" }).short,
  ).toBe("$(plug) staging@eu-central-1");
});

test("an endpoint is marked with its host, so that nobody takes an emulator for AWS", () => {
  const text = describeConnection({
    region: "eu-central-1",
    endpoint: "http://127.0.0.1:9229/",
  });
  expect(text.short).toBe(
    "$(plug) default chain@eu-central-1 $(server) 127.0.0.1:9229",
  );
  expect(text.long.join("\n")).toContain("placeholders sign");
});

test("placeholders are not spoken of where they are not used", () => {
  for (const connection of [
    { region: "eu-central-1" },
    { region: "eu-central-1", endpoint: "https://aws.example.com" },
    {
      region: "eu-central-1",
      endpoint: "http://127.0.0.1:1",
      profile: "staging",
    },
  ])
    expect(describeConnection(connection).long.join("\n")).not.toContain(
      "placeholders",
    );
});

test("an endpoint that is no address is called broken, with the reason", () => {
  const text = describeConnection({
    region: "eu-central-1",
    endpoint: "127.0.0.1:9229",
  });
  expect(text.broken).toBe(true);
  expect(text.long.join("\n")).toContain("starts with http://");
});

test("a profile named like an icon, or over several lines, stays text", () => {
  const { short } = describeConnection({
    profile: "$(bug)\nAWS",
    region: "eu-central-1",
  });
  expect(short).toBe("$(plug) $ (bug)\\u{a}AWS@eu-central-1");
});

test("Regions are told from words; emulators may have any word", () => {
  for (const region of ["eu-central-1", "us-gov-west-1", "eusc-de-east-1"])
    expect(isRegionLike(region, false)).toBe(true);
  for (const word of ["local", "eu-central", "EU-CENTRAL-1", "eu central 1"])
    expect(isRegionLike(word, false)).toBe(false);
  expect(isRegionLike("local", true)).toBe(true);
  expect(isRegionLike("a b", true)).toBe(false);
});
