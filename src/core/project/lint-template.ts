/**
 * Infrastructure code checked: the rules over it, and the handlers that stand in it, whose findings are moved to the
 * places of the template.
 */
import type { Analyzer } from "../analysis/analyze.ts";
import type { Finding } from "../analysis/finding.ts";
import type {
  TemplateFacts,
  TemplateRule,
} from "../analysis/rules/template-rule.ts";
import { templateRules } from "../analysis/rules/template-rules.ts";
import { withoutSuppressed } from "../analysis/suppressions.ts";
import { exportsAt, triggersOf, type Deployment } from "../iac/deployments.ts";
import { holeName } from "../iac/inline-code.ts";
import type { InlineCode, Template } from "../iac/template.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/position.ts";
import { contractOf } from "../triggers/contracts.ts";
import { planLint, withLevels, type OwnWishes } from "./plan.ts";
import type { Project } from "./project.ts";

/**
 * Findings of one file of infrastructure code, in order of place; none where it is no such file.
 *
 * @param code what was found in source files, by path, as far as they were checked
 */
export async function lintTemplate(
  analyzer: Analyzer,
  project: Project,
  path: string,
  code: ReadonlyMap<string, readonly Finding[]>,
  wishes: OwnWishes = {},
): Promise<readonly Finding[]> {
  const template = project.templates.get(path);
  const plan = planLint(project, path, wishes);
  if (template === undefined || plan.ignored) return [];
  const facts = factsOf(project, template, code);
  const findings = templateRules.flatMap((rule) => applyRule(rule, facts));
  for (const deployment of facts.deployments)
    findings.push(...(await lintInline(analyzer, deployment, wishes)));
  const comments = [
    ...template.text.matchAll(
      /(?:#|\/\/)\s*cognito-disable-next-line[^\r\n]*/gu,
    ),
  ].map(({ 0: text, index }) => ({
    text,
    range: { start: index, end: index + text.length },
  }));
  const told = withoutSuppressed(findings, comments, template.text);
  return [...withLevels(told, plan)].sort(
    (a, b) => a.range.start - b.range.start,
  );
}

function factsOf(
  project: Project,
  template: Template,
  code: ReadonlyMap<string, readonly Finding[]>,
): TemplateFacts {
  const scope = [...project.templates.values()].filter(
    (each) => each.scope === template.scope,
  );
  return {
    template,
    deployments: project.deployments.filter(
      (each) => each.template === template,
    ),
    known: new Set(
      scope.flatMap(({ functions }) => functions.map(({ name }) => name)),
    ),
    permitted: new Set(scope.flatMap(({ permitted }) => permitted)),
    codeFindings: (deployment) => {
      const names = new Set(
        triggersOf(deployment).map((id) => contractOf(id).name),
      );
      return [...code].flatMap(([path, findings]) =>
        exportsAt(deployment, path).length === 0
          ? []
          : findings
              .filter(({ trigger }) => names.has(trigger))
              .map((finding) => ({ path, finding })),
      );
    },
  };
}

function applyRule(rule: TemplateRule, facts: TemplateFacts): Finding[] {
  return [...rule.check(facts)].map(
    ({ range, message, trigger, related, fixes, unsure }) => ({
      rule: rule.id,
      severity: rule.severity,
      certainty: unsure === true ? "best-effort" : rule.certainty,
      trigger,
      message,
      range,
      related: related ?? [],
      fixes: fixes ?? [],
    }),
  );
}

const extensions = {
  javascript: "js",
  typescript: "ts",
  python: "py",
} as const;

/** The runtime tells it, or the file that the code is a part of. */
function languageOf({
  template: { path },
  function: { inline, runtime },
}: Deployment): keyof typeof extensions | undefined {
  if (inline?.isProgram === true)
    return path.endsWith("ts") ? "typescript" : "javascript";
  if (runtime?.value.startsWith("python") === true) return "python";
  return runtime?.value.startsWith("nodejs") === true
    ? "javascript"
    : undefined;
}

async function lintInline(
  analyzer: Analyzer,
  deployment: Deployment,
  wishes: OwnWishes,
): Promise<readonly Finding[]> {
  const { template, function: deployed } = deployment;
  const { inline, runtime, exportName, name } = deployed;
  if (inline === undefined) return [];
  const stated = wishes.runtime ?? runtime?.value;
  const triggers = wishes.triggers ?? triggersOf(deployment);
  const languageId = languageOf(deployment);
  // Most callbacks of a program are for other events.
  if (languageId === undefined || (inline.isProgram && triggers.length === 0))
    return [];
  const path = `${template.path}/${name}.${extensions[languageId]}`;
  const { findings } = await analyzer.analyze(
    { path, languageId, text: inline.text },
    {
      ...(stated === undefined ? {} : { runtime: stated }),
      ...(triggers.length === 0 ? {} : { triggers }),
      ...(exportName === undefined ? {} : { handlerName: exportName }),
    },
  );
  analyzer.release(path);
  const mark = languageId === "python" ? "#" : "//";
  return findings.map((finding) => ({
    ...moved(finding, inline, template.text),
    comment: inline.isQuoted ? "" : mark,
  }));
}

/** A finding in inline code as a finding in the template around it. */
function moved(finding: Finding, inline: InlineCode, text: string): Finding {
  const { offsets, ends, isQuoted } = inline;
  const place = ({ start, end }: Range): Range => ({
    start: offsets[start] ?? 0,
    end: (end > start ? ends[end - 1] : offsets[end]) ?? 0,
  });
  const [first = 0] = offsets;
  // New lines get the indent that the block has.
  const indent = text.slice(text.lastIndexOf("\n", first - 1) + 1, first);
  const edit = ({ range, newText }: TextEdit): TextEdit => ({
    range: place(range),
    newText: newText.replace(/\n(?!\n)/gu, `\n${indent}`),
  });
  // In quotes, and between the lines of a list, most characters would have to be written otherwise.
  const fits = ({ range, newText }: TextEdit): boolean =>
    !newText.includes(holeName) &&
    (!isQuoted ||
      (/^[\w .()=;,+*-]*$/u.test(newText) &&
        !inline.text.slice(range.start, range.end).includes("\n")));
  return {
    ...finding,
    range: place(finding.range),
    related: finding.related.map((each) => ({
      ...each,
      range: place(each.range),
    })),
    fixes: finding.fixes
      .filter(({ edits }) => edits.every(fits))
      .map((fix) => ({ ...fix, edits: fix.edits.map(edit) })),
  };
}
