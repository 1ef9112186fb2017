/** An error as an AWS service answers it: its name, its text and the HTTP status. Everything thrown on purpose is one. */
export class AwsError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function notFound(message: string, status = 400): AwsError {
  return new AwsError("ResourceNotFoundException", message, status);
}
