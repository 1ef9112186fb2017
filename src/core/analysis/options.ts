/** What a caller knows about a file besides its text: from templates, settings or the command line. All of it may be left out. */
import type { TriggerId } from "../triggers/contract.ts";

export interface AnalyzeOptions {
  /** Lambda's name of the runtime: `nodejs22.x`, `python3.13`. */
  readonly runtime?: string;
  /** The triggers that the file's handler is configured for. A comment in the file still has the last word. */
  readonly triggers?: readonly TriggerId[];
  /** The export that is the handler, without the file's name: `handler`. */
  readonly handlerName?: string;
  /** It is surely this file that has to export the handler under that name. */
  readonly exportsHandler?: boolean;
  /** Node takes the file for an ES module by its `package.json`. */
  readonly esModule?: boolean;
  /** What the file exports as a whole, or as a trigger, is called by another file, and is no handler itself. */
  readonly isPart?: boolean;
  /** Another file calls its handler and gives the event back itself. */
  readonly isAnswered?: boolean;
  /** That file hands it the event and the context, and no callback. */
  readonly lacksCallback?: boolean;
  /**
   * The text of another file of the workspace, by its path beside `Source.path`; undefined: there is no such file. With
   * it, what the file imports is known as well. Rejects with nothing.
   */
  readonly readText?: (path: string) => Promise<string | undefined>;
}
