/** Powertools' names of members, there and back for every member of the contract. */
import { expect, test } from "vitest";
import { contracts } from "../../../src/core/triggers/contracts.ts";
import {
  attributeOfMember,
  memberOfAttribute,
} from "../../../src/core/analysis/frontend/python/data-class-names.ts";
import { membersAt } from "../../../src/core/triggers/event-members.ts";

test("attributes are members in snake case, with exceptions", () => {
  expect(attributeOfMember("autoConfirmUser")).toBe("auto_confirm_user");
  expect(attributeOfMember("enableSMSMFA")).toBe("enable_sms_mfa");
  expect(memberOfAttribute("user_attributes")).toBe("userAttributes");
  expect(memberOfAttribute("claims_scope_override_details")).toBe(
    "claimsAndScopeOverrideDetails",
  );
});

test.each(contracts)("$id: each attribute is its member again", (contract) => {
  for (const part of ["request", "response"])
    for (const { name } of membersAt(contract, [part]))
      expect(memberOfAttribute(attributeOfMember(name))).toBe(name);
});
