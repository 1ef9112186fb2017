/**
 * The filter expression of ListUsers: `name = "value"` (equal) or `name ^= "value"` (begins with).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html
 */
import { invalidParameter } from "../aws-error.ts";
import type { User } from "../state.ts";

const readers: Readonly<Record<string, (user: User) => string | undefined>> = {
  username: (user) => user.username,
  sub: (user) => user.sub,
  "cognito:user_status": (user) => user.status,
  status: (user) => (user.enabled ? "Enabled" : "Disabled"),
  email: (user) => user.attributes["email"],
  phone_number: (user) => user.attributes["phone_number"],
  name: (user) => user.attributes["name"],
  given_name: (user) => user.attributes["given_name"],
  family_name: (user) => user.attributes["family_name"],
  preferred_username: (user) => user.attributes["preferred_username"],
};

export function compileUserFilter(
  filter: string | undefined,
): (user: User) => boolean {
  if (filter === undefined || filter === "") return () => true;
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(
    filter,
  );
  const [, name = "", operator = "", quoted = ""] = match ?? [];
  if (match === null) throw invalidParameter("Error while parsing filter.");
  const read = readers[name];
  if (read === undefined)
    throw invalidParameter(`Invalid search attribute: ${name}`);
  const wanted = quoted.replaceAll(/\\(.)/g, "$1");
  // The status filters do not mind the case of their value.
  const fold = (text: string): string =>
    name.endsWith("status") ? text.toLowerCase() : text;
  return (user) => {
    const value = read(user);
    if (value === undefined) return false;
    return operator === "="
      ? fold(value) === fold(wanted)
      : fold(value).startsWith(fold(wanted));
  };
}
