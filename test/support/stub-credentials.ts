/** The credentials of the environment are the stack's, and nothing of the machine's own, until `vi.unstubAllEnvs`. */
import { vi } from "vitest";
import type { Stack } from "../stack/stack.ts";

export function stubCredentials({ sdkConfig }: Stack): void {
  const { accessKeyId, secretAccessKey } = sdkConfig.credentials;
  vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
  vi.stubEnv("AWS_SESSION_TOKEN", undefined);
}
