/**
 * Reads base64url (RFC 4648, section 5) without loading the cryptography: a hover needs no more. The caller has seen to it
 * that only characters of its alphabet stand in the text and that the length is possible.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
