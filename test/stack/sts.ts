/** STS: who the caller is. Any credentials are good here, so everybody is the same user. */
import type { Operation, Operations } from "./state.ts";

export interface CallerIdentity {
  readonly Account: string;
  readonly Arn: string;
  readonly UserId: string;
}

const getCallerIdentity: Operation<unknown, CallerIdentity> = (
  _input,
  { account },
) => ({
  Account: account.accountId,
  Arn: `arn:aws:iam::${account.accountId}:user/dev`,
  UserId: "AIDAEXAMPLEEXAMPLE123",
});

export const stsOperations: Operations = {
  GetCallerIdentity: getCallerIdentity,
};
