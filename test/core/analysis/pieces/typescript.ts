/** Pieces of handlers that only TypeScript has, beside those of JavaScript. */
import { javascript, kept } from "./javascript.ts";
import { called, held, type Kit } from "./piece.ts";

export const typescript: Kit = {
  ...javascript,
  path: "src/pre-sign-up/index.ts",
  values: {
    "as any": (code) => `(${code} as any)`,
    "as unknown as boolean": (code) => `(${code} as unknown as boolean)`,
    "cast before it": (code) => `(<any>(${code}))`,
    "non-null": (code) => `(${code})!`,
    satisfies: (code) => `(${code} satisfies unknown)`,
    "annotated const": held(
      "flag",
      (name, code) => `const ${name}: boolean = ${code} as any;`,
    ),
    "annotated let": held(
      "flag",
      (name, code) =>
        `let ${name}: boolean | undefined;\n${name} = ${code} as any;`,
    ),
    "as const": kept(
      (name, code) => `const ${name} = { on: ${code} } as const;`,
    ),
    Record: kept(
      (name, code) => `const ${name}: Record<string, any> = { on: ${code} };`,
    ),
    tuple: kept(
      (name, code) => `const ${name}: [any, number] = [${code}, 1];`,
      "[0]",
    ),
    "optional chain": kept(
      (name, code) =>
        `const ${name}: { on?: any } | undefined = { on: ${code} };`,
      "?.on",
    ),
    "typed Map": kept(
      (name, code) =>
        `const ${name} = new Map<string, any>([["on", ${code}]]);`,
      '.get("on")!',
    ),
    "generic function": called(
      (name) => `function ${name}<T>(value: T): T {\nreturn value;\n}`,
      (name, code) => `${name}<any>(${code})`,
    ),
    "generic arrow": called(
      (name) => `const ${name} = <T,>(value: T): T => value;`,
    ),
    overloads: called(
      (name) =>
        `function ${name}(value: string): any;\nfunction ${name}(value: any): any;\nfunction ${name}(value: any): any {\nreturn value;\n}`,
    ),
    "interface of options": called(
      (name) =>
        `interface Of${name} { on: any }\nconst ${name} = (options: Of${name}): any => options.on;`,
      (name, code) => `${name}({ on: ${code} })`,
    ),
    "union of results": called(
      (name) =>
        `type Of${name} = { ok: true; value: any } | { ok: false };\nconst ${name} = (value: any): Of${name} => ({ ok: true, value });`,
      (name, code) =>
        `((found) => (found.ok ? found.value : false))(${name}(${code}))`,
    ),
    namespace: called(
      (name) =>
        `namespace ${name} {\nexport const give = (value: any): any => value;\n}`,
      (name, code) => `${name}.give(${code})`,
    ),
    "parameter property": called(
      (name) =>
        `class ${name} {\nconstructor(private readonly value: any) {}\nread(): any {\nreturn this.value;\n}\n}`,
      (name, code) => `new ${name}(${code}).read()`,
    ),
    getter: called(
      (name) =>
        `class ${name} {\nconstructor(private readonly inner: any) {}\nget value(): any {\nreturn this.inner;\n}\n}`,
      (name, code) => `new ${name}(${code}).value`,
    ),
    "private field": called(
      (name) =>
        `class ${name} {\n#on: any;\nconstructor(on: any) {\nthis.#on = on;\n}\nread(): any {\nreturn this.#on;\n}\n}`,
      (name, code) => `new ${name}(${code}).read()`,
    ),
    "field with a function": called(
      (name) => `class ${name} {\nread = (value: any): any => value;\n}`,
      (name, code) => `new ${name}().read(${code})`,
    ),
    "abstract class": called(
      (name) => `abstract class Base${name} {
abstract pick(value: any): any;
run(value: any): any {
return this.pick(value);
}
}
class ${name} extends Base${name} {
pick(value: any): any {
return value;
}
}`,
      (name, code) => `new ${name}().run(${code})`,
    ),
    "inherited field": called(
      (name) => `class Base${name} {
constructor(protected readonly on: any) {}
}
class ${name} extends Base${name} {
read(): any {
return this.on;
}
}`,
      (name, code) => `new ${name}(${code}).read()`,
    ),
    "method of the base": called(
      (name) => `class Base${name} {
read(value: any): any {
return value;
}
}
class ${name} extends Base${name} {
read(value: any): any {
return super.read(value);
}
}`,
      (name, code) => `new ${name}().read(${code})`,
    ),
    singleton: called(
      (name) => `class ${name} {
private static one: ${name} | undefined;
static get(): ${name} {
return (${name}.one ??= new ${name}());
}
read(value: any): any {
return value;
}
}`,
      (name, code) => `${name}.get().read(${code})`,
    ),
    builder: called(
      (name) => `class ${name} {
private on: any;
with(on: any): this {
this.on = on;
return this;
}
build(): { on: any } {
return { on: this.on };
}
}`,
      (name, code) => `new ${name}().with(${code}).build().on`,
    ),
    port: called(
      (name) => `interface Of${name} { read(value: any): any }
const make${name} = (): Of${name} => ({ read: (value) => value });
const ${name}: Of${name} = make${name}();`,
      (name, code) => `${name}.read(${code})`,
    ),
    pipe: called(
      (name) =>
        `const ${name} = (...steps: ((value: any) => any)[]) => (value: any) => steps.reduce((all, step) => step(all), value);`,
      (name, code) => `${name}((value) => value, (value) => value)(${code})`,
    ),
  },
};
