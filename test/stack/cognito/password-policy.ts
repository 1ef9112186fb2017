/** Judges a password by a pool's policy, in Cognito's words: the first rule it breaks is named. */
import type { PasswordPolicyType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../aws-error.ts";

export function checkPassword(
  policy: PasswordPolicyType,
  password: string,
): void {
  const problem = problemOf(policy, password);
  if (problem !== undefined)
    throw new AwsError(
      "InvalidPasswordException",
      `Password did not conform with policy: ${problem}`,
    );
}

function problemOf(
  policy: PasswordPolicyType,
  password: string,
): string | undefined {
  if (password.length < (policy.MinimumLength ?? 8))
    return "Password not long enough";
  const rules = [
    [policy.RequireLowercase, /[a-z]/, "lowercase"],
    [policy.RequireUppercase, /[A-Z]/, "uppercase"],
    [policy.RequireNumbers, /\d/, "numeric"],
    [policy.RequireSymbols, /[^A-Za-z0-9]/, "symbol"],
  ] as const;
  const broken = rules.find(
    ([required, pattern]) => required === true && !pattern.test(password),
  );
  return broken && `Password must have ${broken[2]} characters`;
}
