/** Which scripts the extension host holds, as V8 itself tells a debugger: a lazy part of the extension is not in there early. */
import { Session, type Debugger } from "node:inspector";

/** URLs of all scripts loaded so far. */
export function loadedModules(): ReadonlySet<string> {
  const urls = new Set<string>();
  const session = new Session();
  session.connect();
  session.on(
    "Debugger.scriptParsed",
    ({ params }: { params: Debugger.ScriptParsedEventDataType }) =>
      urls.add(params.url),
  );
  // On enabling, every script that exists already is reported before the call returns.
  session.post("Debugger.enable");
  session.post("Debugger.disable");
  session.disconnect();
  return urls;
}
