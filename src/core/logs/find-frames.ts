/** Stack frames in a line: where the function's own code stands in what Lambda unpacked. Linear in the line. */

export interface Frame {
  /** Offsets in the line; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Below `/var/task`, with `/`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1; Python has none. */
  readonly column?: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (LAMBDA_TASK_ROOT) */
const root = String.raw`\/var\/task\/`;
const node = new RegExp(
  String.raw`(?:file:\/\/)?${root}([^\s():"']{1,500}):(\d{1,7}):(\d{1,7})`,
  "g",
);
const python = new RegExp(
  String.raw`File "${root}([^"\n]{1,500})", line (\d{1,7})`,
  "g",
);

/** The frames of the function's own code; those of the runtime and of packages are no code of the workspace. */
export function findFrames(line: string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const match of line.matchAll(node))
    frames.push({ ...placed(match), column: Number(match[3]) });
  for (const match of line.matchAll(python)) frames.push(placed(match));
  return frames.filter(
    ({ path }) => !/(?:^|\/)(?:node_modules|site-packages)\//.test(path),
  );
}

function placed(match: RegExpExecArray): Frame {
  const [whole, path = "", line] = match;
  return {
    start: match.index,
    end: match.index + whole.length,
    path,
    line: Number(line),
  };
}
