/** AppSync: its GraphQL APIs with the modes by which they authorize. */
import { pageOf } from "../page.ts";
import type { Operation, Operations } from "../state.ts";
import type { ListingInput } from "./requests.ts";

const listGraphqlApis: Operation<ListingInput, unknown> = (
  { next },
  { account: { apis } },
) => {
  const page = pageOf(apis.graphql, {
    limit: undefined,
    maximum: apis.pageSize,
    token: next,
  });
  return { graphqlApis: page.items, nextToken: page.next };
};

export const appsyncOperations: Operations = {
  ListGraphqlApis: listGraphqlApis,
};
