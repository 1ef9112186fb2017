/** LookupEvents: newest first, one attribute to look for, pages of at most fifty. */
import type {
  LookupEventsRequest,
  LookupEventsResponse,
} from "@aws-sdk/client-cloudtrail";
import { AwsError } from "../aws-error.ts";
import { pageOf } from "../page.ts";
import type { Operation, Operations } from "../state.ts";
import type { TrailEvent } from "./trail.ts";

const eventSource = "cognito-idp.amazonaws.com";

/** Dates as they come over the wire. */
type Wire = Omit<LookupEventsRequest, "StartTime" | "EndTime"> & {
  readonly StartTime?: number;
  readonly EndTime?: number;
};

const lookupEvents: Operation<Wire, LookupEventsResponse> = (
  input,
  { account },
) => {
  const attributes = input.LookupAttributes ?? [];
  if (attributes.length > 1)
    throw new AwsError(
      "InvalidLookupAttributesException",
      "You can use only one lookup attribute.",
    );
  const [attribute] = attributes;
  const from = (input.StartTime ?? 0) * 1000;
  const to = (input.EndTime ?? Infinity) * 1000;
  if (from > to)
    throw new AwsError("InvalidTimeRangeException", "Invalid time range.");
  const now = Date.now();
  const found = account.trail.events
    .filter(
      (event) =>
        event.visibleFrom <= now &&
        event.time.getTime() >= from &&
        event.time.getTime() <= to &&
        (attribute === undefined ||
          valueOf(event, attribute.AttributeKey) === attribute.AttributeValue),
    )
    .reverse();
  const page = pageOf(found, {
    limit: input.MaxResults ?? 50,
    maximum: 50,
    token: input.NextToken,
  });
  return {
    Events: page.items.map((event) => ({
      EventId: event.id,
      EventName: event.name,
      EventTime: event.time,
      EventSource: eventSource,
      ReadOnly: String(event.readOnly),
      Resources: [],
      CloudTrailEvent: event.record,
    })),
    NextToken: page.next,
  };
};

export const trailOperations: Operations = { LookupEvents: lookupEvents };

function valueOf(
  event: TrailEvent,
  key: string | undefined,
): string | undefined {
  switch (key) {
    case "EventSource":
      return eventSource;
    case "EventName":
      return event.name;
    case "EventId":
      return event.id;
    case "ReadOnly":
      return String(event.readOnly);
    default:
      return undefined;
  }
}
