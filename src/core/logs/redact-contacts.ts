/**
 * Takes e-mail addresses and phone numbers out of text, so far that no one can be reached by what is left: the domain
 * and the last digits stay, because a fault often depends on them. Invariants: linear in the text; doing it twice
 * changes nothing.
 */

/** `text` with its addresses as `a***@example.com` and its numbers as `+***1234`. */
export function redactContacts(text: string): string {
  const clean =
    text.includes("@") || text.includes("%40") ? redactMail(text) : text;
  return clean.includes("+") ? clean.replace(phone, "+***$1") : clean;
}

/** As Cognito has them: https://datatracker.ietf.org/doc/html/rfc3966, `+` and digits alone. */
const phone = /(?<![\w+/=])\+[1-9]\d{3,11}(\d{4})(?![\w+/=])/g;

const at = /(?:@|%40)(?=(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,24})/gu;
/** What ends the name before the `@`; a star is our own mark. */
const delimiter = /[\s"'`<>()[\]{},;:=&@\\*/?#|]/;
const longestName = 64;

function redactMail(text: string): string {
  let out = "";
  let done = 0;
  for (const { index } of text.matchAll(at)) {
    let start = index;
    while (
      start > done &&
      index - start < longestName &&
      !delimiter.test(text.charAt(start - 1))
    )
      start -= 1;
    if (start === index) continue;
    out += `${text.slice(done, start)}${text.charAt(start)}***`;
    done = index;
  }
  return out + text.slice(done);
}
