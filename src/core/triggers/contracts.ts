/**
 * The trigger contract: one row per trigger (pre token generation has one per event version). A fact about Cognito
 * stands here once, with its evidence and the AWS page beside it; everything that knows triggers reads this table.
 */
import type {
  Evidence,
  Member,
  RequestMember,
  Requirement,
  ResponseMember,
  Shape,
  TriggerContract,
  TriggerId,
  TriggerSource,
} from "./contract.ts";

const guide = "https://docs.aws.amazon.com/cognito/latest/developerguide/";

/** The AWS pages the table cites. */
export const pages = {
  overview: `${guide}cognito-user-pools-working-with-lambda-triggers.html`,
  preSignUp: `${guide}user-pool-lambda-pre-sign-up.html`,
  postConfirmation: `${guide}user-pool-lambda-post-confirmation.html`,
  preAuthentication: `${guide}user-pool-lambda-pre-authentication.html`,
  postAuthentication: `${guide}user-pool-lambda-post-authentication.html`,
  preTokenGeneration: `${guide}user-pool-lambda-pre-token-generation.html`,
  challenges: `${guide}user-pool-lambda-challenge.html`,
  defineAuthChallenge: `${guide}user-pool-lambda-define-auth-challenge.html`,
  createAuthChallenge: `${guide}user-pool-lambda-create-auth-challenge.html`,
  verifyAuthChallenge: `${guide}user-pool-lambda-verify-auth-challenge-response.html`,
  userMigration: `${guide}user-pool-lambda-migrate-user.html`,
  customMessage: `${guide}user-pool-lambda-custom-message.html`,
  customEmailSender: `${guide}user-pool-lambda-custom-email-sender.html`,
  customSmsSender: `${guide}user-pool-lambda-custom-sms-sender.html`,
  inboundFederation: `${guide}user-pool-lambda-inbound-federation.html`,
} as const;

const boolean: Shape = { kind: "boolean" };
const string: Shape = { kind: "string" };
const anyObject: Shape = { kind: "map", values: { kind: "json" } };
const strings: Shape = { kind: "array", items: string };
const stringMap: Shape = { kind: "map", values: string };
const oneOf = (...allowed: string[]): Shape => ({ kind: "string", allowed });
const orNull = (shape: Shape): Shape => ({
  kind: "any-of",
  shapes: [shape, { kind: "null" }],
});

/** Claim values of V2 and V3. How deep a list or an object may nest is not said, so any JSON may stand inside. */
const claimValue: Shape = {
  kind: "any-of",
  shapes: [
    string,
    { kind: "number" },
    boolean,
    { kind: "array", items: { kind: "json" } },
    { kind: "map", values: { kind: "json" } },
  ],
};

const documented: Evidence = "documented";

function sent(
  name: string,
  shape: Shape,
  page: string,
  present: RequestMember["present"] = "always",
  more: Partial<RequestMember> = {},
): RequestMember {
  return { name, shape, page, present, evidence: documented, ...more };
}

function answered(
  name: string,
  shape: Shape,
  page: string,
  more: Partial<ResponseMember> = {},
): ResponseMember {
  return { name, shape, page, evidence: documented, ...more };
}

function inside(name: string, shape: Shape, note?: string): Member {
  return {
    name,
    shape,
    page: pages.preTokenGeneration,
    evidence: documented,
    ...(note === undefined ? {} : { note }),
  };
}

const object = (...members: Member[]): Shape => ({ kind: "object", members });

/** Read in the null-tolerant schemas that AWS publishes for these events; the developer guide is silent. */
const deliveredNull = {
  value: null,
  evidence: "code",
} as const satisfies ResponseMember["delivered"];

const deliveredFalse = {
  value: false,
  evidence: "documented",
} as const satisfies ResponseMember["delivered"];

const always: Requirement = { kind: "always" };

const userAttributes = (page: string, note?: string): RequestMember =>
  sent("userAttributes", stringMap, page, "always", {
    note:
      note ??
      "All values are strings, also email_verified and phone_number_verified.",
  });

const clientMetadata = (page: string, note?: string): RequestMember =>
  sent(
    "clientMetadata",
    stringMap,
    page,
    "sometimes",
    note === undefined ? {} : { note },
  );

const notFromInitiateAuth =
  "Comes with the answer to a challenge, never with InitiateAuth or AdminInitiateAuth.";

const userNotFound = (page: string): RequestMember =>
  sent("userNotFound", boolean, page, "sometimes", {
    note: "Present when the app client's PreventUserExistenceErrors is ENABLED.",
  });

/** Members of the event beside `request` and `response`: they must come back as they went out. */
export const envelope: readonly RequestMember[] = [
  sent("version", string, pages.overview, "always", {
    note: "Version of the event's format, not of the function.",
  }),
  sent("triggerSource", string, pages.overview),
  sent("region", string, pages.overview),
  sent("userPoolId", string, pages.overview),
  sent("userName", string, pages.overview, "sometimes", {
    note: "For a user migration it is what the user typed; client credentials have no user.",
  }),
  sent(
    "callerContext",
    object(
      {
        name: "awsSdkVersion",
        shape: string,
        page: pages.overview,
        evidence: documented,
      },
      {
        name: "clientId",
        shape: orNull(string),
        page: pages.overview,
        evidence: "reported",
        note: "For administrators' operations it need not be the id of an app client.",
      },
    ),
    pages.overview,
  ),
  sent("request", anyObject, pages.overview),
  sent("response", anyObject, pages.overview, "sometimes", {
    note: "Reported missing in the events of custom senders.",
  }),
];

const preSignUpFlag = (name: string, note?: string): ResponseMember =>
  answered(name, boolean, pages.preSignUp, {
    delivered: deliveredFalse,
    ignoredFor: ["PreSignUp_AdminCreateUser"],
    ...(note === undefined ? {} : { note }),
  });

const challengeSession = (page: string): RequestMember =>
  sent(
    "session",
    {
      kind: "array",
      items: object(
        { name: "challengeName", shape: string, page, evidence: documented },
        { name: "challengeResult", shape: boolean, page, evidence: documented },
        {
          name: "challengeMetadata",
          shape: orNull(string),
          page,
          evidence: documented,
          note: "The handler's own name for a custom challenge; null is reported where none was set.",
        },
      ),
    },
    page,
    "always",
    {
      note: "Empty on the first call, unless SRP comes first: then it starts with SRP_A.",
    },
  );

const groups = object(
  inside("groupsToOverride", strings),
  inside("iamRolesToOverride", strings),
  inside("preferredRole", orNull(string)),
);

const groupOverride = inside(
  "groupOverrideDetails",
  orNull(groups),
  "Replaces the groups as a whole in both tokens; copy request.groupConfiguration to keep them.",
);

const preTokenRequest: readonly RequestMember[] = [
  userAttributes(pages.preTokenGeneration),
  sent("groupConfiguration", groups, pages.preTokenGeneration),
  clientMetadata(pages.preTokenGeneration, notFromInitiateAuth),
];

const preTokenRequestWithScopes: readonly RequestMember[] = [
  ...preTokenRequest,
  sent("scopes", strings, pages.preTokenGeneration, "sometimes"),
];

const claimsToAdd = inside("claimsToAddOrOverride", {
  kind: "map",
  values: claimValue,
});
const claimsToSuppress = inside("claimsToSuppress", strings);

const claimsAndScopeOverrideDetails = answered(
  "claimsAndScopeOverrideDetails",
  orNull(
    object(
      inside("idTokenGeneration", object(claimsToAdd, claimsToSuppress)),
      inside(
        "accessTokenGeneration",
        object(
          claimsToAdd,
          claimsToSuppress,
          inside("scopesToAdd", strings),
          inside("scopesToSuppress", strings),
        ),
      ),
      groupOverride,
    ),
  ),
  pages.preTokenGeneration,
  { delivered: { value: null, evidence: "reported" } },
);

const preTokenSources: readonly TriggerSource[] = [
  { name: "TokenGeneration_HostedAuth", when: "managed login sign-in" },
  { name: "TokenGeneration_Authentication", when: "end of an API sign-in" },
  {
    name: "TokenGeneration_NewPasswordChallenge",
    when: "a user made by an administrator replaces the temporary password",
  },
  {
    name: "TokenGeneration_AuthenticateDevice",
    when: "end of a device's authentication",
  },
  { name: "TokenGeneration_RefreshTokens", when: "refresh of tokens" },
];

const clientCredentials: TriggerSource = {
  name: "TokenGeneration_ClientCredentials",
  when: "client credentials grant",
};

const senderRequest = (
  page: string,
  type: string,
): readonly RequestMember[] => [
  sent("type", oneOf(type), page),
  sent("code", orNull(string), page, "always", {
    sensitive: true,
    note: "Encrypted under the pool's KMS key.",
  }),
  sent("clientMetadata", orNull(stringMap), page, "sometimes"),
  userAttributes(page),
];

const senderSources = (prefix: string): readonly TriggerSource[] => [
  { name: `${prefix}_SignUp`, when: "confirmation code after sign-up" },
  { name: `${prefix}_Authentication`, when: "code for a sign-in" },
  { name: `${prefix}_ForgotPassword`, when: "code to reset a password" },
  { name: `${prefix}_ResendCode`, when: "confirmation code asked for again" },
  {
    name: `${prefix}_UpdateUserAttribute`,
    when: "email address or phone number changed",
  },
  {
    name: `${prefix}_VerifyUserAttribute`,
    when: "code to verify an attribute asked for",
  },
  {
    name: `${prefix}_AdminCreateUser`,
    when: "temporary password of a user made by an administrator",
  },
];

export const contracts: readonly TriggerContract[] = [
  {
    id: "PreSignUp",
    name: "PreSignUp",
    configKeys: ["PreSignUp"],
    sources: [
      { name: "PreSignUp_SignUp", when: "sign-up" },
      { name: "PreSignUp_AdminCreateUser", when: "AdminCreateUser" },
      {
        name: "PreSignUp_ExternalProvider",
        when: "first sign-in through an external provider",
      },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.preSignUp),
      sent("validationData", orNull(stringMap), pages.preSignUp, "sometimes"),
      clientMetadata(pages.preSignUp),
    ],
    response: [
      preSignUpFlag("autoConfirmUser"),
      preSignUpFlag(
        "autoVerifyEmail",
        "true needs an email attribute, or the sign-up fails.",
      ),
      preSignUpFlag(
        "autoVerifyPhone",
        "true needs a phone_number attribute, or the sign-up fails.",
      ),
    ],
    page: pages.preSignUp,
  },
  {
    id: "PostConfirmation",
    name: "PostConfirmation",
    configKeys: ["PostConfirmation"],
    sources: [
      {
        name: "PostConfirmation_ConfirmSignUp",
        when: "a user was confirmed",
      },
      {
        name: "PostConfirmation_ConfirmForgotPassword",
        when: "a forgotten password was reset",
      },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.postConfirmation),
      clientMetadata(pages.postConfirmation),
    ],
    response: [],
    page: pages.postConfirmation,
  },
  {
    id: "PreAuthentication",
    name: "PreAuthentication",
    configKeys: ["PreAuthentication"],
    sources: [
      { name: "PreAuthentication_Authentication", when: "attempt to sign in" },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.preAuthentication),
      sent(
        "validationData",
        orNull(stringMap),
        pages.preAuthentication,
        "sometimes",
        { note: "The ClientMetadata of InitiateAuth or AdminInitiateAuth." },
      ),
      userNotFound(pages.preAuthentication),
      sent("clientMetadata", stringMap, pages.preAuthentication, "sometimes", {
        evidence: "unknown",
      }),
    ],
    response: [],
    page: pages.preAuthentication,
  },
  {
    id: "PostAuthentication",
    name: "PostAuthentication",
    configKeys: ["PostAuthentication"],
    sources: [
      {
        name: "PostAuthentication_Authentication",
        when: "after a user signed in, before the tokens are handed out",
      },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.postAuthentication),
      sent("newDeviceUsed", boolean, pages.postAuthentication, "sometimes", {
        note: "Set only when the pool remembers devices.",
      }),
      clientMetadata(pages.postAuthentication, notFromInitiateAuth),
    ],
    response: [],
    page: pages.postAuthentication,
  },
  {
    id: "PreTokenGenerationV1",
    name: "PreTokenGeneration",
    configKeys: ["PreTokenGenerationConfig", "PreTokenGeneration"],
    version: "V1_0",
    sources: preTokenSources,
    synchronous: true,
    request: preTokenRequest,
    response: [
      answered(
        "claimsOverrideDetails",
        orNull(
          object(
            inside(
              "claimsToAddOrOverride",
              stringMap,
              "Version 1 takes strings only.",
            ),
            claimsToSuppress,
            groupOverride,
          ),
        ),
        pages.preTokenGeneration,
        { delivered: { value: null, evidence: "reported" } },
      ),
    ],
    page: pages.preTokenGeneration,
  },
  {
    id: "PreTokenGenerationV2",
    name: "PreTokenGeneration",
    configKeys: ["PreTokenGenerationConfig"],
    version: "V2_0",
    sources: preTokenSources,
    synchronous: true,
    request: preTokenRequestWithScopes,
    response: [claimsAndScopeOverrideDetails],
    page: pages.preTokenGeneration,
  },
  {
    id: "PreTokenGenerationV3",
    name: "PreTokenGeneration",
    configKeys: ["PreTokenGenerationConfig"],
    version: "V3_0",
    sources: [...preTokenSources, clientCredentials],
    synchronous: true,
    request: preTokenRequestWithScopes.map((member) =>
      member.name === "userAttributes"
        ? { ...member, unclearFor: [clientCredentials.name] }
        : member,
    ),
    response: [claimsAndScopeOverrideDetails],
    page: pages.preTokenGeneration,
  },
  {
    id: "DefineAuthChallenge",
    name: "DefineAuthChallenge",
    configKeys: ["DefineAuthChallenge"],
    sources: [
      {
        name: "DefineAuthChallenge_Authentication",
        when: "start of a custom sign-in, and after each answer",
      },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.defineAuthChallenge),
      challengeSession(pages.defineAuthChallenge),
      clientMetadata(pages.defineAuthChallenge, notFromInitiateAuth),
      userNotFound(pages.defineAuthChallenge),
    ],
    response: [
      answered(
        "challengeName",
        orNull(
          oneOf(
            "CUSTOM_CHALLENGE",
            "PASSWORD_VERIFIER",
            "NEW_PASSWORD_REQUIRED",
            "SRP_A",
          ),
        ),
        pages.defineAuthChallenge,
        { required: { kind: "decision" }, delivered: deliveredNull },
      ),
      answered("issueTokens", boolean, pages.defineAuthChallenge, {
        required: { kind: "decision" },
        delivered: deliveredNull,
      }),
      answered("failAuthentication", boolean, pages.defineAuthChallenge, {
        required: { kind: "decision" },
        delivered: deliveredNull,
      }),
    ],
    page: pages.defineAuthChallenge,
  },
  {
    id: "CreateAuthChallenge",
    name: "CreateAuthChallenge",
    configKeys: ["CreateAuthChallenge"],
    sources: [
      {
        name: "CreateAuthChallenge_Authentication",
        when: "a custom challenge was chosen",
      },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.createAuthChallenge),
      sent("challengeName", string, pages.createAuthChallenge),
      challengeSession(pages.createAuthChallenge),
      clientMetadata(pages.createAuthChallenge, notFromInitiateAuth),
      userNotFound(pages.createAuthChallenge),
    ],
    response: [
      answered(
        "publicChallengeParameters",
        orNull(stringMap),
        pages.createAuthChallenge,
        { delivered: deliveredNull, note: "Sent to the client." },
      ),
      answered(
        "privateChallengeParameters",
        stringMap,
        pages.createAuthChallenge,
        {
          required: {
            kind: "when-request",
            member: "challengeName",
            equals: "CUSTOM_CHALLENGE",
          },
          notEmpty: { evidence: "reported" },
          delivered: deliveredNull,
          note: "Seen by VerifyAuthChallengeResponse only.",
        },
      ),
      answered("challengeMetadata", orNull(string), pages.createAuthChallenge, {
        delivered: deliveredNull,
        note: "Comes back in session[].challengeMetadata.",
      }),
    ],
    page: pages.createAuthChallenge,
  },
  {
    id: "VerifyAuthChallengeResponse",
    name: "VerifyAuthChallengeResponse",
    configKeys: ["VerifyAuthChallengeResponse"],
    sources: [
      {
        name: "VerifyAuthChallengeResponse_Authentication",
        when: "a user answered a custom challenge",
      },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.verifyAuthChallenge),
      sent(
        "privateChallengeParameters",
        stringMap,
        pages.verifyAuthChallenge,
        "always",
        { sensitive: true },
      ),
      sent("challengeAnswer", string, pages.verifyAuthChallenge, "always", {
        sensitive: true,
      }),
      clientMetadata(pages.verifyAuthChallenge, notFromInitiateAuth),
      userNotFound(pages.verifyAuthChallenge),
    ],
    response: [
      answered("answerCorrect", boolean, pages.verifyAuthChallenge, {
        required: always,
        delivered: { value: null, evidence: "reported" },
      }),
    ],
    page: pages.verifyAuthChallenge,
  },
  {
    id: "UserMigration",
    name: "UserMigration",
    configKeys: ["UserMigration"],
    sources: [
      {
        name: "UserMigration_Authentication",
        when: "sign-in with a password of a user the pool does not know",
      },
      {
        name: "UserMigration_ForgotPassword",
        when: "forgotten password of a user the pool does not know",
      },
    ],
    synchronous: true,
    request: [
      sent("password", string, pages.userMigration, "sometimes", {
        sensitive: true,
        absentFor: ["UserMigration_ForgotPassword"],
        note: "Not sent for UserMigration_ForgotPassword.",
      }),
      sent("validationData", stringMap, pages.userMigration, "sometimes", {
        note: "The ClientMetadata of InitiateAuth or AdminInitiateAuth.",
      }),
      clientMetadata(pages.userMigration),
    ],
    neverSent: ["userAttributes"],
    response: [
      answered("userAttributes", stringMap, pages.userMigration, {
        required: { kind: "with-others" },
        delivered: deliveredNull,
        note: "Left as it came, nobody is migrated.",
      }),
      answered(
        "finalUserStatus",
        orNull(oneOf("CONFIRMED", "RESET_REQUIRED")),
        pages.userMigration,
        {
          delivered: deliveredNull,
          note: "Without CONFIRMED the user has to reset the password.",
        },
      ),
      answered(
        "messageAction",
        orNull(oneOf("SUPPRESS")),
        pages.userMigration,
        {
          delivered: deliveredNull,
          note: "Left out, a welcome message is sent.",
        },
      ),
      answered(
        "desiredDeliveryMediums",
        orNull({ kind: "array", items: oneOf("EMAIL", "SMS") }),
        pages.userMigration,
        { delivered: deliveredNull, note: "Left out, it is SMS." },
      ),
      answered("forceAliasCreation", orNull(boolean), pages.userMigration, {
        delivered: deliveredNull,
        note: "true takes the alias away from another user.",
      }),
      answered("enableSMSMFA", orNull(boolean), pages.userMigration, {
        delivered: deliveredNull,
        note: "Needs MFA in the pool and a phone_number, or the migration fails.",
      }),
    ],
    page: pages.userMigration,
  },
  {
    id: "CustomMessage",
    name: "CustomMessage",
    configKeys: ["CustomMessage"],
    sources: [
      { name: "CustomMessage_SignUp", when: "confirmation code after sign-up" },
      {
        name: "CustomMessage_AdminCreateUser",
        when: "temporary password of a user made by an administrator",
      },
      {
        name: "CustomMessage_ResendCode",
        when: "confirmation code asked for again",
      },
      {
        name: "CustomMessage_ForgotPassword",
        when: "code to reset a password",
      },
      {
        name: "CustomMessage_UpdateUserAttribute",
        when: "email address or phone number changed",
      },
      {
        name: "CustomMessage_VerifyUserAttribute",
        when: "code to verify an attribute asked for",
      },
      { name: "CustomMessage_Authentication", when: "MFA code" },
    ],
    synchronous: true,
    request: [
      userAttributes(pages.customMessage),
      sent("codeParameter", string, pages.customMessage, "always", {
        placeholder: { text: "{####}" },
        note: "A placeholder, usually {####}; never the code itself.",
      }),
      sent("usernameParameter", orNull(string), pages.customMessage, "always", {
        placeholder: {
          text: "{username}",
          sources: ["CustomMessage_AdminCreateUser"],
        },
        note: "A placeholder for CustomMessage_AdminCreateUser, else null.",
      }),
      sent("linkParameter", orNull(string), pages.customMessage, "sometimes"),
      clientMetadata(pages.customMessage),
    ],
    response: [
      answered("smsMessage", orNull(string), pages.customMessage, {
        delivered: deliveredNull,
      }),
      answered("emailMessage", orNull(string), pages.customMessage, {
        delivered: deliveredNull,
        note: "Only for pools that send through their own Amazon SES identity.",
      }),
      answered("emailSubject", orNull(string), pages.customMessage, {
        delivered: deliveredNull,
        note: "Only for pools that send through their own Amazon SES identity.",
      }),
    ],
    page: pages.customMessage,
  },
  {
    id: "CustomSMSSender",
    name: "CustomSMSSender",
    configKeys: ["CustomSMSSender"],
    version: "V1_0",
    sources: senderSources("CustomSMSSender"),
    synchronous: false,
    request: senderRequest(pages.customSmsSender, "customSMSSenderRequestV1"),
    response: [],
    page: pages.customSmsSender,
  },
  {
    id: "CustomEmailSender",
    name: "CustomEmailSender",
    configKeys: ["CustomEmailSender"],
    version: "V1_0",
    sources: [
      ...senderSources("CustomEmailSender"),
      {
        name: "CustomEmailSender_AccountTakeOverNotification",
        when: "threat protection notifies the user",
      },
    ],
    synchronous: false,
    request: senderRequest(
      pages.customEmailSender,
      "customEmailSenderRequestV1",
    ),
    response: [],
    page: pages.customEmailSender,
  },
  {
    id: "InboundFederation",
    name: "InboundFederation",
    configKeys: ["InboundFederation"],
    version: "V1_0",
    sources: [
      {
        name: "InboundFederation_ExternalProvider",
        when: "each federated sign-in, before the user is created or updated",
      },
    ],
    synchronous: true,
    request: [
      sent("providerName", string, pages.inboundFederation),
      sent("providerType", string, pages.inboundFederation),
      sent(
        "attributes",
        object(
          ...["tokenResponse", "idToken", "userInfo", "samlResponse"].map(
            (name): Member => ({
              name,
              shape: stringMap,
              page: pages.inboundFederation,
              evidence: documented,
            }),
          ),
        ),
        pages.inboundFederation,
        "always",
        { sensitive: true, note: "Holds the provider's tokens." },
      ),
    ],
    response: [
      answered("userAttributesToMap", stringMap, pages.inboundFederation, {
        required: always,
        delivered: { value: {}, evidence: documented },
        note: "All or nothing: an attribute left out is dropped; an empty object changes nothing.",
      }),
    ],
    page: pages.inboundFederation,
  },
];

const byId = new Map(contracts.map((contract) => [contract.id, contract]));

export function contractOf(id: TriggerId): TriggerContract {
  const contract = byId.get(id);
  if (contract === undefined) throw new Error(`No contract for ${id}`);
  return contract;
}

/** The contracts a trigger source may belong to: several for pre token generation, none for an unknown source. */
export function contractsOfSource(source: string): readonly TriggerContract[] {
  return contracts.filter(({ sources }) =>
    sources.some(({ name }) => name === source),
  );
}

/** The contracts a LambdaConfig member may mean, e.g. PreTokenGenerationConfig. */
export function contractsOfConfigKey(key: string): readonly TriggerContract[] {
  return contracts.filter(({ configKeys }) => configKeys.includes(key));
}
