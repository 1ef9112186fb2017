/** Where the harness keeps things: everything below is ignored by git and safe to delete. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../", import.meta.url));
/** Downloaded editors and compiled tests. Kept between runs, so that the second one needs no network. */
export const cache = join(repository, ".vscode-test");
/** What a run leaves to look at: reports, pictures, logs of the editor. */
export const results = join(repository, "test-results");
