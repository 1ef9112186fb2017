/** Application load balancers: the rules of their listeners that sign users in or validate tokens. */
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  type Action,
  type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Api, ApiReading, Authorizer } from "../core/ports/authorizers.ts";
import type { Connection } from "../core/ports/connection.ts";
import { readApi } from "./api-reading.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { allPages, eachPage } from "./each-page.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";
import { somethingElse } from "./not-aws-errors.ts";

export async function* readLoadBalancers(
  connection: Connection,
  limits: Limits,
  signal: AbortSignal | undefined,
): AsyncGenerator<ApiReading> {
  const client = new ElasticLoadBalancingV2Client(
    clientSettings(connection, limits),
  );
  const about = (call: string, resource?: string) => ({
    connection,
    action: `elasticloadbalancing:${call}`,
    ...known({ resource }),
  });
  const options = known({ abortSignal: signal });
  const balancers = eachPage((Marker) => {
    const context = about("DescribeLoadBalancers");
    return callAws(context, async () => {
      const found = await client.send(
        new DescribeLoadBalancersCommand({ ...known({ Marker }) }),
        options,
      );
      // A page of HTML passes for XML.
      if (found.LoadBalancers === undefined)
        throw somethingElse("an answer without load balancers", 200, context);
      return {
        items: found.LoadBalancers,
        ...known({ next: found.NextMarker }),
      };
    });
  });
  for await (const balancer of balancers) {
    if (balancer.Type !== "application") continue;
    const { LoadBalancerArn: id = "", LoadBalancerName: name = id } = balancer;
    const api: Api = { service: "load-balancer", id, name };
    const resource = `Load balancer ${name}`;
    yield await readApi(api, async () => {
      const listeners = await allPages((Marker) =>
        callAws(about("DescribeListeners", resource), async () => {
          const found = await client.send(
            new DescribeListenersCommand({
              LoadBalancerArn: id,
              ...known({ Marker }),
            }),
            options,
          );
          return {
            items: found.Listeners ?? [],
            ...known({ next: found.NextMarker }),
          };
        }),
      );
      const authorizers: Authorizer[] = [];
      for (const { ListenerArn = "", Protocol = "", Port = 0 } of listeners) {
        // Both actions exist on HTTPS listeners only.
        if (Protocol !== "HTTPS") continue;
        const rules = await allPages((Marker) =>
          callAws(about("DescribeRules", resource), async () => {
            const found = await client.send(
              new DescribeRulesCommand({ ListenerArn, ...known({ Marker }) }),
              options,
            );
            return {
              items: found.Rules ?? [],
              ...known({ next: found.NextMarker }),
            };
          }),
        );
        for (const rule of rules)
          for (const action of rule.Actions ?? [])
            authorizers.push(
              ...describe(action, rule, `${Protocol}:${String(Port)}`),
            );
      }
      return authorizers;
    });
  }
}

function describe(
  action: Action,
  rule: Rule,
  listener: string,
): readonly Authorizer[] {
  const guard = {
    name:
      rule.IsDefault === true ? "Default rule" : `Rule ${rule.Priority ?? ""}`,
    routes: [{ name: [listener, ...conditionsOf(rule)].join(" "), scopes: [] }],
  };
  const { AuthenticateCognitoConfig: cognito, AuthenticateOidcConfig: oidc } =
    action;
  const jwt = action.JwtValidationConfig;
  if (cognito !== undefined || oidc !== undefined)
    return [
      {
        kind: "listener-sign-in",
        ...guard,
        trusts: cognito?.UserPoolArn ?? oidc?.Issuer ?? "",
        unauthenticated:
          cognito?.OnUnauthenticatedRequest ??
          oidc?.OnUnauthenticatedRequest ??
          "authenticate",
      },
    ];
  return jwt === undefined
    ? []
    : [
        {
          kind: "listener-jwt",
          ...guard,
          issuer: jwt.Issuer ?? "",
          claims: (jwt.AdditionalClaims ?? []).map(
            ({ Name = "", Format = "", Values = [] }) => ({
              name: Name,
              format: Format,
              values: Values,
            }),
          ),
        },
      ];
}

/** Hosts, paths and methods, which are what a reader knows a rule by. */
function conditionsOf({ Conditions = [] }: Rule): readonly string[] {
  return Conditions.flatMap((condition) => [
    ...(condition.Values ?? []),
    ...(condition.Values === undefined
      ? [
          condition.HttpRequestMethodConfig,
          condition.HostHeaderConfig,
          condition.PathPatternConfig,
        ].flatMap((config) => config?.Values ?? [])
      : []),
  ]);
}
