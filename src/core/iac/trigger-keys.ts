/** The triggers behind the keys under which templates name them. */
import type { TriggerId } from "../triggers/contract.ts";
import { contracts } from "../triggers/contracts.ts";

/** Words of code that changes a user pool after another piece of code made it. */
export const changesPools =
  /override|lambda_?config|PreTokenGenerationConfig|LambdaVersion\b/iu;

/**
 * `PreSignUp`, `pre_sign_up`, `preSignUp`, `PRE_SIGN_UP`, and PreTokenGenerationConfig with the version of its event.
 * Empty where it is no trigger.
 *
 * @param version `V2_0`, where the template says one; `open` where something beside it may change the version
 */
export function triggersOfKey(
  key: string,
  version?: string,
): readonly TriggerId[] {
  const wanted = key.replace(/[^A-Za-z0-9]/gu, "").toLowerCase();
  // Terraform and the CDK name two of them by other words than the service.
  const folded = other.get(wanted) ?? wanted;
  const found = contracts.filter(({ name, configKeys }) =>
    [name, ...configKeys].some((each) => each.toLowerCase() === folded),
  );
  const several = found.length > 1;
  const stated = version ?? (folded.endsWith("config") ? undefined : "V1_0");
  return found
    .filter(
      ({ version: own }) =>
        !several || stated === undefined || stated === "open" || own === stated,
    )
    .map(({ id }) => id);
}

const other: ReadonlyMap<string, string> = new Map([
  ["verifyauthchallenge", "verifyauthchallengeresponse"],
]);
