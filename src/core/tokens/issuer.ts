/**
 * Which issuers are a user pool's, and where that pool's keys are. The address is always put together from a Region
 * and a pool id that passed their patterns, on AWS's host or on the endpoint the user set: a token can never make us
 * call a host of its own.
 */
import { pages } from "./aws-pages.ts";

/** An issuer that names a user pool. */
export interface PoolIssuer {
  readonly ok: true;
  /** `original` and `updated` are AWS's two forms (IssuerConfigurationType); `endpoint` is an emulator's own. */
  readonly form: "original" | "updated" | "endpoint";
  readonly poolId: string;
  /** The Region in the host; for `endpoint` the one in the pool id, if it has one. */
  readonly region?: string;
  readonly keysUrl: string;
  /** Host and port of `keysUrl`: what the user is shown before anything is asked. */
  readonly keysHost: string;
}

/** An issuer that is not trusted, and why; no keys are fetched for it. */
export interface ForeignIssuer {
  readonly ok: false;
  readonly problem: string;
  readonly page: string;
}

export type Issuer = PoolIssuer | ForeignIssuer;

const awsHost =
  /^(issuer-)?cognito-idp\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.(amazonaws\.(?:com|eu))$/;
const awsPoolId = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)_([0-9A-Za-z]+)$/;
/** Emulators make pool ids without a Region. The pattern is that of the API, so that an id stays one path segment. */
const anyPoolId = /^[\w-]+_[0-9A-Za-z]+$/;
const longestPoolId = 55;

/**
 * Reads the `iss` claim.
 * @param endpoint the address the user set for all AWS services. It replaces AWS's host, for AWS's issuers as well.
 */
export function readIssuer(iss: unknown, endpoint?: string): Issuer {
  if (typeof iss !== "string" || iss === "")
    return foreign(
      "The token names no issuer (iss), so it is not a user pool's.",
    );
  const url = parseUrl(iss);
  if (url === undefined)
    return foreign(
      "The issuer (iss) is not an address, so it is no user pool.",
    );
  const poolId = url.pathname.slice(1);
  const own = endpoint === undefined ? undefined : parseUrl(endpoint);
  const aws = awsHost.exec(url.host);
  const isOwn = own !== undefined && sameOrigin(url, own);
  if (aws === null && !isOwn)
    return foreign(describeForeignHost(url, own !== undefined));
  // An exact comparison: servers compare the whole string, so a slash or a query more is another issuer.
  if (iss !== `${url.origin}/${poolId}`)
    return foreign(
      "The issuer (iss) is not written as Cognito writes it: https, host, one slash and the pool id, nothing after it.",
    );
  if (poolId.length > longestPoolId || !anyPoolId.test(poolId))
    return foreign("What follows the host in the issuer (iss) is no pool id.");
  const idRegion = awsPoolId.exec(poolId)?.[1];
  if (aws !== null) {
    const [, prefix, region = "", suffix = ""] = aws;
    if (url.protocol !== "https:")
      return foreign("The issuer (iss) of a user pool begins with https.");
    if (idRegion === undefined)
      return foreign(
        "The pool id in the issuer (iss) does not begin with a Region, as every pool id does.",
      );
    if (suffix.endsWith("eu") !== region.startsWith("eusc-"))
      return foreign(
        `The issuer's host ends in ${suffix}, which does not go with the Region ${region}.`,
      );
    return {
      ok: true,
      form: prefix === undefined ? "original" : "updated",
      poolId,
      region,
      ...placeOfKeys(own ?? new URL(url.origin), poolId),
    };
  }
  return {
    ok: true,
    form: "endpoint",
    poolId,
    ...(idRegion === undefined ? {} : { region: idRegion }),
    ...placeOfKeys(own ?? new URL(url.origin), poolId),
  };
}

/** The Region that a pool id begins with: the one the pool was made in. */
export function regionOfPool(poolId: string): string | undefined {
  return awsPoolId.exec(poolId)?.[1];
}

/** Whether an address or ARN, well-formed or not, is about this pool. */
export function namesPool(text: string, poolId: string): boolean {
  return text.split(/[/?#]/).includes(poolId);
}

function placeOfKeys(
  base: URL,
  poolId: string,
): Pick<PoolIssuer, "keysUrl" | "keysHost"> {
  const path = base.pathname.replace(/\/+$/, "");
  return {
    keysUrl: `${base.origin}${path}/${poolId}/.well-known/jwks.json`,
    keysHost: base.host,
  };
}

function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Emulators write localhost, 127.0.0.1 or [::1] as they like; on the same port these are one and the same. */
function sameOrigin(a: URL, b: URL): boolean {
  if (a.username !== "" || a.password !== "") return false;
  return (
    a.origin === b.origin ||
    (a.protocol === b.protocol &&
      a.port === b.port &&
      isLoopback(a) &&
      isLoopback(b))
  );
}

function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}

function describeForeignHost(url: URL, hasEndpoint: boolean): string {
  const host = url.hostname;
  if (/^cognito-identity\./.test(host))
    return `The issuer is an identity pool (${host}): this is not a user pool's token.`;
  if (/\.amazoncognito\.com$/.test(host))
    return `The issuer is a sign-in domain (${host}). A user pool's issuer never contains its domain.`;
  if (/\.amazonaws\.com\.cn$/.test(host))
    return `The issuer is in China (${host}), where user pools are not offered.`;
  if (isLoopback(url))
    return hasEndpoint
      ? `The issuer is on this machine (${url.host}), but it is not the endpoint that is set.`
      : `The issuer is on this machine (${url.host}). If it is your emulator's, set it with Cognito: Set Service Endpoint.`;
  return `The issuer is ${host === "" ? "unknown" : host}, which is not a user pool.`;
}

function foreign(problem: string): ForeignIssuer {
  return { ok: false, problem, page: pages.verifying };
}
