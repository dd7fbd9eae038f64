/** JSON whose big integers keep every digit: the platform's audit ids are 64-bit numbers, a double holds 53 bits. */

/**
 * A string, or all that looks like a number. Each is taken whole and in one way only, so that the time grows with
 * the length of the text whatever it holds; a string that is cut off reaches to the end.
 */
const TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?\d[\d.eE+-]*/gu;
/** An integer that may be too long for a double. */
const LONG_INTEGER = /^-?[1-9]\d{15,}$/u;

/**
 * Parses JSON text. Integers of 16 digits and more become strings with the same digits. Raw control characters
 * inside strings, which strict JSON forbids and the platform has been seen to send, survive; so does a BOM in front.
 * Throws a SyntaxError where the rest is no JSON.
 */
export function parseLosslessJson(text: string): unknown {
  const prepared = text
    .replace(/^\ufeff/u, '')
    .replace(TOKENS, (token) => (token.startsWith('"') ? escapeControls(token) : keepDigits(token)));
  return JSON.parse(prepared);
}

function keepDigits(number: string): string {
  return LONG_INTEGER.test(number) ? `"${number}"` : number;
}

function escapeControls(token: string): string {
  return token.replace(
    /[\u0000-\u001f]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
