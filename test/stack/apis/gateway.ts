/** API Gateway: listings of REST, HTTP and WebSocket APIs, their authorizers, and the methods and routes these guard. */
import { AwsError } from "../aws-error.ts";
import { pageOf } from "../page.ts";
import type { Operation, Operations } from "../state.ts";
import type { ListingInput } from "./requests.ts";
import type { Apis, HttpApi, RestApi } from "./state.ts";

type Listing = Operation<ListingInput, unknown>;

function cut<T>(
  { pageSize }: Apis,
  items: readonly T[],
  { next }: ListingInput,
): ReturnType<typeof pageOf<T>> {
  return pageOf(items, { limit: undefined, maximum: pageSize, token: next });
}

/** REST APIs call the list `item` on the wire, and the token `position`. */
function restListing(
  itemsOf: (apis: Apis, input: ListingInput) => readonly object[],
): Listing {
  return (input, { account: { apis } }) => {
    const page = cut(apis, itemsOf(apis, input), input);
    return { item: page.items, position: page.next };
  };
}

function restApi({ rest }: Apis, id: string): RestApi {
  const found = rest.find((each) => each.id === id);
  if (found === undefined)
    throw new AwsError(
      "NotFoundException",
      "Invalid API identifier specified",
      404,
    );
  return found;
}

export const restOperations: Operations = {
  GetRestApis: restListing(({ rest }) =>
    rest.map(({ id, name }) => ({ id, name })),
  ),
  GetAuthorizers: restListing((apis, { id }) => restApi(apis, id).authorizers),
  // Without embed=methods a method is only a name.
  GetResources: restListing((apis, { id, embed }) =>
    restApi(apis, id).resources.map(
      ({ resourceMethods = {}, ...resource }) => ({
        ...resource,
        resourceMethods:
          embed === "methods"
            ? resourceMethods
            : Object.fromEntries(
                Object.keys(resourceMethods).map((verb) => [verb, {}]),
              ),
      }),
    ),
  ),
};

function httpListing(
  itemsOf: (apis: Apis, input: ListingInput) => readonly object[],
): Listing {
  return (input, { account: { apis } }) => {
    const page = cut(apis, itemsOf(apis, input), input);
    return { items: page.items.map(withSmallKeys), nextToken: page.next };
  };
}

function httpApi({ http }: Apis, id: string): HttpApi {
  const found = http.find((each) => each.id === id);
  if (found === undefined)
    throw new AwsError(
      "NotFoundException",
      `Invalid API identifier specified: ${id}`,
      404,
    );
  return found;
}

export const httpOperations: Operations = {
  GetApis: httpListing(({ http }) =>
    http.map(({ id, name, protocol }) => ({
      ApiId: id,
      Name: name,
      ProtocolType: protocol,
    })),
  ),
  GetAuthorizers: httpListing((apis, { id }) => httpApi(apis, id).authorizers),
  GetRoutes: httpListing((apis, { id }) => httpApi(apis, id).routes),
};

/** The SDK's names begin with a capital, those on the wire do not. */
function withSmallKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSmallKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      withSmallKeys(member),
    ]),
  );
}
