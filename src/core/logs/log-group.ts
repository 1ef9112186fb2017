/** Where a function logs when nobody says otherwise, from its name or ARN alone. */

/**
 * The bare name in a function name or ARN as LambdaConfig holds it, without alias or version.
 * Form: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export function functionNameOf(nameOrArn: string): string {
  const parts = nameOrArn.split(":");
  return (
    (parts[0] === "arn" ? parts[6] : parts.length > 2 ? parts[2] : parts[0]) ??
    nameOrArn
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export function defaultLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * The function that writes to a stream of a custom log group, which several may share; undefined for a stream of a
 * function's own group, whose name does not tell.
 * Form: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function functionOfStream(stream: string): string | undefined {
  return /^\d{4}\/\d\d\/\d\d\/([\w-]+)\[[\w$]+\]/.exec(stream)?.[1];
}
