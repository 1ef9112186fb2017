/** Key sets are fetched once, again when a key is unknown, and not in a row when that does not help. */
import { expect, it } from "vitest";
import type { PublicKey } from "../../../src/core/ports/keys.ts";
import { createKeyCache } from "../../../src/core/tokens/key-cache.ts";
import { readKeySet } from "../../../src/core/tokens/key-set.ts";

interface World {
  time: number;
  published: string[];
  broken: boolean;
  readonly asked: string[];
  readonly fetchKids: (
    kid: string | undefined,
    url?: string,
  ) => Promise<readonly string[]>;
}

function createWorld(): World {
  const asked: string[] = [];
  const cache = createKeyCache(
    {
      fetchKeys: (url) => {
        asked.push(url);
        return world.broken
          ? Promise.reject(new Error("down"))
          : Promise.resolve(
              world.published.map((kid): PublicKey => ({ kid, kty: "RSA" })),
            );
      },
    },
    { now: () => world.time },
  );
  const world: World = {
    time: 0,
    published: ["a", "b"],
    broken: false,
    asked,
    fetchKids: async (kid, url = "pool-1") =>
      (await cache.fetchKeys(url, kid)).keys.map((key) => key.kid),
  };
  return world;
}

it("asks once for the keys of a pool, and for each pool", async () => {
  const world = createWorld();
  expect(await world.fetchKids("a")).toEqual(["a", "b"]);
  expect(await world.fetchKids("b")).toEqual(["a", "b"]);
  await world.fetchKids("a", "pool-2");
  expect(world.asked).toEqual(["pool-1", "pool-2"]);
});

it("asks again at once when the keys were rotated", async () => {
  const world = createWorld();
  await world.fetchKids("a");
  world.published = ["c"];
  expect(await world.fetchKids("c")).toEqual(["c"]);
  expect(world.asked).toHaveLength(2);
});

it("pauses when asking again did not bring the key", async () => {
  const world = createWorld();
  await world.fetchKids("a");
  for (const time of [0, 1, 9_999]) {
    world.time = time;
    expect(await world.fetchKids("unheard-of")).toEqual(["a", "b"]);
  }
  expect(world.asked).toHaveLength(2);
  world.time = 10_000;
  await world.fetchKids("unheard-of");
  expect(world.asked).toHaveLength(3);
});

it("believes a set for an hour at most", async () => {
  const world = createWorld();
  await world.fetchKids("a");
  world.published = ["b"];
  world.time = 60 * 60_000 - 1;
  expect(await world.fetchKids("a")).toEqual(["a", "b"]);
  world.time++;
  expect(await world.fetchKids("a")).toEqual(["b"]);
});

it("does not remember a failure", async () => {
  const world = createWorld();
  world.broken = true;
  await expect(world.fetchKids("a")).rejects.toThrow("down");
  world.broken = false;
  expect(await world.fetchKids("a")).toEqual(["a", "b"]);
});

it("reads a saved set, or one key, and never a private half", () => {
  const key = {
    kid: "k",
    kty: "EC",
    crv: "P-256",
    x: "x",
    y: "y",
    d: "secret",
  };
  const read = [{ kid: "k", kty: "EC", crv: "P-256", x: "x", y: "y" }];
  expect(
    readKeySet(JSON.stringify({ keys: [key, 7, { kty: "RSA" }] })),
  ).toEqual(read);
  expect(readKeySet(JSON.stringify(key))).toEqual(read);
  for (const text of ["", "[]", "{}", "7", '{"keys":7}', "<html>"])
    expect(readKeySet(text)).toBeUndefined();
});
