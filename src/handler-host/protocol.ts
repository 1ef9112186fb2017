/**
 * What the host programs (`host.ts` for Node, `host.py` for Python) and the side that starts them (`host-process.ts`)
 * say to each other. Requests go down on stdin and replies come up on file descriptor 3, one JSON value per line.
 * Invariant: stdout and stderr belong to the user's handler, so nothing that a handler prints can be taken for a reply.
 *
 * What to run is told by environment variables, as Lambda does it: `LAMBDA_TASK_ROOT` (folder of the code), `_HANDLER`
 * (`module.function`), `AWS_EXECUTION_ENV` (`AWS_Lambda_<runtime>`: decides between the old and the new Node manners),
 * `AWS_LAMBDA_FUNCTION_NAME`, `_VERSION`, `_MEMORY_SIZE`, `AWS_LAMBDA_LOG_GROUP_NAME`, `AWS_LAMBDA_LOG_STREAM_NAME`.
 */

/** One invocation; the host takes them one after the other. */
export interface InvokeRequest {
  readonly id: string;
  /** The event as JSON text. */
  readonly event: string;
  readonly functionArn: string;
  /** Milliseconds since the epoch: what `getRemainingTimeInMillis` counts down to. */
  readonly deadline: number;
}

/** How Lambda reports a function error, member names included. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
  /** Python's name for `trace`. */
  readonly stackTrace?: readonly string[];
}

export type HostMessage =
  /** The module is loaded and has the handler. */
  | { readonly kind: "ready" }
  /** Loading failed; the host ends after this. */
  | { readonly kind: "init-error"; readonly error: FunctionError }
  /** An error that nobody caught; the host ends after this. */
  | {
      readonly kind: "crash";
      readonly error: FunctionError;
      readonly memoryMb: number;
    }
  | {
      readonly kind: "result";
      readonly id: string;
      /** What the handler gave back, as JSON text; nothing given back is `null`. */
      readonly json: string;
      readonly memoryMb: number;
    }
  | {
      readonly kind: "error";
      readonly id: string;
      readonly error: FunctionError;
      readonly memoryMb: number;
    }
  /** One call of a logging function: a record, whatever line breaks it holds. */
  | {
      readonly kind: "log";
      readonly level: string;
      readonly text: string;
      /** ISO 8601. */
      readonly time: string;
      readonly requestId: string | undefined;
    }
  /** Text that the handler wrote to its standard output or error as it is. */
  | { readonly kind: "output"; readonly text: string };
