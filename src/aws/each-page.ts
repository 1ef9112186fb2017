/** Walks a listing to its end, whatever the service calls its token. A token that comes back unchanged ends the walk. */
import type { Page } from "../core/ports/page.ts";

export async function* eachPage<T>(
  fetch: (next: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T> {
  let next: string | undefined;
  for (;;) {
    const page = await fetch(next);
    yield* page.items;
    if (page.next === undefined || page.next === "" || page.next === next)
      return;
    next = page.next;
  }
}

export async function allPages<T>(
  fetch: (next: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of eachPage(fetch)) items.push(item);
  return items;
}
