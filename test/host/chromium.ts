/**
 * The browser that shows the served workbench: the machine's own Chrome or Chromium, or Debian's package where we may
 * install one.
 */
import { delimiter, join } from "node:path";
import { canInstallPackages, installPackages, isProgram } from "./packages.ts";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** What every start of the browser needs: no sandbox because CI runs as root, nothing sent anywhere. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of the browser's program. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (canInstallPackages()) {
    await installPackages("Chromium", ["chromium", "fonts-dejavu-core"]);
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "No Chrome or Chromium was found, and the editor and UI tests need one. Install it (Debian: apt-get install chromium), or set CHROME_PATH to its program.",
  );
}

function findChromium(): string | undefined {
  const chosen = process.env["CHROME_PATH"];
  if (chosen !== undefined && chosen !== "") {
    if (isProgram(chosen)) return chosen;
    throw new Error(
      `CHROME_PATH is ${chosen}, which is not a program. Set it to Chrome's or Chromium's program, or unset it.`,
    );
  }
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places].find(isProgram);
}
