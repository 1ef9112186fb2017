/** What we need to know of a Lambda function. Implemented in `aws/`; rejects with a `PortError` and nothing else. */
export interface FunctionInfo {
  readonly name: string;
  readonly arn: string;
  readonly runtime?: string;
  readonly handler?: string;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  /** LoggingConfig.LogGroup, else `/aws/lambda/<name>`. */
  readonly logGroup: string;
  readonly logFormat: "Text" | "JSON";
  readonly modifiedAt?: Date;
}

export interface Functions {
  /** `nameOrArn` as it stands in LambdaConfig: a name, an ARN, an ARN with alias or version. */
  describeFunction(
    nameOrArn: string,
    signal?: AbortSignal,
  ): Promise<FunctionInfo>;
}
