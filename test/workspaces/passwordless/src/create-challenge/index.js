// CreateAuthChallenge: makes a code and sends it; after a wrong answer it sends another one.
const { randomInt } = require("node:crypto");
const { setTimeout: wait } = require("node:timers/promises");

const sendMail = async () => {
  await wait(Number(process.env.MAIL_DELAY_MS ?? 0));
};

exports.handler = async (event) => {
  const { triggerSource, userName, callerContext, request } = event;
  console.log(JSON.stringify({ triggerSource, userName, callerContext }));
  const code = String(randomInt(100_000, 1_000_000));
  await sendMail(request.userAttributes.email, code);
  console.log("mail sent");

  event.response.publicChallengeParameters = { delivery: "email" };
  event.response.privateChallengeParameters = { expected: code };
  event.response.challengeMetadata = "EMAIL_CODE";
  return event;
};
