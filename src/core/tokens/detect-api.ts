/**
 * Which kind of API a token is probably meant for, by clues: what stands around it, what the account has, what the
 * project sets up. A clue is a guess and says what it rests on; the reader chooses. All in time linear in the text.
 */
import type { ApiAnswer } from "./judge-apis.ts";

export interface ApiClue {
  /** Kinds of consumers, the likeliest first. */
  readonly ids: readonly string[];
  /** "the text around the token names an AppSync address" */
  readonly because: string;
}

export interface ApiGuess {
  readonly id: string;
  /** A sentence. */
  readonly reason: string;
}

/** @param clues the strongest first; weaker ones only narrow what the strongest leaves open. */
export function guessApi(clues: readonly ApiClue[]): ApiGuess | undefined {
  const [first, ...others] = clues;
  if (first === undefined) return undefined;
  let { ids } = first;
  const because = [first.because];
  for (const clue of others) {
    const both = ids.filter((id) => clue.ids.includes(id));
    if (both.length === 0 || both.length === ids.length) continue;
    ids = both;
    because.push(clue.because);
  }
  const [id] = ids;
  return id === undefined
    ? undefined
    : { id, reason: `Chosen because ${because.join(", and ")}.` };
}

const addresses: readonly (readonly [
  pattern: RegExp,
  ids: readonly string[],
  what: string,
])[] = [
  [
    /\.execute-api\.[a-z\d-]+\.amazonaws\.com/g,
    ["http", "rest", "rest-scopes"],
    "an API Gateway address",
  ],
  [
    /\.appsync-(?:realtime-)?api\.[a-z\d-]+\.amazonaws\.com/g,
    ["appsync"],
    "an AppSync address",
  ],
  [
    /\.elb\.(?:[a-z\d-]+\.)?amazonaws\.com/g,
    ["alb", "alb-sign-in"],
    "a load balancer's address",
  ],
  [/\/oauth2\/userInfo\b/gi, ["user-info"], "the userInfo endpoint"],
  [
    /\bAWSCognitoIdentityProviderService\./g,
    ["self-service"],
    "an operation of Cognito",
  ],
  [
    /\bAWSCognitoIdentityService\./g,
    ["identity-pool"],
    "an operation of identity pools",
  ],
];

/** @param offset where the token stands in the text: the address that is nearest to it counts. */
export function findApiAddress(
  text: string,
  offset: number,
): ApiClue | undefined {
  const found = addresses.flatMap(([pattern, ids, what]) =>
    [...text.matchAll(pattern)].map(({ index }) => ({
      ids,
      what,
      distance: Math.abs(index - offset),
    })),
  );
  const [nearest] = found.sort((a, b) => a.distance - b.distance);
  return (
    nearest && {
      ids: nearest.ids,
      because: `the text around the token names ${nearest.what}`,
    }
  );
}

/** Words by which infrastructure code sets up a consumer of tokens. */
const setups: readonly (readonly [id: string, words: RegExp])[] = [
  [
    "rest",
    /(?<!AMAZON_)\bCOGNITO_USER_POOLS\b|\bCognitoUserPoolsAuthorizer\b|AWS::Serverless::Api\b/,
  ],
  [
    "http",
    /\bJwtConfiguration\b|\bjwt_configuration\b|\bHttp(?:Jwt|UserPool)Authorizer\b/,
  ],
  ["appsync", /\bAMAZON_COGNITO_USER_POOLS\b|\bAuthorizationType\.USER_POOL\b/],
  ["alb", /\bjwt-validation\b/],
  ["alb-sign-in", /\bauthenticate-cognito\b|\bAuthenticateCognitoAction\b/],
  ["lambda", /\baws-jwt-verify\b|\bCognitoJwtVerifier\b/],
];

/** A SAM API or a method asks for scopes. */
const scopeWords = /\b[aA]uthorization_?[sS]copes\b/;

export function findApiSetup(
  files: Iterable<{ readonly path: string; readonly text: string }>,
): ApiClue | undefined {
  const ids = new Set<string>();
  const paths: string[] = [];
  for (const { path, text } of files) {
    const found = setups.filter(([, words]) => words.test(text));
    if (found.length > 0) paths.push(path);
    for (const [id] of found) {
      if (id === "rest" && !/\bUserPoolArn|COGNITO|Cognito/.test(text))
        continue;
      if (id === "rest" && scopeWords.test(text)) ids.add("rest-scopes");
      ids.add(id);
    }
  }
  const [path] = paths;
  return path === undefined || ids.size === 0
    ? undefined
    : {
        ids: [...ids],
        because: `${path} sets up ${ids.size === 1 ? "such an API" : `${String(ids.size)} kinds of API, this among them`}`,
      };
}

/** @param answers of the account's APIs that name the token's pool. */
export function findApiOfAccount(
  answers: readonly ApiAnswer[],
): ApiClue | undefined {
  const [first] = answers;
  return (
    first && {
      ids: [...new Set(answers.map(({ advice }) => advice.id))],
      because: `your account's ${first.api} names this pool`,
    }
  );
}
