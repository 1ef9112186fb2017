/** The local stack that the runner started for these tests. */

export interface TestStack {
  readonly url: string;
  readonly region: string;
}

export function testStack(): TestStack {
  const text = process.env["COGNITO_TEST_STACK"];
  if (text === undefined)
    throw new Error(
      "The runner gave no stack: start the tests with test/editor/run.ts.",
    );
  return JSON.parse(text) as TestStack;
}
