/**
 * What the claims and header fields of Cognito's tokens mean, in plain words: one row each, with the AWS page that says
 * so. A row says no more than its page; a claim that has no row is shown as unknown.
 */
import { pages } from "./aws-pages.ts";
import type { TokenKind } from "./decode.ts";

export interface Meaning {
  readonly text: string;
  /** The AWS page; absent for claims of the JWT standard's own and unknown ones. */
  readonly page?: string;
}

type Row = Meaning & {
  /** Where the claim means something else in the other kind of token. */
  readonly in?: Partial<Record<TokenKind, Meaning>>;
};

const id = pages.idToken;
const access = pages.accessToken;

const headerRows: Readonly<Record<string, Row>> = {
  kid: {
    text: "Which of the pool's keys signed the token. A pool signs id and access tokens with different keys.",
    page: access,
  },
  alg: { text: "How it is signed. User pools use RS256.", page: access },
  typ: {
    text: "Kind of object. Cognito does not need it; do not rely on it.",
    page: access,
  },
  enc: { text: "How the contents are encrypted.", page: pages.refreshToken },
  cty: { text: "What the encrypted contents are.", page: pages.refreshToken },
};

const claimRows: Readonly<Record<string, Row>> = {
  sub: {
    text: "The user's own id, which never changes. It looks like a UUID, but do not rely on its form.",
    page: id,
  },
  iss: {
    text: "Who issued the token: the user pool. It contains the Region and the pool id, never the pool's domain.",
    page: pages.verifying,
  },
  aud: {
    text: "Whom the token is for.",
    page: id,
    in: {
      id: { text: "The app client that the token was issued to.", page: id },
      access: {
        text: "Not there by default: a resource named at sign-in (resource binding) or a pre token generation trigger put it here. An HTTP API authorizer then compares it instead of client_id.",
        page: access,
      },
    },
  },
  client_id: {
    text: "The app client that the token was issued to. Access tokens name it here, id tokens in aud.",
    page: access,
  },
  token_use: {
    text: "Which of Cognito's tokens this is: id tells an app who the user is, access tells an API what its bearer may do.",
    page: pages.verifying,
  },
  "cognito:username": {
    text: "The user name in the pool. In pools with sign-in by e-mail or phone it is an id; federated users have <provider>_<id>.",
    page: id,
  },
  username: {
    text: "The user name in the pool: what id tokens call cognito:username.",
    page: access,
  },
  auth_time: {
    text: "When the user really signed in. A refresh does not renew it.",
    page: id,
  },
  iat: { text: "When this token was issued.", page: id },
  exp: { text: "When this token stops being accepted.", page: id },
  nbf: { text: "Before this time the token is not to be accepted." },
  event_id: {
    text: "The sign-in event that the token comes from.",
    page: id,
  },
  jti: {
    text: "This token's own id. It is there when token revocation is on for the app client.",
    page: pages.revocation,
  },
  origin_jti: {
    text: "Ties together all tokens that come from one refresh token; revoking acts on it.",
    page: pages.revocation,
  },
  "cognito:groups": {
    text: "The user's groups when the token was issued. Later changes show only in new tokens.",
    page: pages.groups,
  },
  "cognito:roles": {
    text: "IAM roles of the user's groups, for identity pools.",
    page: pages.groups,
  },
  "cognito:preferred_role": {
    text: "IAM role of the group that comes first by precedence, for identity pools.",
    page: pages.groups,
  },
  identities: {
    text: "Identity providers that the user is linked to. Values inside, such as primary, are texts.",
    page: id,
  },
  scope: {
    text: "What the token allows, separated by spaces. Sign-in through the API gives aws.cognito.signin.user.admin alone; custom scopes are <resource server>/<scope>.",
    page: pages.scopes,
  },
  version: { text: "Version of the access token's form.", page: access },
  device_key: {
    text: "The remembered device. It is needed again to refresh.",
    page: access,
  },
  email: { text: "The user's e-mail address.", page: pages.attributes },
  email_verified: {
    text: "Whether the e-mail address was confirmed.",
    page: pages.attributes,
  },
  phone_number: { text: "The user's phone number.", page: pages.attributes },
  phone_number_verified: {
    text: "Whether the phone number was confirmed.",
    page: pages.attributes,
  },
  nonce: {
    text: "The value that the app sent along when it asked for the sign-in; the app must compare it.",
    page: pages.authorize,
  },
  at_hash: {
    text: "Hash of the access token that was issued together with this one.",
    page: id,
  },
  acr: { text: "How strongly the user was authenticated." },
  amr: { text: "The methods by which the user was authenticated." },
};

const standardAttributes = new Set(
  "address birthdate family_name gender given_name locale middle_name name nickname picture preferred_username profile updated_at website zoneinfo".split(
    " ",
  ),
);

/** What claim `name` means in a token of this kind. */
export function explainClaim(name: string, kind: TokenKind): Meaning {
  const row = Object.hasOwn(claimRows, name) ? claimRows[name] : undefined;
  if (row !== undefined) return row.in?.[kind] ?? row;
  if (name.startsWith("custom:"))
    return {
      text: "A custom attribute of this pool. Always a text, also for numbers.",
      page: pages.attributes,
    };
  if (name.startsWith("dev:"))
    return {
      text: "An attribute that only administrators can change.",
      page: pages.attributes,
    };
  if (standardAttributes.has(name))
    return { text: "An attribute of the user.", page: pages.attributes };
  if (name.startsWith("cognito:"))
    return { text: "One of Cognito's own claims, not known to this table." };
  return kind === "id" || kind === "access"
    ? {
        text: "Not one of Cognito's own: usually added by a pre token generation trigger.",
        page: pages.preToken,
      }
    : { text: "Not one of Cognito's claims." };
}

/** What header field `name` means. */
export function explainHeaderField(name: string): Meaning {
  const row = Object.hasOwn(headerRows, name) ? headerRows[name] : undefined;
  return row ?? { text: "Not a header field that Cognito writes." };
}
