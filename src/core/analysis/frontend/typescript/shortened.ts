/** What esbuild's own helpers are called in a bundle whose names it made short: they are known by what stands in them. */

const forms: readonly (readonly [name: string, form: RegExp])[] = [
  [
    "__toCommonJS",
    /(?<![\w$])([\w$]{1,9})=([\w$]{1,9})=>[\w$]+\([\w$]+\(\{\},"__esModule",\{value:!0\}\),\2\)/u,
  ],
  [
    "__export",
    /(?<![\w$])([\w$]{1,9})=\(([\w$]+),([\w$]+)\)=>\{for\(var ([\w$]+) in \3\)[\w$]+\(\2,\4,\{get:\3\[\4\],enumerable:!0\}\)\}/u,
  ],
  [
    "__toESM",
    /(?<![\w$])([\w$]{1,9})=\(([\w$]+),[\w$]+,([\w$]+)\)=>\(\3=\2!=null\?[\w$]+\([\w$]+\(\2\)\):\{\},/u,
  ],
];

/** Their names, by those that the file has for them. */
export function shortenedHelpers(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // Every such bundle has it.
  if (!text.includes('({},"__esModule",{value:!0})')) return found;
  for (const [name, form] of forms) {
    const [, short] = form.exec(text) ?? [];
    if (short !== undefined) found.set(short, name);
  }
  return found;
}
