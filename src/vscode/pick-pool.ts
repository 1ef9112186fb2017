/** Choosing a user pool without the explorer. */
import type { PoolSummary, UserPools } from "../core/ports/user-pools.ts";
import { pickFrom } from "./pick-from.ts";

/** Undefined when the user chose none, or there is none to choose (which is said). Rejects with a `PortError`. */
export function pickPool(
  userPools: UserPools,
  title: string,
): Promise<PoolSummary | undefined> {
  return pickFrom<PoolSummary>(
    {
      title,
      placeholder: "Choose the user pool",
      none: "This account has no user pool in the chosen Region.",
    },
    async (add, signal) => {
      let next: string | undefined;
      do {
        const page = await userPools.listPools(next, signal);
        add(
          page.items.map((pool) => ({
            label: pool.name,
            description: pool.id,
            value: pool,
          })),
        );
        next = page.next;
      } while (next !== undefined);
    },
  );
}
