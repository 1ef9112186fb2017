/**
 * The errors that Lambda's platform and its runtimes give a function, as they stand in its log: what each means and
 * what to look at. Data. Invariant: every row cites the AWS page that speaks of it; what AWS does not say is worded as
 * what is usual.
 */

export interface PlatformError {
  /** As the log names it. */
  readonly type: string;
  /** One sentence: what happened. */
  readonly meaning: string;
  /** One sentence: what to look at first. */
  readonly check: string;
  readonly page: string;
}

const guide = "https://docs.aws.amazon.com/lambda/latest/dg/";
const invocation = `${guide}troubleshooting-invocation.html`;
const nodeHandler = `${guide}nodejs-handler.html`;
const pythonHandler = `${guide}python-handler.html`;
const environment = `${guide}lambda-runtime-environment.html`;
const snapStart = `${guide}snapstart.html`;
const streaming = `${guide}configuration-response-streaming.html`;

const exited: PlatformError = {
  type: "Runtime.ExitError",
  meaning: "The process that runs the handler ended during the run.",
  check: "The lines before it tell why: an exit status, or a signal.",
  page: invocation,
};

const errors: readonly PlatformError[] = [
  {
    type: "Runtime.ImportModuleError",
    meaning:
      "The runtime could not load the handler's module, or a module that it imports.",
    check:
      "The message names the module: it must be in the deployment package at the path that the Handler setting gives, with its dependencies.",
    page: invocation,
  },
  {
    type: "Runtime.HandlerNotFound",
    meaning:
      "The module was loaded, but it has no function of the name in the Handler setting.",
    check:
      "Compare the Handler setting with the name that the module exports; an ES module needs a named export.",
    page: nodeHandler,
  },
  {
    type: "Runtime.MalformedHandlerName",
    meaning:
      "The function's Handler setting does not have the form file.function.",
    check: "Correct the Handler setting, for example to index.handler.",
    page: invocation,
  },
  {
    type: "Runtime.UserCodeSyntaxError",
    meaning: "The handler's module cannot be parsed.",
    check:
      'The message names the place; in Node.js, import and export need an .mjs file or "type": "module".',
    page: nodeHandler,
  },
  {
    type: "Runtime.CallbackHandlerDeprecated",
    meaning:
      "Node.js 24 has no handlers with a callback: one with three parameters is refused before it runs.",
    check:
      "Write the handler as an async function of event and context that returns the event.",
    page: nodeHandler,
  },
  {
    type: "Runtime.UnhandledPromiseRejection",
    meaning:
      "A promise failed that nothing waited for, and the runtime ended the run.",
    check: "Await or return every promise that the handler starts.",
    page: nodeHandler,
  },
  {
    type: "Runtime.NodeJsExit",
    meaning: "Node.js ended before the handler had answered.",
    check:
      "Usually a promise that is never settled, or a call of process.exit().",
    page: nodeHandler,
  },
  {
    type: "Runtime.MarshalError",
    meaning: "What the handler returned cannot be written as JSON.",
    check:
      "Return the event with plain values: dates, Decimals and sets must be made into text, numbers and lists.",
    page: pythonHandler,
  },
  {
    type: "Runtime.UnmarshalError",
    meaning: "The runtime could not read the event as JSON.",
    check: "Call the function with a JSON object as Cognito does.",
    page: invocation,
  },
  {
    type: "Runtime.BuiltInModuleConflict",
    meaning: "The handler's file has the name of a module of Python itself.",
    check: "Rename the file, and the Handler setting with it.",
    page: pythonHandler,
  },
  exited,
  {
    type: "Runtime.OutOfMemory",
    meaning: "The function used more memory than it may.",
    check: "Raise its memory setting, or load less in the handler.",
    page: `${guide}configuration-memory.html`,
  },
  {
    type: "Runtime.InvalidEntrypoint",
    meaning: "Lambda could not start the program that the function names.",
    check:
      "For a container image, its ENTRYPOINT; else the bootstrap file and its permissions.",
    page: invocation,
  },
  {
    type: "Runtime.BadFunctionCode",
    meaning: "The function's code could not be loaded.",
    check:
      "The message names the fault; the package must fit the runtime and its architecture.",
    page: invocation,
  },
  {
    type: "Runtime.MalformedStreamingHandler",
    meaning:
      "The handler is marked for response streaming, but does not have the form for it.",
    check: "A trigger answers with the event: take the streaming wrapper away.",
    page: streaming,
  },
  {
    type: "Runtime.InvalidStreamingOperation",
    meaning: "The handler streams an answer where it cannot.",
    check: "A trigger answers with the event: take the streaming wrapper away.",
    page: streaming,
  },
  {
    type: "Runtime.BeforeSnapshotError",
    meaning: "A hook that runs before the SnapStart snapshot failed.",
    check: "The stack names the hook.",
    page: snapStart,
  },
  {
    type: "Runtime.AfterRestoreError",
    meaning: "A hook that runs after the SnapStart restore failed.",
    check: "The stack names the hook.",
    page: snapStart,
  },
  {
    type: "Runtime.LambdaContextUnmarshalError",
    meaning: "The runtime could not read the context of the call.",
    check:
      "The client context must be a JSON object; Cognito's calls have none.",
    page: invocation,
  },
  {
    type: "Runtime.LambdaRuntimeClientError",
    meaning: "The runtime could not reach Lambda's runtime interface.",
    check:
      "A fault of the platform or of an extension: try again, then take out extensions one by one.",
    page: environment,
  },
  {
    type: "Sandbox.Timedout",
    meaning: "The run took longer than the function's own timeout.",
    check:
      "Look for the call that does not come back; Cognito itself waits no longer than 5 seconds.",
    page: `${guide}configuration-timeout.html`,
  },
  {
    type: "Extension.Crash",
    meaning: "A Lambda extension ended, and the run with it.",
    check: "The extension comes with one of the function's layers.",
    page: environment,
  },
];

const byType = new Map(errors.map((error) => [error.type, error]));

/** Every type that is known. */
export const platformErrorTypes: readonly string[] = [...byType.keys()];

/** What Lambda means by an error type; undefined for an error of the function itself. */
export function explainPlatformError(type: string): PlatformError | undefined {
  return byType.get(type);
}

/**
 * What the end of a function's process says, from the text behind `Error:` in its log. Exit statuses of the Node.js
 * runtime: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
export function explainExit(reason: string): PlatformError {
  const status = /exit status (\d+)/.exec(reason)?.[1];
  const check =
    status === "129"
      ? "Exit status 129 is the Node.js runtime's for an error that nothing caught; it stands in the lines before."
      : status === "128"
        ? "Exit status 128 is the Node.js runtime's for a promise that failed and that nothing waited for."
        : status === "137" || reason.includes("signal: killed")
          ? "A process that is killed has usually used all its memory; compare it in the summary."
          : exited.check;
  return { ...exited, check };
}
