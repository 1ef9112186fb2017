/** The rules over handlers, in the order in which they are listed for people. */
import { requiredResponseField } from "./required-response-field.ts";
import { responseFieldKnown } from "./response-field-known.ts";
import { responseFieldType } from "./response-field-type.ts";
import { returnEvent } from "./return-event.ts";
import { returnWholeEvent } from "./return-whole-event.ts";
import { syncReturnIgnored } from "./sync-return-ignored.ts";
import { noThreeParamHandler } from "./no-three-param-handler.ts";
import { noContextDone } from "./no-context-done.ts";
import { eventReturnedInNestedFunction } from "./event-returned-in-nested-function.ts";
import { triggerSourceKnown } from "./trigger-source-known.ts";
import { migrationNoPasswordInLogs } from "./migration-no-password-in-logs.ts";
import { migrationPasswordOnlyInAuth } from "./migration-password-only-in-auth.ts";
import { pythonHandlerShape } from "./python-handler-shape.ts";
import type { Rule } from "./rule.ts";

export const rules: readonly Rule[] = [
  returnEvent,
  returnWholeEvent,
  responseFieldType,
  responseFieldKnown,
  requiredResponseField,
  syncReturnIgnored,
  noThreeParamHandler,
  noContextDone,
  eventReturnedInNestedFunction,
  triggerSourceKnown,
  migrationNoPasswordInLogs,
  migrationPasswordOnlyInAuth,
  pythonHandlerShape,
];
