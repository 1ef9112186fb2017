// DefineAuthChallenge: one code from an e-mail, three tries.
exports.handler = async (event) => {
  const { session } = event.request;
  const last = session.at(-1);
  console.log("event", JSON.stringify(event));

  if (
    last?.challengeName === "CUSTOM_CHALLENGE" &&
    last.challengeResult === true
  ) {
    event.response.issueTokens = true;
    event.response.failAuthentication = false;
  } else if (session.length >= 3) {
    event.response.issueTokens = false;
    event.response.failAuthentication = true;
  } else {
    event.response.issueTokens = false;
    event.response.failAuthentication = false;
    event.response.challengeName = "CUSTOM_CHALLENGE";
  }
  return event;
};
