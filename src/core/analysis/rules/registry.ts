/** The rules over handlers, in the order in which they are listed for people. */
import { attributeStringBoolean } from "./attribute-string-boolean.ts";
import { autoVerifyNeedsAttribute } from "./auto-verify-needs-attribute.ts";
import { callerContextClientId } from "./caller-context-client-id.ts";
import { claimBothAddedAndSuppressed } from "./claim-both-added-and-suppressed.ts";
import { clientMetadataOrigin } from "./client-metadata-origin.ts";
import { createAnswerInPublic } from "./create-answer-in-public.ts";
import { createPrivateParamsNotEmpty } from "./create-private-params-not-empty.ts";
import { createStringParams } from "./create-string-params.ts";
import { customMessageCharacters } from "./custom-message-characters.ts";
import { customMessageLength } from "./custom-message-length.ts";
import { customMessagePlaceholderIntact } from "./custom-message-placeholder-intact.ts";
import { customMessagePlaceholder } from "./custom-message-placeholder.ts";
import { defineAttemptLimit } from "./define-attempt-limit.ts";
import { defineDecision } from "./define-decision.ts";
import { defineHandlesMfaAndNewPassword } from "./define-handles-mfa-and-new-password.ts";
import { defineIssueTokensUnchecked } from "./define-issue-tokens-unchecked.ts";
import { eventReturnedInNestedFunction } from "./event-returned-in-nested-function.ts";
import { fiveSecondBudget } from "./five-second-budget.ts";
import { groupOverrideKeepsGroups } from "./group-override-keeps-groups.ts";
import { handlerExportMatchesModuleType } from "./handler-export-matches-module-type.ts";
import { idempotentSideEffects } from "./idempotent-side-effects.ts";
import { inboundKeepAttributes } from "./inbound-keep-attributes.ts";
import { m2mHasNoUser } from "./m2m-has-no-user.ts";
import { migrationNoPasswordInLogs } from "./migration-no-password-in-logs.ts";
import { migrationPasswordOnlyInAuth } from "./migration-password-only-in-auth.ts";
import { migrationRequiredAttributes } from "./migration-required-attributes.ts";
import { noContextDone } from "./no-context-done.ts";
import { noThreeParamHandler } from "./no-three-param-handler.ts";
import { noWriteIntoNullResponse } from "./no-write-into-null-response.ts";
import { postTriggerThrow } from "./post-trigger-throw.ts";
import { presignupAdminFlagsIgnored } from "./presignup-admin-flags-ignored.ts";
import { pretokenKeyMatchesVersion } from "./pretoken-key-matches-version.ts";
import { pretokenReservedClaim } from "./pretoken-reserved-claim.ts";
import { pretokenV1StringClaims } from "./pretoken-v1-string-claims.ts";
import { pythonHandlerShape } from "./python-handler-shape.ts";
import { pythonJsonSerializable } from "./python-json-serializable.ts";
import { requiredResponseField } from "./required-response-field.ts";
import { responseAllowedValue } from "./response-allowed-value.ts";
import { responseFieldKnown } from "./response-field-known.ts";
import { responseFieldType } from "./response-field-type.ts";
import { returnEvent } from "./return-event.ts";
import { returnWholeEvent } from "./return-whole-event.ts";
import { scopeWithoutBlank } from "./scope-without-blank.ts";
import { senderDecryptsCode } from "./sender-decrypts-code.ts";
import { syncReturnIgnored } from "./sync-return-ignored.ts";
import { triggerSourceKnown } from "./trigger-source-known.ts";
import { userNotFoundPath } from "./user-not-found-path.ts";
import { userVisibleErrorText } from "./user-visible-error-text.ts";
import { noStrictEventSchema } from "./no-strict-event-schema.ts";
import { appliesTo, type Rule, type Spoken } from "./rule.ts";

export const rules: readonly Rule[] = [
  returnEvent,
  returnWholeEvent,
  responseFieldType,
  responseFieldKnown,
  requiredResponseField,
  responseAllowedValue,
  noWriteIntoNullResponse,
  attributeStringBoolean,
  defineDecision,
  defineIssueTokensUnchecked,
  pretokenKeyMatchesVersion,
  pretokenV1StringClaims,
  pretokenReservedClaim,
  scopeWithoutBlank,
  claimBothAddedAndSuppressed,
  groupOverrideKeepsGroups,
  createPrivateParamsNotEmpty,
  createAnswerInPublic,
  createStringParams,
  customMessagePlaceholder,
  customMessagePlaceholderIntact,
  customMessageCharacters,
  customMessageLength,
  migrationRequiredAttributes,
  inboundKeepAttributes,
  presignupAdminFlagsIgnored,
  defineAttemptLimit,
  defineHandlesMfaAndNewPassword,
  autoVerifyNeedsAttribute,
  syncReturnIgnored,
  noThreeParamHandler,
  noContextDone,
  eventReturnedInNestedFunction,
  triggerSourceKnown,
  migrationNoPasswordInLogs,
  migrationPasswordOnlyInAuth,
  pythonHandlerShape,
  pythonJsonSerializable,
  handlerExportMatchesModuleType,
  senderDecryptsCode,
  fiveSecondBudget,
  postTriggerThrow,
  userNotFoundPath,
  clientMetadataOrigin,
  callerContextClientId,
  m2mHasNoUser,
  idempotentSideEffects,
  userVisibleErrorText,
  noStrictEventSchema,
];

const chosen = new Map<string, readonly Rule[]>();

/** Those that speak about such a handler: there are few kinds of them, and each is looked up once. */
export function rulesFor(about: Spoken): readonly Rule[] {
  const { language, trigger, isHandler } = about;
  const key = `${language} ${trigger.id} ${String(isHandler)}`;
  let known = chosen.get(key);
  if (known === undefined) {
    known = rules.filter((rule) => appliesTo(rule, about));
    chosen.set(key, known);
  }
  return known;
}
