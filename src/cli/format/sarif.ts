/**
 * Prints findings as SARIF 2.1.0 for code scanning.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import {
  elsewhereNote,
  type Finding,
  type Severity,
} from "../../core/analysis/finding.ts";
import { allRules, explainRule } from "../../core/analysis/rules/catalogue.ts";
import type { Range } from "../../core/text/position.ts";
import {
  jsonItems,
  regionOf,
  regionsOf,
  type CheckedFile,
  type Printer,
  type Region,
  type RunFacts,
} from "./printer.ts";

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

export function sarifPrinter({ version, repositoryPath }: RunFacts): Printer {
  const location = (file: string): Location => locationOf(repositoryPath(file));
  const driver = {
    name: "Cognito Debugger",
    version,
    rules: allRules.map(ruleDescriptor),
  };
  const print = jsonItems();
  const artifacts: object[] = [];
  return {
    start: `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver })},"columnKind":"utf16CodeUnits","results":[`,
    file: (checked) => {
      artifacts.push({ location: location(checked.file) });
      return print(resultsOf(checked, location));
    },
    end: () => `\n],"artifacts":[${jsonItems()(artifacts)}\n]}]}\n`,
  };
}

function ruleDescriptor(rule: (typeof allRules)[number]): object {
  const [page] = rule.references;
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.why, markdown: explainRule(rule.id) ?? rule.why },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

interface Location {
  readonly uri: string;
}
type Locate = (file: string) => Location;

function resultsOf(
  { file, text, findings }: CheckedFile,
  location: Locate,
): readonly object[] {
  const regionAt = regionsOf(text);
  const region = (range: Range): object => sarifRegion(regionAt(range));
  const place = (range: Range): object => ({
    artifactLocation: location(file),
    region: region(range),
  });
  return findings.map((finding: Finding) => {
    const ruleIndex = allRules.findIndex(({ id }) => id === finding.rule);
    const related = [
      ...finding.related.map(({ range, message }) => ({
        physicalLocation: place(range),
        message: { text: message },
      })),
      ...placeElsewhere(finding, location),
    ];
    return {
      ruleId: finding.rule,
      ...(ruleIndex === -1 ? {} : { ruleIndex }),
      level: levels[finding.severity],
      message: { text: finding.message },
      locations: [{ physicalLocation: place(finding.range) }],
      ...(related.length === 0
        ? {}
        : { relatedLocations: related.map((each, id) => ({ id, ...each })) }),
      ...(finding.fixes.length === 0
        ? {}
        : {
            fixes: finding.fixes.map(({ title, edits }) => ({
              description: { text: title },
              artifactChanges: [
                {
                  artifactLocation: location(file),
                  replacements: edits.map(({ range, newText }) => ({
                    deletedRegion: region(range),
                    insertedContent: { text: newText },
                  })),
                },
              ],
            })),
          }),
      properties: { certainty: finding.certainty, trigger: finding.trigger },
    };
  });
}

function placeElsewhere(
  { elsewhere }: Finding,
  location: Locate,
): readonly object[] {
  if (elsewhere === undefined) return [];
  const { path, start, end } = elsewhere;
  return [
    {
      physicalLocation: {
        artifactLocation: location(path),
        region: sarifRegion(regionOf(start, end)),
      },
      message: { text: elsewhereNote },
    },
  ];
}

const sarifRegion = ({ line, column, endLine, endColumn }: Region): object => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
});

/** A relative reference, every segment escaped as URIs want it; of an absolute path its own URI. */
const locationOf = (file: string): Location => ({
  uri: isAbsolute(file)
    ? pathToFileURL(file).href
    : file.split("/").map(encodeURIComponent).join("/"),
});
