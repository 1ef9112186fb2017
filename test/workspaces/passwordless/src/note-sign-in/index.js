// PostAuthentication: counts sign-ins. It logs nothing of the event.
let count = 0;

exports.handler = async (event) => {
  count += 1;
  console.log("sign-ins since this instance started:", count);
  return event;
};
