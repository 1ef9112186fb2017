/** What stands in a tail's output while lines come in, filters change and the room runs out. */
import { describe, expect, test } from "vitest";
import {
  exportNdjson,
  exportText,
} from "../../../src/core/logs/export-lines.ts";
import type { TailLine } from "../../../src/core/logs/merge.ts";
import {
  createTranscript,
  type Transcript,
  type TranscriptChange,
  type TranscriptLimits,
} from "../../../src/core/logs/transcript.ts";

const id = (n: number): string =>
  `8f5c2a1e-1111-2222-3333-${String(n).padStart(12, "0")}`;
let events = 0;
const line = (time: number, message: string, stream = "s"): TailLine => {
  events += 1;
  return {
    group: "g",
    late: false,
    event: {
      id: String(events),
      stream,
      timestamp: time,
      ingestedAt: time,
      message,
    },
  };
};
const log = (time: number, n: number, text: string): TailLine =>
  line(time, `2026-11-21T09:15:00.007Z\t${id(n)}\t${text}`);

/** A transcript and the text that an output has of its changes. */
function output(limits?: TranscriptLimits): {
  readonly transcript: Transcript;
  readonly take: (change: TranscriptChange) => string;
  readonly text: () => string;
} {
  let text = "";
  const transcript = createTranscript(
    { cognitoWaits: () => true, label: () => undefined, notes: () => [] },
    { filter: {}, redaction: "all" },
    limits,
  );
  return {
    transcript,
    take: (change) => {
      text = change.kind === "append" ? text + change.text : change.text;
      return text;
    },
    text: () => text,
  };
}

test("lines are added; what the tail says stands between them", () => {
  const { transcript, take, text } = output();
  take(transcript.add([log(1, 1, "INFO\tone"), log(2, 1, "INFO\ttwo")]));
  take(transcript.say("----- Paused."));
  expect(transcript.add([log(3, 1, "ERROR\tthree")]).kind).toBe("append");
  take(transcript.add([log(4, 1, "INFO\tfour")]));
  expect(text()).toMatch(/one\n.*two\n----- Paused\.\n.*four\n$/);
});

test("another filter is put over what was read before, and taken away again", () => {
  const { transcript, take } = output();
  take(transcript.add([log(1, 1, "INFO\tone"), log(2, 1, "ERROR\ttwo")]));
  take(transcript.say("----- said"));
  const errors = take(
    transcript.setView({ filter: { errorsOnly: true }, redaction: "all" }),
  );
  expect(errors).toMatch(/^[^\n]*two\n----- said\n$/);
  expect(take(transcript.add([log(3, 1, "INFO\tthree")]))).not.toContain(
    "three",
  );
  expect(take(transcript.setView({ filter: {}, redaction: "all" }))).toMatch(
    /one\n.*two\n----- said\n.*three\n$/,
  );
});

test("what was taken out is shown when that is wanted, and hidden again", () => {
  const { transcript, take } = output();
  expect(
    take(transcript.add([log(1, 1, "INFO\tpassword=x1y2 ana@example.com")])),
  ).toContain("password=[redacted] a***@example.com");
  expect(take(transcript.setView({ filter: {}, redaction: "none" }))).toContain(
    "password=x1y2 ana@example.com",
  );
  expect(
    take(transcript.setView({ filter: {}, redaction: "all" })),
  ).not.toContain("x1y2");
});

test("cleared, it holds nothing", () => {
  const { transcript, take } = output();
  take(transcript.add([log(1, 1, "INFO\tone")]));
  transcript.clear();
  expect(transcript.shown()).toEqual([]);
  expect(take(transcript.setView({ filter: {}, redaction: "all" }))).toBe("");
});

describe("when there is no more room", () => {
  test("the oldest runs go as a whole, even where the lines of others stand between theirs", () => {
    const { transcript, take } = output({ characters: 1e6, lines: 12 });
    for (let n = 1; n <= 4; n += 1)
      take(
        transcript.add([
          log(n, 1, `INFO\told ${String(n)}`),
          log(n, 2, `INFO\tnew ${String(n)}`),
          log(n, 1, `INFO\told again ${String(n)}`),
        ]),
      );
    expect(transcript.shown()).toHaveLength(12);
    const text = take(transcript.add([log(9, 2, "INFO\tlast")]));
    expect(text).toMatch(/^----- Older lines were taken out/);
    expect(text).not.toContain("old");
    expect(text.match(/new \d/g)).toHaveLength(4);
    expect(text).toContain("last");
  });
  test("a run that alone is too long loses its beginning", () => {
    const { transcript, take, text } = output({ characters: 1e6, lines: 100 });
    for (let n = 0; n < 1_000; n += 1)
      take(transcript.add([log(n, 1, `INFO\tline ${String(n)};`)]));
    expect(text()).toContain("line 999;");
    expect(transcript.shown().length).toBeLessThanOrEqual(100);
    expect(transcript.shown().length).toBeGreaterThan(70);
  });
  test("long lines count for their length", () => {
    const { transcript, take } = output({ characters: 10_000, lines: 1e6 });
    for (let n = 0; n < 100; n += 1)
      take(transcript.add([line(n, "x".repeat(1_000))]));
    expect(transcript.shown().length).toBeLessThanOrEqual(10);
  });
  test("lines of no run go one by one", () => {
    const { transcript, take, text } = output({ characters: 1e6, lines: 10 });
    for (let n = 0; n < 25; n += 1)
      take(transcript.add([line(n, `GET /${String(n)};`)]));
    expect(text()).toContain("GET /24;");
    expect(text()).not.toContain("GET /0;");
  });
});

test("the lines of a printed traceback stay together", () => {
  const { transcript, take } = output();
  const text = take(
    transcript.add([
      line(1, "Traceback (most recent call last):\n", "a"),
      line(1, "of another stream", "b"),
      line(1, '  File "/var/task/app.py", line 4, in handler\n', "a"),
      line(2, "of another stream again", "b"),
      line(2, "KeyError: 'email'\n", "a"),
      line(2, "after it", "a"),
    ]),
  );
  expect(text.replaceAll(/^[\d:.]+ INFO {2}/gm, "")).toBe(
    [
      "Traceback (most recent call last):",
      '  File "/var/task/app.py", line 4, in handler',
      "KeyError: 'email'",
      "of another stream",
      "of another stream again",
      "after it",
      "",
    ].join("\n"),
  );
});

test("an export holds what is shown, as text or as JSON lines", () => {
  const { transcript, take, text } = output();
  take(
    transcript.add([log(1, 1, "INFO\tcode=123456 x"), log(2, 1, "ERROR\tno")]),
  );
  take(transcript.setView({ filter: { errorsOnly: true }, redaction: "all" }));
  expect(exportText(transcript.shown())).toBe(text());
  take(transcript.setView({ filter: {}, redaction: "all" }));
  const rows = exportNdjson(transcript.shown(), "all")
    .trimEnd()
    .split("\n")
    .map((row) => JSON.parse(row) as Record<string, unknown>);
  expect(rows).toMatchObject([
    {
      timestamp: "1970-01-01T00:00:00.001Z",
      group: "g",
      stream: "s",
      requestId: id(1),
      level: "INFO",
    },
    { level: "ERROR" },
  ]);
  expect(rows[0]?.["message"]).toContain("code=[redacted] x");
});
