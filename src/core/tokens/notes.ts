/**
 * What is odd or worth knowing about a token, seen offline. One function per subject; each note says what is seen, what
 * follows and, where it can be changed, what to do. No note repeats a part of the token or a value that is a secret.
 */
import { pages } from "./aws-pages.ts";
import type { DecodedToken, SignedToken, TokenKind } from "./decode.ts";
import { regionOfPool, type Issuer } from "./issuer.ts";
import { printValue, readMember, readNumber, readString } from "./json.ts";
import type { Extra } from "./normalize-token.ts";
import { describeRelative, describeSpan } from "./times.ts";

export interface Note {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
  readonly page?: string;
}

export interface NoteContext {
  readonly kind: TokenKind;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly issuer: Issuer | undefined;
  readonly extras?: readonly Extra[];
}

type Notes = readonly Note[];
const order = { error: 0, warning: 1, info: 2 } as const;

/** All notes, the gravest first. */
export function collectNotes(token: DecodedToken, context: NoteContext): Notes {
  const notes =
    token.kind === "damaged"
      ? [error(token.problem)]
      : token.kind === "encrypted"
        ? [
            info(
              "Its five parts are those of an encrypted token, the form of Cognito's refresh tokens. It cannot be read by anyone but Cognito; its only uses are to refresh and to be revoked, by the client it was issued to.",
              pages.refreshToken,
            ),
          ]
        : [
            ...noteSignature(token),
            ...noteIssuer(context.issuer),
            ...noteUse(token, context),
            ...noteTimes(token, context.now),
            ...noteScopes(token, context.kind),
            ...noteSession(token, context.kind),
            ...noteSize(token),
          ];
  return [...noteExtras(context.extras ?? []), ...notes].sort(
    (a, b) => order[a.severity] - order[b.severity],
  );
}

function noteExtras(extras: readonly Extra[]): Notes {
  const unwanted = extras.filter((extra) => extra !== "bearer");
  const names = {
    quotes: "quotes",
    spaces: "spaces or line breaks",
    "percent-codes": "percent codes",
    bearer: "",
  } as const;
  return [
    ...(unwanted.length === 0
      ? []
      : [
          warning(
            `The text holds more than the token: ${unwanted.map((extra) => names[extra]).join(", ")}. They were taken off here; a server would refuse them.`,
          ),
        ]),
    ...(extras.includes("bearer")
      ? [
          info(
            "The word Bearer is not part of the token. HTTP API authorizers accept it in front; AppSync and Cognito's own operations take the bare token.",
            pages.appSync,
          ),
        ]
      : []),
  ];
}

function noteSignature({ header, signatureBytes }: SignedToken): Notes {
  const alg = readMember(header, "alg");
  const name = printValue(alg ?? null).slice(0, 20);
  const unsigned = /^none$/i.test(name);
  const notes: Note[] = [];
  if (alg === undefined)
    notes.push(
      error(
        "The header names no algorithm (alg): no user pool writes such a token.",
      ),
    );
  else if (alg !== "RS256") {
    notes.push(
      unsigned
        ? error(
            "The token is unsigned (alg: none). Anyone can write such a token; Cognito never does.",
            pages.verifying,
          )
        : name === "ES256"
          ? error(
              "Signed with ES256: not a user pool's token. A load balancer signs its own x-amzn-oidc-data header this way.",
              pages.albData,
            )
          : error(
              `Signed with ${name}: user pools sign with RS256.`,
              pages.verifying,
            ),
    );
  }
  if (signatureBytes === 0 && !unsigned)
    notes.push(
      error("The signature is missing: the token was cut, or never signed."),
    );
  else if (alg === "RS256" && signatureBytes > 0 && signatureBytes !== 256)
    notes.push(
      error(
        `The signature has ${String(signatureBytes)} bytes; the 2048-bit keys of user pools make 256. ${signatureBytes < 256 ? "The token was probably cut." : "Something was added, or it is not a user pool's."}`,
        pages.verifying,
      ),
    );
  return notes;
}

function noteIssuer(issuer: Issuer | undefined): Notes {
  if (issuer === undefined) return [];
  if (!issuer.ok) return [error(issuer.problem, issuer.page)];
  const made = regionOfPool(issuer.poolId);
  return [
    ...(made !== undefined && issuer.region !== made
      ? [
          warning(
            `The issuer's Region (${String(issuer.region)}) is not the one in the pool id (${made}). That is possible for a replica of a pool; otherwise the token is forged.`,
          ),
        ]
      : []),
    ...(issuer.form === "updated"
      ? [
          warning(
            "The issuer has the newer form (issuer-cognito-idp). REST API authorizers of API Gateway, load balancers and older verifying libraries do not accept it.",
            pages.restAuthorizer,
          ),
        ]
      : []),
  ];
}

function noteUse({ claims }: SignedToken, { kind }: NoteContext): Notes {
  if (kind === "other")
    return [
      error(
        readMember(claims, "token_use") === undefined
          ? "The claim token_use is missing: not an id or access token of a user pool."
          : "The claim token_use is neither id nor access.",
        pages.verifying,
      ),
    ];
  if (kind === "access" && readMember(claims, "aud") !== undefined)
    return [
      info(
        "This access token has an audience (aud), which Cognito does not write by default: resource binding or a pre token generation trigger did. HTTP API authorizers now compare aud instead of client_id.",
        pages.httpAuthorizer,
      ),
    ];
  return [];
}

function noteTimes({ claims }: SignedToken, now: number): Notes {
  const exp = readNumber(claims, "exp");
  const iat = readNumber(claims, "iat");
  const nbf = readNumber(claims, "nbf");
  const notes: Note[] = [];
  if (exp === undefined)
    notes.push(error("The claim exp is missing or not a number."));
  else if (exp <= now)
    notes.push(
      error(
        `Expired ${describeRelative(exp, now)}${iat === undefined || iat > exp ? "" : ` after a life of ${describeSpan(exp - iat)}`}. Get a new one with the refresh token, or sign in again.`,
        pages.refreshToken,
      ),
    );
  else if (exp <= now + 300)
    notes.push(info(`Expires soon: ${describeRelative(exp, now)}.`));
  for (const [name, time] of [
    ["Issued", iat],
    ["Usable only from a time", nbf],
  ] as const)
    if (time !== undefined && time > now + 60)
      notes.push(
        warning(
          `${name} in the future (${describeRelative(time, now)}): check this machine's clock.`,
        ),
      );
  return notes;
}

const selfService = "aws.cognito.signin.user.admin";

function noteScopes({ claims }: SignedToken, kind: TokenKind): Notes {
  const scopes = readString(claims, "scope")?.split(" ");
  if (kind !== "access" || scopes === undefined) return [];
  if (!scopes.includes(selfService))
    return readMember(claims, "username") === undefined
      ? []
      : [
          info(
            `Without the scope ${selfService} the user cannot call Cognito's own operations (GetUser, ChangePassword ...) with it.`,
            pages.accessToken,
          ),
        ];
  return scopes.length === 1
    ? [
        info(
          "The only scope is the one that sign-in through the API gives. If an API asks for custom scopes: they come from managed login or from a pre token generation trigger of version 2 or later.",
          pages.scopes,
        ),
      ]
    : [];
}

function noteSession({ claims }: SignedToken, kind: TokenKind): Notes {
  if (kind !== "id" && kind !== "access") return [];
  const machine =
    kind === "access" &&
    readMember(claims, "username") === undefined &&
    readMember(claims, "sub") === readMember(claims, "client_id");
  if (machine)
    return [
      info(
        "It names no user, and its subject is the app client: most likely a machine-to-machine token (client credentials).",
        pages.tokenEndpoint,
      ),
    ];
  return [
    ...(readMember(claims, "origin_jti") === undefined
      ? [
          info(
            "It carries no origin_jti: token revocation seems to be off for this app client.",
            pages.revocation,
          ),
        ]
      : []),
    ...(readMember(claims, "email_verified") === false
      ? [
          info(
            "The e-mail address is not verified: sign-in by e-mail and account recovery may fail.",
            pages.attributes,
          ),
        ]
      : []),
  ];
}

function noteSize({ compact }: SignedToken): Notes {
  return compact.length > 8192
    ? [
        warning(
          `The token is ${String(Math.round(compact.length / 1024))} KB long; servers and load balancers limit the size of headers.`,
          pages.albLimits,
        ),
      ]
    : [];
}

function error(text: string, page?: string): Note {
  return note("error", text, page);
}
function warning(text: string, page?: string): Note {
  return note("warning", text, page);
}
function info(text: string, page?: string): Note {
  return note("info", text, page);
}
function note(severity: Note["severity"], text: string, page?: string): Note {
  return page === undefined ? { severity, text } : { severity, text, page };
}
