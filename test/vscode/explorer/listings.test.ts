/** Paging as the tree sees it: nothing twice, nothing late, and a failure that leaves what was there. */
import { expect, test } from "vitest";
import type { Page } from "../../../src/core/ports/page.ts";
import {
  createListings,
  type FetchPage,
} from "../../../src/vscode/explorer/listings.ts";

const pages: Readonly<Record<string, Page<string>>> = {
  first: { items: ["a", "b"], next: "second" },
  second: { items: ["c"] },
};
const fromPages: FetchPage<string> = (next = "first") => {
  const page = pages[next];
  return page === undefined
    ? Promise.reject(new Error(next))
    : Promise.resolve(page);
};
const listings = () => createListings<string>((item) => item);

test("the second page joins the first, and then there is no more", async () => {
  const it = listings();
  expect(await it.read("pool", fromPages)).toEqual(pages["first"]);
  expect(await it.advance("pool", fromPages)).toEqual({
    items: ["a", "b", "c"],
  });
});

test("an opened listing is not fetched again, not even when opened twice at once", async () => {
  const it = listings();
  let calls = 0;
  const counted: FetchPage<string> = (next, signal) => {
    calls++;
    return fromPages(next, signal);
  };
  await Promise.all([it.read("pool", counted), it.read("pool", counted)]);
  await it.read("pool", counted);
  expect(calls).toBe(1);
});

test("an impatient second click on Load More does not fetch the page twice", async () => {
  const it = listings();
  await it.read("pool", fromPages);
  await Promise.all([
    it.advance("pool", fromPages),
    it.advance("pool", fromPages),
  ]);
  expect(it.peek("pool")?.items).toEqual(["a", "b", "c"]);
});

test("a page that fails leaves the items, and the retry asks for that very page", async () => {
  const it = listings();
  await it.read("pool", fromPages);
  const failed = await it.advance("pool", () =>
    Promise.reject(new Error("throttled")),
  );
  expect(failed).toMatchObject({ items: ["a", "b"], next: "second" });
  expect(failed.error).toEqual(new Error("throttled"));
  expect(await it.advance("pool", fromPages)).toEqual({
    items: ["a", "b", "c"],
  });
});

test("a first page that fails is retried from the start", async () => {
  const it = listings();
  expect(
    await it.read("pool", () => Promise.reject(new Error("down"))),
  ).toEqual({ items: [], error: new Error("down") });
  expect(await it.advance("pool", fromPages)).toEqual(pages["first"]);
});

test("a user who moved to the next page meanwhile stands there once", async () => {
  const it = listings();
  await it.read("pool", fromPages);
  expect(
    (await it.advance("pool", () => Promise.resolve({ items: ["b", "c"] })))
      .items,
  ).toEqual(["a", "b", "c"]);
});

test("an emulator that ignores the token does not give Load More for ever", async () => {
  const it = listings();
  const same: FetchPage<string> = () =>
    Promise.resolve({ items: ["a"], next: "again" });
  await it.read("pool", same);
  expect(await it.advance("pool", same)).toEqual({ items: ["a"] });
});

test("an empty page with a token is not the end", async () => {
  const it = listings();
  expect(
    await it.read("pool", () => Promise.resolve({ items: [], next: "second" })),
  ).toEqual({ items: [], next: "second" });
  expect(await it.advance("pool", fromPages)).toEqual({ items: ["c"] });
});

test("forgetting stops what is under way, and its answer does not come back", async () => {
  const it = listings();
  let stopped = false;
  const slow: FetchPage<string> = (_next, signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        stopped = true;
        resolve({ items: ["old"] });
      });
    });
  const reading = it.read("pool", slow);
  it.forget();
  await reading;
  expect(stopped).toBe(true);
  expect(it.peek("pool")).toBeUndefined();
});

test("forgetting a pool forgets what is below it and nothing beside it", async () => {
  const it = listings();
  for (const key of ["pool", "pool/users", "pool2"])
    await it.read(key, fromPages);
  it.forget("pool");
  expect(it.peek("pool")).toBeUndefined();
  expect(it.peek("pool/users")).toBeUndefined();
  expect(it.peek("pool2")).toBeDefined();
});
