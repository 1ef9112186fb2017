/**
 * Which API takes this token: one row per kind of consumer, decided from what the token itself says. Settings of the
 * consumer are not known here, so a row that hangs on one says so; nothing here is a verification.
 */
import { pages } from "./aws-pages.ts";
import type { SignedToken } from "./decode.ts";
import type { Issuer } from "./issuer.ts";
import { readMember, readString } from "./json.ts";

export interface ConsumerAdvice {
  readonly consumer: string;
  /** `depends`: on settings of the consumer, which `reason` names. */
  readonly takes: "yes" | "no" | "depends";
  readonly reason: string;
  readonly page: string;
}

interface Facts {
  readonly use: "id" | "access";
  readonly scopes: readonly string[];
  readonly client: string;
  readonly audience: string | undefined;
  readonly updatedIssuer: boolean;
}

type Answer = Pick<ConsumerAdvice, "takes" | "reason">;

interface Consumer {
  readonly name: string;
  readonly page: string;
  readonly decide: (facts: Facts) => Answer;
}

const selfService = "aws.cognito.signin.user.admin";
const updatedIssuerRefused = no(
  "It does not accept the newer issuer form (issuer-cognito-idp).",
);

const consumers: readonly Consumer[] = [
  {
    name: "API Gateway REST API, method without OAuth scopes",
    page: pages.restAuthorizer,
    decide: ({ use, updatedIssuer }) =>
      updatedIssuer
        ? updatedIssuerRefused
        : use === "id"
          ? depends("Taken if the authorizer names this pool.")
          : no(
              "A Cognito authorizer takes id tokens here. Send the id token, or set OAuth scopes on the method.",
            ),
  },
  {
    name: "API Gateway REST API, method with OAuth scopes",
    page: pages.restAuthorizer,
    decide: ({ use, scopes, updatedIssuer }) =>
      updatedIssuer
        ? updatedIssuerRefused
        : use === "id"
          ? no("With scopes on the method it takes access tokens only.")
          : scopes.length === 0
            ? no("The token carries no scope.")
            : depends(
                `Taken if the authorizer names this pool and the method asks for one of: ${scopes.join(", ")}.`,
              ),
  },
  {
    name: "API Gateway HTTP API, JWT authorizer",
    page: pages.httpAuthorizer,
    decide: ({ use, client, audience, scopes }) =>
      depends(
        `Taken if the authorizer's audience holds ${audience ?? client} (${audience === undefined ? "client_id" : "aud"})${
          use === "access" ? "" : "; id tokens pass too, but carry no scope"
        }${scopes.length === 0 ? "" : `, and the route asks for no scope or for one of: ${scopes.join(", ")}`}.`,
      ),
  },
  {
    name: "AppSync, Cognito user pool mode",
    page: pages.appSync,
    decide: ({ client }) =>
      depends(
        `Taken, id or access, if the API names this pool and its client pattern, if any, fits ${client}. Send it without the word Bearer.`,
      ),
  },
  {
    name: "Identity pool",
    page: pages.identityPools,
    decide: ({ use, client }) =>
      use === "id"
        ? depends(`Taken if the identity pool names this pool and ${client}.`)
        : no("Identity pools take id tokens."),
  },
  {
    name: "Cognito's own operations (GetUser, ChangePassword …)",
    page: pages.accessToken,
    decide: ({ use, scopes }) =>
      use === "id"
        ? no("They take access tokens.")
        : scopes.includes(selfService)
          ? yes("It carries the scope for them, unless it was revoked.")
          : no(`The scope ${selfService} is missing.`),
  },
  {
    name: "The userInfo endpoint",
    page: pages.userInfo,
    decide: ({ use, scopes }) =>
      use === "id"
        ? no("It takes access tokens.")
        : scopes.includes("openid")
          ? yes("It carries the scope openid, unless it was revoked.")
          : no(
              "The scope openid is missing; sign-in through the API does not give it.",
            ),
  },
];

/** Advice for an id or access token of a user pool; nothing for others. Expiry is not looked at. */
export function adviseConsumers(
  { claims }: SignedToken,
  issuer: Issuer,
): readonly ConsumerAdvice[] {
  const use = readMember(claims, "token_use");
  const audience = readString(claims, "aud");
  const client = use === "id" ? audience : readString(claims, "client_id");
  if ((use !== "id" && use !== "access") || client === undefined || !issuer.ok)
    return [];
  const facts: Facts = {
    use,
    client,
    audience,
    scopes: (readString(claims, "scope") ?? "")
      .split(" ")
      .filter((scope) => scope !== ""),
    updatedIssuer: issuer.form === "updated",
  };
  return consumers.map(({ name, page, decide }) => ({
    consumer: name,
    page,
    ...decide(facts),
  }));
}

function yes(reason: string): Answer {
  return { takes: "yes", reason };
}
function no(reason: string): Answer {
  return { takes: "no", reason };
}
function depends(reason: string): Answer {
  return { takes: "depends", reason };
}
