// PreSignUp: customers of the pilot need no confirmation code.
const pilotDomains = ["example.com", "tandem.example"];

exports.handler = async (event) => {
  const email = event.request.userAttributes.email ?? "";
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  console.log("sign-up from", domain, "by", event.triggerSource);

  if (pilotDomains.includes(domain)) {
    event.response.autoConfirmUser = "true";
    event.response.autoVerifyEmail = true;
  }
  return event;
};
