/** JSON whose big integers keep every digit: the platform's audit ids are 64-bit numbers, a double holds 53 bits. */

/** A string (whose inside is left alone but for raw control characters), or an integer too long for a double. */
const TOKENS = /"(?:[^"\\]|\\[\s\S])*"|-?\d{16,}(?![\d.eE])/gu;

/**
 * Parses JSON text. Integers of 16 digits and more become strings with the same digits. Raw control characters
 * inside strings, which strict JSON forbids and the platform has been seen to send, survive.
 * Throws a SyntaxError where the rest is no JSON.
 */
export function parseLosslessJson(text: string): unknown {
  const prepared = text
    .replace(/^\ufeff/u, '')
    .replace(TOKENS, (token) => (token.startsWith('"') ? escapeControls(token) : `"${token}"`));
  return JSON.parse(prepared);
}

function escapeControls(token: string): string {
  return token.replace(/[\u0000-\u001f]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
