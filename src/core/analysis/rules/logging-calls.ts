/** Which calls write to the log, by what is written in the file. */
import type { CallFact } from "../interp/facts.ts";

const ofLanguage =
  /^(?:console\.(?:log|info|warn|error|debug|trace|dir|table)|console\[.+\]|print|pprint|pprint\.pprint|pprint\.pp|logging\.[a-z]+|process\.stdout\.write|sys\.stdout\.write)$/u;
const ofLogger =
  /(?:^|[._])(?:log|logger|logging)\.(?:log|info|debug|warn|warning|error|trace|exception|critical|fatal|silly|verbose|append_keys)$/iu;

export const isLogging = ({ written, path, own }: CallFact): boolean =>
  !own &&
  (ofLanguage.test(written) ||
    ofLanguage.test(path ?? "") ||
    ofLogger.test(written));
