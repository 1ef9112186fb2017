/**
 * `npm run demo`: the outage story in a real VS Code, against the local stack, on a copy of the sample workspace. On a
 * desktop it opens a window, elsewhere it serves the workbench on loopback. Ctrl-C ends all of it. `--check` opens it
 * unseen, looks for the pool in the explorer, and ends.
 */
import { once } from "node:events";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { chromiumArguments, ensureChromium } from "./host/chromium.ts";
import {
  createDesktopProfile,
  findDesktop,
  findInstalledCode,
  hasDisplay,
} from "./host/desktop.ts";
import { repository } from "./host/paths.ts";
import { run, start } from "./host/processes.ts";
import { ensurePython } from "./host/python.ts";
import { copyWorkspace, serveWorkbench } from "./host/serve.ts";
import { addShopApis } from "./stack/apis/shop.ts";
import { poolOf } from "./stack/cognito/lookup.ts";
import { issuerOf } from "./stack/cognito/tokens.ts";
import { startStack } from "./stack/stack.ts";
import { expandPath, openExplorer, row } from "./ui/support/tree.ts";

const { values } = parseArgs({ options: { check: { type: "boolean" } } });

console.log("Building the extension …");
if ((await run(process.execPath, ["esbuild.mjs"], { cwd: repository })) !== 0) {
  console.error("The extension could not be built; see above.");
  process.exit(1);
}
await ensurePython();
const workspace = await copyWorkspace("outage");
// Few users, so that those who register stand in the explorer's first page.
const stack = await startStack({
  workspace: workspace.folder,
  populated: false,
});
for (const name of ["mira", "jonas", "li.wei"]) {
  const email = `${name}@example.com`;
  stack.addUser({
    username: email,
    password: "Correct-horse-9",
    attributes: { email, email_verified: "true" },
  });
}
const { account, poolId, clientId } = stack;
const issuer = issuerOf(account, poolOf(account, poolId));
addShopApis(account, { poolId, clientId, issuer });
const story = tellStory();
await appendFile(
  join(workspace.folder, "README.md"),
  `\n## Your turn\n\n${story}\n`,
);
const desktop = values.check ? undefined : await chooseDesktop();
const where =
  desktop === undefined ? await serveDemo() : await openDesktop(desktop);
if (values.check) {
  await check(where);
  process.exit(0);
}
console.log(`
${where}

${story}

Your files: ${workspace.folder} (a copy; it goes away with the demo)
Press Ctrl-C to end the demo.`);

/** The outage, step by step: printed, and the end of the sample's README, which the window opens. */
function tellStory(): string {
  const signUp = (email: string): string =>
    `AWS_ENDPOINT_URL=${stack.url} npx node test/stack/sign-up.ts ${email}`;
  return `The shop's customers register, but their sign-in is refused. Find out why:

1. Click the Cognito icon in the activity bar and open the pool tandem-customers, then Triggers.
2. Register a customer: in a second terminal, in the folder ${repository}

       ${signUp("ana@example.com")}

   The customer stays UNCONFIRMED, and the sign-in fails: User is not confirmed. Open Users to see it.
3. Point at PreSignUp in the explorer and click its icon Tail Trigger Log. Register ben@example.com in the same way: the
   run appears, and it looks successful.
4. Open src/pre-sign-up/index.js. "true" is underlined: Cognito wants a boolean. Put the cursor there, press Ctrl+. and
   apply the fix; save.
5. Register cleo@example.com: CONFIRMED and signed in. The command prints her ID token; copy it.
6. Run Cognito: Decode Cognito Token from the palette (F1), and verify it. Or rest the mouse on the token in
   requests.http.
7. Further down in the inspector, press Check against my APIs: some of the shop's APIs take the token, the others say
   which setting refuses it.`;
}

async function chooseDesktop(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  return findInstalledCode() ?? (await findDesktop());
}

async function openDesktop(program: string): Promise<string> {
  const profile = await createDesktopProfile(stack);
  const window = start(
    program,
    [
      ...["--new-window", "--wait"],
      `--extensionDevelopmentPath=${repository}`,
      ...profile.args,
      workspace.folder,
    ],
    { env: profile.environment, onOutput: () => undefined },
  );
  void once(window, "close").then(() => process.exit(0));
  return "VS Code opens in a window of its own.";
}

async function serveDemo(): Promise<string> {
  const served = await serveWorkbench({
    stack,
    userSettings: {
      "security.workspace.trust.enabled": false,
      "workbench.startupEditor": "readme",
    },
  });
  const url = served.urlOf({
    folder: workspace.folder,
    extension: repository,
    startupEditor: true,
  });
  return values.check ? url : `Open VS Code in a browser:\n\n${url}`;
}

async function check(url: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: chromiumArguments,
  });
  const page = await browser.newPage();
  await page.goto(url);
  // The story stands in the window.
  await page.locator(".tab", { hasText: "README.md" }).waitFor();
  await openExplorer(page);
  await expandPath(page, "tandem-customers", "Triggers");
  await row(page, "PreSignUp").waitFor();
  await browser.close();
  console.log("The demo works: the explorer shows the pool and its triggers.");
}
