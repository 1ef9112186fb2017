/** Which operation a path of API Gateway (REST APIs under /restapis, others under /v2) or AppSync (/v1) means. All are GETs. */
import type { Request } from "../protocols.ts";

const paths: readonly (readonly [
  path: RegExp,
  service: Request["service"],
  operation: string,
])[] = [
  [/^\/restapis$/, "apigateway", "GetRestApis"],
  [/^\/restapis\/([^/]+)\/authorizers$/, "apigateway", "GetAuthorizers"],
  [/^\/restapis\/([^/]+)\/resources$/, "apigateway", "GetResources"],
  [/^\/v2\/apis$/, "apigatewayv2", "GetApis"],
  [/^\/v2\/apis\/([^/]+)\/authorizers$/, "apigatewayv2", "GetAuthorizers"],
  [/^\/v2\/apis\/([^/]+)\/routes$/, "apigatewayv2", "GetRoutes"],
  [/^\/v1\/apis$/, "appsync", "ListGraphqlApis"],
];

/** The input of all of them: which API, and which page. */
export interface ListingInput {
  readonly id: string;
  readonly next: string | undefined;
  /** Comma-separated. */
  readonly embed: string | undefined;
}

export function readApiRequest(
  method: string | undefined,
  url: URL,
): Request | undefined {
  if (method !== "GET") return undefined;
  for (const [path, service, operation] of paths) {
    const match = path.exec(url.pathname);
    if (match === null) continue;
    const query = url.searchParams;
    const input: ListingInput = {
      id: decodeURIComponent(match[1] ?? ""),
      next: query.get("position") ?? query.get("nextToken") ?? undefined,
      embed: query.getAll("embed").join(",") || undefined,
    };
    return { service, operation, input };
  }
  return undefined;
}
