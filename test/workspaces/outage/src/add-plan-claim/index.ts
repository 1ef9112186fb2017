// PreTokenGeneration: puts the customer's plan into the ID token, so that the shop need not ask for it.
interface PreTokenGenerationEvent {
  readonly triggerSource: string;
  readonly request: {
    readonly userAttributes: Readonly<Record<string, string>>;
  };
  response: {
    claimsOverrideDetails?: {
      claimsToAddOrOverride?: Record<string, string>;
    } | null;
  };
}

export const handler = async (
  event: PreTokenGenerationEvent,
): Promise<PreTokenGenerationEvent> => {
  const plan = event.request.userAttributes["custom:plan"] ?? "free";
  console.log("plan is", plan);
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { plan },
  };
  return event;
};
