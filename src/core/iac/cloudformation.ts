/**
 * CloudFormation and SAM, in YAML and JSON: functions, the triggers of user pools, and who may invoke what.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cognito-userpool-lambdaconfig.html
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html
 */
import type { TriggerId } from "../triggers/contract.ts";
import {
  folderOf,
  joinPath,
  placesOf,
  withoutExtension,
} from "./code-place.ts";
import { inlineCode } from "./inline-code.ts";
import type {
  CodePlace,
  DeployedFunction,
  IacFile,
  Placed,
  Template,
  Wiring,
} from "./template.ts";
import {
  at,
  itemsOf,
  membersOf,
  plainText,
  type ReadTree,
  type TreeNode,
} from "./tree.ts";
import { triggersOfKey } from "./trigger-keys.ts";

interface Resource {
  readonly name: string;
  readonly type: string;
  readonly node: TreeNode;
  readonly properties: TreeNode | undefined;
  readonly key: { readonly start: number; readonly end: number };
}

export function readCloudFormation(
  { path, text }: IacFile,
  { root, problems }: ReadTree,
): Template {
  const resources = membersOf(at(root, "Resources")).map(
    ([name, { key, value }]): Resource => ({
      name,
      type: plainText(at(value, "Type")) ?? "",
      node: value,
      properties: at(value, "Properties"),
      key,
    }),
  );
  const functions = resources
    .filter(
      ({ type }) =>
        type === "AWS::Lambda::Function" ||
        type === "AWS::Serverless::Function",
    )
    .map((each) => readFunction(each, root, { path, text }));
  const referenced = (node: TreeNode | undefined): string | undefined =>
    referencedFunction(node, resources);
  return {
    path,
    text,
    language: "cloudformation",
    scope: path,
    functions,
    wirings: resources.flatMap((each) =>
      each.type === "AWS::Cognito::UserPool"
        ? wiringsOfPool(each, referenced)
        : each.type === "AWS::Serverless::Function"
          ? wiringsOfEvents(each)
          : [],
    ),
    permitted: [
      ...resources.flatMap(({ type, properties }) => {
        if (type !== "AWS::Lambda::Permission") return [];
        const principal = plainText(at(properties, "Principal"));
        return principal === undefined ||
          /^cognito-idp\.amazonaws\.com/u.test(principal)
          ? [referenced(at(properties, "FunctionName"))]
          : [];
      }),
      ...(isWhole(root, resources) ? [] : [undefined]),
    ],
    problems,
  };
}

/** False where a macro, an include or a loop can bring resources that do not stand here. */
function isWhole(
  root: TreeNode | undefined,
  resources: readonly Resource[],
): boolean {
  return (
    itemsOf(at(root, "Transform")).every((each) =>
      /^AWS::(?:Serverless-2016-10-31|LanguageExtensions)$/u.test(
        plainText(each) ?? "",
      ),
    ) &&
    resources.every(
      ({ name, type }) =>
        !name.startsWith("Fn::") &&
        !/^(?:Custom::|AWS::CloudFormation::|.*::MODULE$)/u.test(type),
    )
  );
}

function readFunction(
  { name, key, type, node, properties }: Resource,
  root: TreeNode | undefined,
  file: IacFile,
): DeployedFunction {
  const globals = at(root, "Globals", "Function");
  const property = (...keys: readonly string[]): TreeNode | undefined =>
    at(properties, ...keys) ??
    (type === "AWS::Serverless::Function" ? at(globals, ...keys) : undefined);
  const runtime = valueOf(property("Runtime"), root);
  const handler = valueOf(property("Handler"), root)?.value;
  const inline = inlineCode(
    at(properties, "InlineCode") ?? at(properties, "Code", "ZipFile"),
    file.text,
    runtime?.value.startsWith("python") === true ? "python" : "javascript",
  );
  const isServerless = type === "AWS::Serverless::Function";
  const code = isServerless ? property("CodeUri") : at(properties, "Code");
  // SAM takes the template's own folder where it says none.
  const folder =
    isServerless && code === undefined && inline === undefined
      ? "."
      : plainText(code);
  return {
    name,
    range: key,
    ...(runtime === undefined ? {} : { runtime }),
    places:
      handler === undefined ||
      folder === undefined ||
      /^\w+:\/\/|\.(?:zip|jar)$/u.test(folder)
        ? []
        : placesInFolder(handler, folder, node, file.path),
    ...(handler === undefined
      ? {}
      : { exportName: handler.slice(handler.lastIndexOf(".") + 1) }),
    ...(inline === undefined ? {} : { inline }),
  };
}

function placesInFolder(
  handler: string,
  folder: string,
  resource: TreeNode,
  path: string,
): readonly CodePlace[] {
  const base = joinPath(folderOf(path), folder);
  if (base === undefined) return [];
  const places = placesOf(handler, base);
  // What esbuild makes index.js of is named apart.
  const entries = itemsOf(
    at(resource, "Metadata", "BuildProperties", "EntryPoints"),
  ).flatMap((each) => {
    const entry = plainText(each);
    const module =
      entry === undefined ? undefined : joinPath(base, withoutExtension(entry));
    return module === undefined ? [] : [module];
  });
  const exportName = places[0]?.exportName;
  const [only] = entries;
  return exportName === undefined || only === undefined || entries.length > 1
    ? places
    : [...places, { module: only, exportName }];
}

/** A text, or the default of the parameter it refers to. */
function valueOf(
  node: TreeNode | undefined,
  root: TreeNode | undefined,
): Placed<string> | undefined {
  if (node?.kind !== "text") return undefined;
  const value =
    node.intrinsic === "Ref"
      ? plainText(at(root, "Parameters", node.value, "Default"))
      : plainText(node);
  return value === undefined || value === ""
    ? undefined
    : { value, range: node.range };
}

function wiringsOfPool(
  { name, properties }: Resource,
  referenced: (node: TreeNode | undefined) => string | undefined,
): readonly Wiring[] {
  return membersOf(at(properties, "LambdaConfig")).flatMap(
    ([key, { key: range, value }]): readonly Wiring[] => {
      const version = plainText(at(value, "LambdaVersion"));
      const triggers = triggersOfKey(key, version);
      const arn = at(value, "LambdaArn") ?? value;
      const calls = referenced(arn);
      if (triggers.length === 0) return [];
      if (calls !== undefined)
        return [{ triggers, calls, range, needsPermission: true, pool: name }];
      const made = madeByServerless(arn);
      return made === undefined
        ? []
        : [
            {
              triggers,
              calls: made,
              byLogicalId: true,
              range,
              needsPermission: false,
            },
          ];
    },
  );
}

/** The Serverless Framework puts the functions of its own file beside the resources that are written. */
function madeByServerless(arn: TreeNode | undefined): string | undefined {
  if (arn?.intrinsic !== "GetAtt") return undefined;
  const text = arn.kind === "list" ? plainText(arn.items[0]) : valueText(arn);
  return /^(\w+LambdaFunction)(?:\.Arn)?$/u.exec(text ?? "")?.[1];
}

/** SAM adds the permission itself. */
function wiringsOfEvents({ name, properties }: Resource): readonly Wiring[] {
  return membersOf(at(properties, "Events")).flatMap(([, { key, value }]) => {
    if (plainText(at(value, "Type")) !== "Cognito") return [];
    const triggers = new Set<TriggerId>(
      itemsOf(at(value, "Properties", "Trigger")).flatMap((each) =>
        triggersOfKey(plainText(each) ?? ""),
      ),
    );
    return triggers.size === 0
      ? []
      : [
          {
            triggers: [...triggers],
            calls: name,
            range: key,
            needsPermission: false,
          },
        ];
  });
}

/** The logical id of the function that an ARN or a name stands for; through an alias or a version to its function. */
function referencedFunction(
  node: TreeNode | undefined,
  resources: readonly Resource[],
  depth = 0,
): string | undefined {
  if (node === undefined || depth > 4) return undefined;
  const written = (id: string | undefined): string | undefined => {
    const resource = resources.find(({ name }) => name === id);
    if (/^AWS::Lambda::(?:Alias|Version)$/u.test(resource?.type ?? ""))
      return referencedFunction(
        at(resource?.properties, "FunctionName"),
        resources,
        depth + 1,
      );
    return /^AWS::(?:Lambda|Serverless)::Function$/u.test(resource?.type ?? "")
      ? id
      : undefined;
  };
  const text =
    node.kind === "list" ? plainText(node.items[0]) : valueText(node);
  if (text === undefined) return undefined;
  switch (node.intrinsic) {
    case "GetAtt":
      return written(text.replace(/\..*$/su, ""));
    case "Ref":
      // `Fn.Alias` and `Fn.Version` are SAM's.
      return written(text) ?? written(text.replace(/\..*$/su, ""));
    case "Sub": {
      const ids = [...text.matchAll(/\$\{([\w:.]+)\}/gu)]
        .map(([, id = ""]) => id.replace(/\..*$/su, ""))
        .map(written)
        .filter((each) => each !== undefined);
      return ids.length === 1 ? ids[0] : functionNamed(text, resources);
    }
    case undefined:
      return functionNamed(text, resources);
    default:
      return undefined;
  }
}

const valueText = (node: TreeNode): string | undefined =>
  node.kind === "text" ? node.value : undefined;

/** By the name that the template gives it: a bare one, or the end of an ARN. */
function functionNamed(
  text: string,
  resources: readonly Resource[],
): string | undefined {
  const name = /(?:^|:function:)([\w-]+)(?::[\w$-]+)?$/u.exec(text)?.[1];
  return name === undefined
    ? undefined
    : resources.find(
        ({ type, properties }) =>
          /^AWS::(?:Lambda|Serverless)::Function$/u.test(type) &&
          plainText(at(properties, "FunctionName")) === name,
      )?.name;
}
