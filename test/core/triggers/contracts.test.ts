/** The table itself: complete, consistent, and saying what AWS documents. */
import { describe, expect, it } from "vitest";
import {
  jsonTypesOf,
  membersOf,
  shapeUnder,
  type Shape,
} from "../../../src/core/triggers/contract.ts";
import {
  contractOf,
  contracts,
  contractsOfConfigKey,
  contractsOfSource,
} from "../../../src/core/triggers/contracts.ts";

const at = (shape: Shape | undefined, ...path: string[]): Shape | undefined =>
  path.reduce<Shape | undefined>(
    (found, key) => (found === undefined ? undefined : shapeUnder(found, key)),
    shape,
  );

describe("the trigger contract", () => {
  it("has each trigger once", () => {
    const ids = contracts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(15);
  });

  it("cites an AWS page in every row", () => {
    for (const { page, request, response } of contracts)
      for (const cited of [
        page,
        ...[...request, ...response].map((m) => m.page),
      ])
        expect(cited).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/cognito\//);
  });

  it("names every trigger source with the trigger in front", () => {
    for (const { name, sources } of contracts)
      for (const source of sources)
        expect(source.name).toMatch(
          name === "PreTokenGeneration"
            ? /^TokenGeneration_\w+$/
            : new RegExp(`^${name}_\\w+$`),
        );
  });

  it("delivers only what the member's own type allows, or null", () => {
    for (const { response } of contracts)
      for (const { delivered, shape } of response) {
        if (delivered === undefined || delivered.value === null) continue;
        const type = typeof delivered.value;
        expect(jsonTypesOf(shape)).toContain(type);
      }
  });

  it("asks PreSignUp for booleans and ignores them for AdminCreateUser", () => {
    const { response } = contractOf("PreSignUp");
    expect(response.map(({ name }) => name)).toEqual([
      "autoConfirmUser",
      "autoVerifyEmail",
      "autoVerifyPhone",
    ]);
    for (const { shape, ignoredFor } of response) {
      expect(jsonTypesOf(shape)).toEqual(["boolean"]);
      expect(ignoredFor).toEqual(["PreSignUp_AdminCreateUser"]);
    }
  });

  it("takes strings only as claims of version 1, and other JSON in version 2", () => {
    const v1 = contractOf("PreTokenGenerationV1").response[0]?.shape;
    const v2 = contractOf("PreTokenGenerationV2").response[0]?.shape;
    const claim1 = at(v1, "claimsToAddOrOverride", "plan");
    const claim2 = at(v2, "idTokenGeneration", "claimsToAddOrOverride", "plan");
    expect(claim1 && jsonTypesOf(claim1)).toEqual(["string"]);
    expect(claim2 && jsonTypesOf(claim2)).toEqual([
      "string",
      "number",
      "boolean",
      "array",
      "object",
    ]);
    expect(at(v2, "accessTokenGeneration", "scopesToAdd", "0")).toEqual({
      kind: "string",
    });
    expect(at(v2, "idTokenGeneration", "scopesToAdd")).toBeUndefined();
    expect(at(v2, "groupOverrideDetails", "preferredRole")).toBeDefined();
  });

  it("knows members through null", () => {
    const [details] = contractOf("PreTokenGenerationV1").response;
    expect(
      details && membersOf(details.shape)?.map(({ name }) => name),
    ).toEqual([
      "claimsToAddOrOverride",
      "claimsToSuppress",
      "groupOverrideDetails",
    ]);
  });

  it("finds contracts by source and by LambdaConfig member", () => {
    const ids = (found: typeof contracts): string[] =>
      found.map(({ id }) => id);
    expect(ids(contractsOfSource("PreSignUp_SignUp"))).toEqual(["PreSignUp"]);
    expect(ids(contractsOfSource("TokenGeneration_ClientCredentials"))).toEqual(
      ["PreTokenGenerationV3"],
    );
    expect(ids(contractsOfSource("TokenGeneration_HostedAuth"))).toHaveLength(
      3,
    );
    expect(ids(contractsOfSource("PreSignUp"))).toEqual([]);
    expect(ids(contractsOfConfigKey("PreTokenGeneration"))).toEqual([
      "PreTokenGenerationV1",
    ]);
    expect(ids(contractsOfConfigKey("PreTokenGenerationConfig"))).toHaveLength(
      3,
    );
  });

  it("waits for no answer of the custom senders, and of no others", () => {
    expect(
      contracts.filter(({ synchronous }) => !synchronous).map(({ id }) => id),
    ).toEqual(["CustomSMSSender", "CustomEmailSender"]);
  });
});
