/** Checks texts that nest deeper and deeper, until past what is read. Run with stacks of several sizes: `--stack-size=600`. */
import { createTestAnalyzer } from "./analyzer.ts";

const analyzer = await createTestAnalyzer();
for (let depth = 100; depth <= 3_000; depth += 100) {
  const { findings } = await analyzer.analyze({
    path: "src/pre_sign_up.py",
    languageId: "python",
    text: `import copy
def handler(event, context):
    other = copy.deepcopy(${"[".repeat(depth)}1${"]".repeat(depth)})
    event["response"]["autoConfirmUser"] = "yes"
    return event
`,
  });
  console.log(String(depth), findings.map(({ rule }) => rule).join());
}
analyzer.dispose();
