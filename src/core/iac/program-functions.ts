/** A function that a call of an infrastructure program makes: its runtime, and where its handler may lie. */
import {
  folderOf,
  foldersAround,
  joinPath,
  placesOf,
  withoutExtension,
} from "./code-place.ts";
import type { Range } from "../text/position.ts";
import { insideBrackets, partsOf, type MaskedText } from "./masked-text.ts";
import { givenTo, type Call, type Given } from "./program-calls.ts";
import { inlineOf } from "./program-inline.ts";
import {
  textAt,
  valueAt,
  withGiven,
  writtenAt,
  type Arguments,
  type Value,
} from "./program-values.ts";
import type { CodePlace, DeployedFunction } from "./template.ts";

/** A program with what it imports behind it. */
export interface Program {
  readonly source: MaskedText;
  readonly path: string;
  /** The text of the file itself. */
  readonly own: Range;
  /** The local name -> `path#name` of the other file. */
  readonly imported: ReadonlyMap<string, string>;
  /** The file that a place of the text is of. */
  readonly pathAt: (at: number) => string;
}

export const functionCalls: ReadonlySet<string> = new Set([
  "NodejsFunction",
  "PythonFunction",
  "Function",
  "CallbackFunction",
  "defineFunction",
]);

/** @param place where it is told */
export function readFunction(
  program: Program,
  call: Call,
  name: string,
  place: Call["range"],
  arguments_?: Arguments,
): DeployedFunction {
  const { source } = program;
  const given = givenTo(source, call, arguments_);
  const { options } = given;
  const handler = options.get("handler") ?? options.get("index");
  const runtime = options.get("runtime");
  const named = runtime && valueAt(source, runtime);
  const value =
    named && runtimeNamed(source.text.slice(named.start, named.end));
  return {
    name,
    range: place,
    ...(named === undefined || value === undefined
      ? {}
      : {
          runtime: {
            value,
            range:
              runtime !== undefined && runtime.end <= program.own.end
                ? { start: runtime.start, end: runtime.end }
                : place,
          },
        }),
    places: placesOfCall(program, call, given),
    ...inlineOf(
      program,
      call,
      given,
      handler && textAt(program.source, handler),
    ),
  };
}

function placesOfCall(
  program: Program,
  { callee, range }: Call,
  { options, positional }: Given,
): readonly CodePlace[] {
  const { source } = program;
  const path = program.pathAt(range.start);
  const literal = (value: Value | undefined): string | undefined =>
    value && textAt(source, value);
  const handler = options.get("handler") ?? options.get("index");
  if (callee === "Function") {
    const stated = options.get("code");
    const file = literal(handler);
    // SST's function has its file in the handler, from the folder of the project.
    if (stated === undefined && file?.includes("/") === true)
      return foldersAround(path).flatMap((folder) => placesOf(file, folder));
    const code = stated && valueAt(source, stated);
    const asset =
      code &&
      /(?:fromAsset|from_asset|\bAsset|\bFileArchive)\s*\(/u.exec(
        writtenAt(source, code),
      );
    if (code === undefined || !asset) return [];
    const inside = insideBrackets(
      source,
      code.start + asset.index + asset[0].length - 1,
    );
    const [first] = inside ? partsOf(source, inside, /,/u) : [];
    return file === undefined || first === undefined
      ? []
      : pathsAt(program, withGiven(first, code.given)).flatMap((folder) =>
          placesOf(file, folder),
        );
  }
  if (callee === "CallbackFunction") {
    const callback = options.get("callback");
    const [module, exportName] =
      (callback && program.imported.get(nameAt(source, callback)))?.split(
        "#",
      ) ?? [];
    return module === undefined || exportName === undefined
      ? []
      : [{ module, exportName }];
  }
  const entry = options.get("entry");
  if (callee === "PythonFunction") {
    const file = literal(options.get("index")) ?? "index.py";
    const exportName = literal(options.get("handler")) ?? "handler";
    return (entry === undefined ? [] : pathsAt(program, entry)).flatMap(
      (folder) => {
        const module = joinPath(folder, withoutExtension(file));
        return module === undefined ? [] : [{ module, exportName }];
      },
    );
  }
  const exportName =
    literal(options.get("handler"))?.split(".").at(-1) ?? "handler";
  if (entry === undefined) {
    if (callee === "defineFunction")
      return [{ module: beside(path, "handler"), exportName: "handler" }];
    // The CDK takes the file beside its own that has the construct's name behind it.
    const id = literal(positional[1]);
    return callee === "NodejsFunction" && id !== undefined
      ? [{ module: `${withoutExtension(path)}.${id}`, exportName }]
      : [];
  }
  const files =
    callee === "defineFunction"
      ? [joinPath(folderOf(path), literal(entry) ?? "..")]
      : pathsAt(program, entry);
  return files.flatMap((file) =>
    file === undefined || file === ""
      ? []
      : [{ module: withoutExtension(file), exportName }],
  );
}

const nameAt = (source: MaskedText, value: Value): string =>
  writtenAt(source, valueAt(source, value) ?? value);

const beside = (path: string, name: string): string =>
  folderOf(path) === "" ? name : `${folderOf(path)}/${name}`;

/** A text, which may be relative to any folder around; or a path joined to the folder of the file itself. */
function pathsAt(program: Program, value: Value): readonly string[] {
  const { source } = program;
  const text = textAt(source, value);
  const found = valueAt(source, value);
  if (found === undefined) return [];
  const path = program.pathAt(found.start);
  if (text !== undefined)
    return foldersAround(path).flatMap(
      (folder) => joinPath(folder, text) ?? [],
    );
  const written = writtenAt(source, found);
  // `${__dirname}/../lambda`
  const beside =
    /^`\$\{(?:__dirname|import\.meta\.dirname)\}\/([^`$\\]+)`$/u.exec(
      source.text.slice(found.start, found.end),
    )?.[1];
  if (beside !== undefined)
    return [joinPath(folderOf(path), beside)].filter(
      (each) => each !== undefined,
    );
  const joined =
    /^(?:path\s*\.\s*|os\.path\s*\.\s*)?(?:join|resolve)\s*\(/u.exec(written);
  const inside =
    joined && insideBrackets(source, found.start + joined[0].length - 1);
  if (!inside) return [];
  const [first, ...others] = partsOf(source, inside, /,/u);
  const base = first && source.text.slice(first.start, first.end);
  if (
    base === undefined ||
    !/^(?:__dirname|import\.meta\.dirname|os\.path\.dirname\(__file__\))$/u.test(
      base,
    )
  )
    return [];
  const parts = others.map((each) =>
    textAt(source, withGiven(each, found.given)),
  );
  if (parts.includes(undefined)) return [];
  const whole = joinPath(
    folderOf(path),
    ...parts.filter((each) => each !== undefined),
  );
  return whole === undefined ? [] : [whole];
}

/** `lambda.Runtime.NODEJS_22_X`, `_lambda.Runtime.PYTHON_3_13`, Amplify's `22`, Pulumi's `"nodejs22.x"` and `NodeJS22dX`. */
export function runtimeNamed(written: string): string | undefined {
  const plain = /^["'`]((?:nodejs|python)[\d.]+x?)["'`]$/u.exec(written)?.[1];
  if (plain !== undefined) return plain;
  if (/^\d+$/u.test(written)) return `nodejs${written}.x`;
  const [, language, version] =
    /\bRuntime\s*\.\s*(NODEJS|PYTHON|NODE_JS|NodeJS|Python)_?([\d_]+|\d+d(?:X|\d+))(?:_?X)?$/u.exec(
      written,
    ) ?? [];
  if (language === undefined || version === undefined) return undefined;
  const number = version
    .replace(/_$/u, "")
    .replace(/dX$/u, "")
    .replaceAll(/[_d]/gu, ".");
  return /^N/u.test(language) ? `nodejs${number}.x` : `python${number}`;
}
