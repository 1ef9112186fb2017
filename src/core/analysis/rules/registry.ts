/** The rules over handlers, in the order in which they are listed for people. */
import { requiredResponseField } from "./required-response-field.ts";
import { responseFieldKnown } from "./response-field-known.ts";
import { responseFieldType } from "./response-field-type.ts";
import { returnEvent } from "./return-event.ts";
import { returnWholeEvent } from "./return-whole-event.ts";
import type { Rule } from "./rule.ts";

export const rules: readonly Rule[] = [
  returnEvent,
  returnWholeEvent,
  responseFieldType,
  responseFieldKnown,
  requiredResponseField,
];
