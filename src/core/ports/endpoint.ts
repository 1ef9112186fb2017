/**
 * Reading the address that a user gives in place of AWS's own. Everything that accepts, shows or calls an endpoint asks
 * here, so that the input box, the settings and the adapters agree on what is a valid one.
 */
export type EndpointReading =
  | {
      readonly kind: "valid";
      readonly url: URL;
      /** The address belongs to this machine; nothing sent to it leaves it. */
      readonly loopback: boolean;
    }
  | {
      readonly kind: "invalid";
      /** What is wrong with it, one sentence. Never repeats a password that stands in the address. */
      readonly problem: string;
    };

/** Reads an endpoint as a user typed it: an absolute `http` or `https` address without user name, query or fragment. */
export function readEndpoint(text: string): EndpointReading {
  const invalid = (problem: string): EndpointReading => ({
    kind: "invalid",
    problem,
  });
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed))
    return invalid(
      "An endpoint starts with http:// or https://, for example http://127.0.0.1:9229.",
    );
  if (!URL.canParse(trimmed))
    return invalid(
      "This is not a complete address; write it like http://127.0.0.1:9229.",
    );
  const url = new URL(trimmed);
  if (url.username !== "" || url.password !== "")
    return invalid(
      "An endpoint carries no user name or password; credentials come from the AWS profile.",
    );
  if (url.search !== "" || url.hash !== "")
    return invalid("An endpoint ends with its host, port or path: no ? or #.");
  return { kind: "valid", url, loopback: isLoopback(url.hostname) };
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    /^127(\.\d+){3}$/.test(hostname) ||
    hostname === "[::1]"
  );
}
