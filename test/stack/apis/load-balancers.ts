/** Elastic Load Balancing: load balancers, their listeners and the listeners' rules. Its protocol is query with XML. */
import { AwsError } from "../aws-error.ts";
import { pageOf } from "../page.ts";
import type { Account, Operation, Operations } from "../state.ts";
import type { LoadBalancer } from "./state.ts";

/** A form's fields. */
type Fields = Readonly<Partial<Record<string, string>>>;

function arnOf(
  { region, accountId }: Account,
  { name }: LoadBalancer,
  kind = "loadbalancer",
): string {
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:${kind}/app/${name}/50dc6c495c0c9188`;
}

function listenersOf(account: Account): readonly {
  readonly arn: string;
  readonly balancer: string;
  readonly listener: LoadBalancer["listeners"][number];
}[] {
  return account.apis.loadBalancers.flatMap((balancer) =>
    balancer.listeners.map((listener, index) => ({
      arn: `${arnOf(account, balancer, "listener")}/${String(index)}`,
      balancer: arnOf(account, balancer),
      listener,
    })),
  );
}

const describeLoadBalancers: Operation<Fields, unknown> = (
  { Marker },
  { account },
) => {
  const page = pageOf(account.apis.loadBalancers, {
    limit: undefined,
    maximum: account.apis.pageSize,
    token: Marker,
  });
  return {
    LoadBalancers: page.items.map((balancer) => ({
      LoadBalancerArn: arnOf(account, balancer),
      LoadBalancerName: balancer.name,
      Type: balancer.type,
    })),
    NextMarker: page.next,
  };
};

const describeListeners: Operation<Fields, unknown> = (
  { LoadBalancerArn, Marker },
  { account },
) => {
  const found = listenersOf(account).filter(
    ({ balancer }) => balancer === LoadBalancerArn,
  );
  const page = pageOf(found, {
    limit: undefined,
    maximum: account.apis.pageSize,
    token: Marker,
  });
  return {
    Listeners: page.items.map(({ arn, listener: { Port, Protocol } }) => ({
      ListenerArn: arn,
      Port,
      Protocol,
    })),
    NextMarker: page.next,
  };
};

const describeRules: Operation<Fields, unknown> = (
  { ListenerArn, Marker },
  { account },
) => {
  const found = listenersOf(account).find(({ arn }) => arn === ListenerArn);
  if (found === undefined)
    throw new AwsError("ListenerNotFound", "One or more listeners not found");
  const page = pageOf(found.listener.rules, {
    limit: undefined,
    maximum: account.apis.pageSize,
    token: Marker,
  });
  return { Rules: page.items, NextMarker: page.next };
};

export const loadBalancerOperations: Operations = {
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeListeners: describeListeners,
  DescribeRules: describeRules,
};
