/**
 * What the event data classes of AWS Lambda Powertools for Python call the members of an event: snake case, with some
 * exceptions. https://docs.powertools.aws.dev/lambda/python/latest/utilities/data_classes/
 */

/** Attributes whose member is not their camel case. */
const exceptions: Readonly<Record<string, string>> = {
  enable_sms_mfa: "enableSMSMFA",
  claims_scope_override_details: "claimsAndScopeOverrideDetails",
};

/** `auto_confirm_user` -> `autoConfirmUser` */
export const memberOfAttribute = (attribute: string): string =>
  exceptions[attribute] ??
  attribute.replace(/_([a-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );

/** `autoConfirmUser` -> `auto_confirm_user` */
export function attributeOfMember(member: string): string {
  // In the answer; the request has a member that is called so.
  if (member === "groupOverrideDetails") return "group_configuration";
  const [attribute] =
    Object.entries(exceptions).find(([, name]) => name === member) ?? [];
  return (
    attribute ??
    member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  );
}
