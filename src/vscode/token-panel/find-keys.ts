/**
 * Where the inspector's keys come from: the pool's own host, shown while it is asked and remembered in memory, or a key
 * set that the user saved. Either way the result says its source, and a failure is a sentence beside the other checks.
 */
import * as vscode from "vscode";
import { PortError } from "../../core/ports/port-error.ts";
import type { PoolIssuer } from "../../core/tokens/issuer.ts";
import { createKeyCache } from "../../core/tokens/key-cache.ts";
import { largestKeySet, readKeySet } from "../../core/tokens/key-set.ts";
import { describeRelative } from "../../core/tokens/times.ts";
import type { Expectations } from "../../core/tokens/verify.ts";
import { describeError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { withCancel } from "../with-cancel.ts";

export interface FoundKeys {
  /** The keys, or the sentence why there are none: the checks that need no key are made all the same. */
  readonly keys: Expectations["keys"];
  readonly source?: string;
}

export type FindKeys = (
  issuer: PoolIssuer,
  kid: string | undefined,
) => Promise<FoundKeys>;

export function createFindKeys(services: Services): FindKeys {
  const cache = createKeyCache(
    {
      fetchKeys: async (url) => {
        const port = await services.keys();
        return withCancel(
          `Asking ${new URL(url).host} for the pool's public keys`,
          (signal) => port.fetchKeys(url, signal),
        );
      },
    },
    services.clock,
  );
  return async ({ keysUrl, keysHost }, kid) => {
    const asked = services.clock.now();
    try {
      const { keys, fetchedAt } = await cache.fetchKeys(keysUrl, kid);
      return {
        keys,
        source:
          fetchedAt < asked
            ? `Keys from ${keysHost}, fetched ${describeRelative(fetchedAt / 1000, asked / 1000)}.`
            : `Keys from ${keysHost}.`,
      };
    } catch (error) {
      services.log.warn(`Keys of ${keysHost}: ${describeError(error)}`);
      return { keys: describeError(error).trim() };
    }
  };
}

/** Lets the user choose a saved key set; nobody is asked. Undefined when they think better of it. */
export async function chooseSavedKeys(): Promise<FoundKeys | undefined> {
  const file = { label: "$(file) From a file…" };
  const clipboard = { label: "$(clippy) From the clipboard" };
  const choice = await vscode.window.showQuickPick([file, clipboard], {
    title: "Verify with saved keys",
    placeHolder: "What <issuer>/.well-known/jwks.json answers; nobody is asked",
  });
  if (choice === undefined) return undefined;
  if (choice === clipboard)
    return readSaved(await vscode.env.clipboard.readText(), "the clipboard");
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: "A saved key set (jwks.json)",
      openLabel: "Verify with It",
      filters: { JSON: ["json", "jwks"], "All files": ["*"] },
    })) ?? [];
  if (uri === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  const text =
    size > largestKeySet
      ? ""
      : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return readSaved(text, "the file");
}

function readSaved(text: string, place: string): FoundKeys {
  const keys = readKeySet(text);
  if (keys === undefined)
    throw new PortError(
      "invalid-request",
      `What ${place} holds is no key set.`,
      "It should be the answer of <issuer>/.well-known/jwks.json: an object with a list of keys.",
    );
  return { keys, source: `Keys from ${place}; nobody was asked.` };
}
