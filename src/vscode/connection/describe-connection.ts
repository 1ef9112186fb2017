/** A connection in words, for the status bar and its tooltip. Pure: what it shows is only what it is given. */
import type { Connection } from "../../core/ports/connection.ts";
import { readEndpoint } from "../../core/ports/endpoint.ts";
import { visibleText } from "../../core/text/visible-text.ts";

export interface ConnectionText {
  /** `profile@region`, with a mark and the host when an endpoint replaces AWS's. Codicon syntax is ours alone. */
  readonly short: string;
  /** Lines for a plain-text tooltip. */
  readonly long: readonly string[];
  /** The endpoint setting is no address: nothing can be called. */
  readonly broken: boolean;
}

export function describeConnection(connection: Connection): ConnectionText {
  const { profile, region, endpoint } = connection;
  const reading = endpoint === undefined ? undefined : readEndpoint(endpoint);
  const mark =
    reading === undefined
      ? ""
      : reading.kind === "valid"
        ? ` $(server) ${reading.url.host}`
        : " $(warning) endpoint";
  return {
    short: `$(plug) ${withoutIcons(visibleText(profile ?? "default chain", 40))}@${withoutIcons(visibleText(region, 40))}${mark}`,
    long: [
      "Cognito connection",
      `Profile: ${visibleText(profile ?? "none chosen, default credential chain")}`,
      `Region: ${visibleText(region)}`,
      `Endpoint: ${endpointText(connection)}`,
      "Select to change.",
    ],
    broken: reading?.kind === "invalid",
  };
}

/** Where requests go, and what is sent where no credentials are set up. */
export function endpointText({ endpoint, profile }: Connection): string {
  if (endpoint === undefined) return "AWS";
  const reading = readEndpoint(endpoint);
  if (reading.kind === "invalid") return `not usable. ${reading.problem}`;
  const address = visibleText(endpoint);
  return reading.loopback && profile === undefined
    ? `${address} (this machine; without credentials, placeholders sign the requests)`
    : address;
}

/** The status bar and quick picks turn `$(name)` into an icon; in a profile name it is just text. */
export function withoutIcons(text: string): string {
  return text.replaceAll("$(", "$ (");
}
