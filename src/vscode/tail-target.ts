/** What to tail, as the explorer hands it to the tail without either knowing the other. */
export interface TailTarget {
  /** Function name or ARN as it stands in the pool's LambdaConfig. */
  readonly functionArn: string;
  /** LambdaConfig key of the trigger, e.g. PreSignUp. */
  readonly trigger: string;
  readonly poolId: string;
}
