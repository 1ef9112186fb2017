/** What an account has in a Region where nothing was made yet. */
import { createApis } from "./apis/state.ts";
import { createTrail } from "./cloudtrail/trail.ts";
import { createInsights } from "./insights/operations.ts";
import { createLogStore } from "./logs/store.ts";
import type { Account } from "./state.ts";

export const emptyRegion = (
  region: string,
): Omit<Account, "accountId" | "triggerTimeoutMs"> => ({
  region,
  pools: new Map(),
  functions: new Map(),
  logs: createLogStore(),
  trail: createTrail(),
  insights: createInsights(),
  apis: createApis(),
});
