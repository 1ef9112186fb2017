// PreTokenGeneration: the shop's own claim in the ID token.
exports.handler = async (event) => {
  const { triggerSource, userName, callerContext } = event;
  console.log(JSON.stringify({ triggerSource, userName, callerContext }));
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { shop: "tandem" },
  };
  return event;
};
