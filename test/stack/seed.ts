/** Puts pools, clients, groups and users into an account: for the template, for tests, and a fixed population beside. */
import type {
  ExplicitAuthFlowsType,
  LambdaConfigType,
  PasswordPolicyType,
  PreventUserExistenceErrorTypes,
  UserPoolTierType,
  UserStatusType,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  clientIdFor,
  clientSecretFor,
  poolIdFor,
  uuidFor,
} from "./identifiers.ts";
import type { Account, AppClient, Group, User, UserPool } from "./state.ts";

/** When everything of the seed was made. */
const epoch = new Date("2026-03-02T09:15:00.000Z");

const defaultPolicy: PasswordPolicyType = {
  MinimumLength: 8,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

export interface NewPool {
  readonly name: string;
  readonly tier?: UserPoolTierType;
  readonly usernameAttributes?: readonly ("email" | "phone_number")[];
  readonly autoVerified?: readonly ("email" | "phone_number")[];
  readonly passwordPolicy?: PasswordPolicyType | undefined;
  /** Without `custom:`. */
  readonly customAttributes?: readonly string[];
  readonly triggers?: LambdaConfigType;
  readonly domain?: string;
}

export function addPool(account: Account, pool: NewPool): UserPool {
  const added: UserPool = {
    id: poolIdFor(account.region, pool.name),
    name: pool.name,
    tier: pool.tier ?? "ESSENTIALS",
    usernameAttributes: pool.usernameAttributes ?? [],
    autoVerified: pool.autoVerified ?? [],
    passwordPolicy: { ...(pool.passwordPolicy ?? defaultPolicy) },
    schema: [
      "sub",
      "email",
      "name",
      "phone_number",
      ...(pool.customAttributes ?? []).map((name) => `custom:${name}`),
    ].map((Name) => ({
      Name,
      AttributeDataType: "String",
      Mutable: Name !== "sub",
      Required: Name === "sub",
    })),
    triggers: pool.triggers ?? {},
    ...(pool.domain === undefined ? {} : { domain: pool.domain }),
    created: epoch,
    clients: new Map(),
    users: new Map(),
    groups: new Map(),
    sessions: new Map(),
    challenges: new Map(),
    keys: undefined,
  };
  account.pools.set(added.id, added);
  return added;
}

export interface NewClient {
  readonly name: string;
  readonly hasSecret?: boolean;
  readonly flows?: readonly ExplicitAuthFlowsType[] | undefined;
  readonly preventUserExistenceErrors?: PreventUserExistenceErrorTypes;
  readonly callbackUrls?: readonly string[];
}

export function addClient(pool: UserPool, client: NewClient): AppClient {
  const id = clientIdFor(pool.id, client.name);
  const added: AppClient = {
    id,
    name: client.name,
    ...(client.hasSecret === true ? { secret: clientSecretFor(id) } : {}),
    flows: client.flows ?? [
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
    preventUserExistenceErrors: client.preventUserExistenceErrors ?? "LEGACY",
    callbackUrls: client.callbackUrls ?? [],
    created: epoch,
  };
  pool.clients.set(id, added);
  return added;
}

export function addGroup(pool: UserPool, group: Omit<Group, "created">): Group {
  const added = { ...group, created: epoch };
  pool.groups.set(group.name, added);
  return added;
}

export interface NewUser {
  readonly username: string;
  readonly password?: string;
  /** CONFIRMED when absent. */
  readonly status?: UserStatusType;
  readonly enabled?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  readonly created?: Date;
}

/** In a pool that signs in with an attribute, `username` is that attribute and the real username is the sub. */
export function addUser(pool: UserPool, user: NewUser): User {
  const sub = uuidFor(`user ${pool.id} ${user.username}`);
  const [alias] = pool.usernameAttributes;
  const username = alias === undefined ? user.username : sub;
  const created = user.created ?? epoch;
  const added: User = {
    username,
    sub,
    password: user.password,
    status: user.status ?? "CONFIRMED",
    enabled: user.enabled ?? true,
    attributes: {
      ...(alias === undefined ? {} : { [alias]: user.username }),
      ...user.attributes,
    },
    groups: new Set(user.groups),
    created,
    modified: created,
    confirmationCode: undefined,
  };
  pool.users.set(username, added);
  return added;
}

const givenNames =
  "Ana Ben Chloé Dario Elif Finn Gül Hana Ines Jonas Kaia Luca Mila Nils Olga Pau Quinn Rosa Sami Tove".split(
    " ",
  );
const familyNames = "Acker Brandt Costa Duarte Ersoy Fontaine Grünwald".split(
  " ",
);
const statuses: readonly UserStatusType[] = [
  "CONFIRMED",
  "CONFIRMED",
  "CONFIRMED",
  "UNCONFIRMED",
  "CONFIRMED",
  "FORCE_CHANGE_PASSWORD",
  "CONFIRMED",
  "RESET_REQUIRED",
];

/** 130 users, 70 clients in one pool, and more pools than fit on a small page: enough to need paging everywhere. */
export function populate(account: Account): void {
  for (const pool of account.pools.values()) addPeople(pool, 130);
  const tenants = addPool(account, { name: "tandem-tenants" });
  for (let n = 1; n <= 70; n += 1)
    addClient(tenants, { name: `tenant-${String(n).padStart(2, "0")}` });
  for (const name of ["partners", "staff"]) {
    const pool = addPool(account, {
      name: `tandem-${name}`,
      tier: "LITE",
      domain: `tandem-${name}`,
    });
    addClient(pool, {
      name: `${name}-portal`,
      callbackUrls: [`https://${name}.tandem.example/callback`],
    });
    addGroup(pool, {
      name: "administrators",
      description: "May change everything",
      precedence: 0,
      roleArn: `arn:aws:iam::${account.accountId}:role/administrators`,
    });
  }
  for (let n = 1; n <= 9; n += 1)
    addPool(account, { name: `preview-${String(n)}`, tier: "LITE" });
}

function addPeople(pool: UserPool, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const given = givenNames[n % givenNames.length] ?? "";
    const family =
      familyNames[Math.floor(n / givenNames.length) % familyNames.length] ?? "";
    const local = `${given}.${family}`
      .normalize("NFD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase();
    addUser(pool, {
      username: `${local}@customers.example`,
      status: statuses[n % statuses.length] ?? "CONFIRMED",
      enabled: n % 17 !== 16,
      attributes: {
        email_verified: String(n % 8 !== 3),
        name: `${given} ${family}`,
        ...(n % 4 === 0 ? { "custom:plan": "duo" } : {}),
      },
      groups: n % 25 === 0 ? [...pool.groups.keys()] : [],
      created: new Date(epoch.getTime() + n * 3_600_000),
    });
  }
}
