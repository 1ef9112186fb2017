/** Which addresses count as endpoints, and which of them as this machine. */
import { expect, test } from "vitest";
import { readEndpoint } from "../../../src/core/ports/endpoint.ts";

test.each([
  "http://127.0.0.1:9229",
  "http://localhost:4566",
  "https://localhost.localstack.localhost:4566/",
  "http://[::1]:5000",
  "  http://127.1.2.3:1  ",
])("%s is on this machine", (text) => {
  expect(readEndpoint(text)).toMatchObject({ kind: "valid", loopback: true });
});

test.each([
  "https://aws.example.com",
  "http://10.0.0.5:4566",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
])("%s is elsewhere", (text) => {
  expect(readEndpoint(text)).toMatchObject({ kind: "valid", loopback: false });
});

test.each([
  ["127.0.0.1:9229", "http://"],
  ["localhost:9229", "http://"],
  ["ftp://127.0.0.1", "http://"],
  ["http://", "complete address"],
  ["http://127.0.0.1:99999", "complete address"],
  ["http://host/?region=x", "no ? or #"],
])("%s is refused with a reason", (text, reason) => {
  const reading = readEndpoint(text);
  expect(reading.kind).toBe("invalid");
  expect(reading).toHaveProperty("problem", expect.stringContaining(reason));
});

test("a password in the address is refused and not repeated", () => {
  const reading = readEndpoint("http://me:hunter2@127.0.0.1");
  expect(reading.kind).toBe("invalid");
  expect(JSON.stringify(reading)).not.toContain("hunter2");
});
