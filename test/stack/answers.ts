/** Writes an outcome in the form of the protocol in which the request came. */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { AwsError } from "./aws-error.ts";
import type { ServiceName } from "./faults.ts";
import type { InvokeOutput } from "./lambda/operations.ts";
import type { LiveAnswer } from "./logs/live-tail.ts";

const xmlServices: ReadonlySet<ServiceName> = new Set([
  "sts",
  "elasticloadbalancing",
]);

export function answer(
  response: ServerResponse,
  service: ServiceName,
  operation: string,
  output: unknown,
): void {
  if (xmlServices.has(service)) {
    sendXml(
      response,
      200,
      `<${operation}Response><${operation}Result>${toXml(output)}</${operation}Result></${operation}Response>`,
    );
  } else if (service === "logs" && operation === "StartLiveTail") {
    (output as LiveAnswer).writeTo(response);
  } else if (service === "lambda" && operation === "Invoke") {
    const { status, payload, failed } = output as InvokeOutput;
    send(response, status, "application/json", payload, {
      "X-Amz-Executed-Version": "$LATEST",
      ...(failed ? { "X-Amz-Function-Error": "Unhandled" } : {}),
    });
  } else {
    send(response, 200, contentTypeOf(service), toJson(output));
  }
}

export function refuse(
  response: ServerResponse,
  service: ServiceName,
  error: AwsError,
): void {
  const { name, message, status } = error;
  if (xmlServices.has(service)) {
    sendXml(
      response,
      status,
      `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`,
    );
    return;
  }
  const body =
    service === "lambda"
      ? { Type: "User", Message: message, message }
      : { __type: name, message };
  send(response, status, contentTypeOf(service), toJson(body), {
    "x-amzn-ErrorType": name,
  });
}

export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "Content-Type": contentType,
    "x-amzn-RequestId": response.getHeader("x-amzn-RequestId") ?? randomUUID(),
    ...headers,
  });
  response.end(body);
}

function sendXml(response: ServerResponse, status: number, xml: string): void {
  send(response, status, "text/xml", xml);
}

function contentTypeOf(service: ServiceName): string {
  return ["cognito-idp", "logs", "cloudtrail"].includes(service)
    ? "application/x-amz-json-1.1"
    : "application/json";
}

/** Dates travel as seconds since the epoch. */
function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    function (this: Record<string, unknown>, key, each: unknown) {
      const original = this[key];
      return original instanceof Date ? original.getTime() / 1000 : each;
    },
  );
}

/** Members as elements, lists as `member` elements, as the query protocol has them. */
function toXml(value: unknown): string {
  if (Array.isArray(value))
    return value.map((each) => `<member>${toXml(each)}</member>`).join("");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `<${name}>${toXml(member)}</${name}>`)
      .join("");
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text.replaceAll(/[<>&"']/g, (c) => `&#${String(c.charCodeAt(0))};`);
}
