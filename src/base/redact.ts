/** Takes secrets out of texts, in each form in which they could stand there. */

/** Shorter values would blot out ordinary text. */
const SHORTEST_SECRET = 6;

/** Replaces each secret, plain, URL-encoded, base64 or JSON-escaped, by `***`. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(listForms);
  const longestFirst = [...new Set(forms)].sort((left, right) => right.length - left.length);
  return longestFirst.reduce((safe, form) => safe.replaceAll(form, '***'), text);
}

function listForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // By way of its bytes, since half a character has no URL-encoded form.
  const encoded = encodeURIComponent(bytes.toString('utf8'));
  const escaped = JSON.stringify(secret).slice(1, -1);
  const base64 = bytes.toString('base64');
  return [
    secret,
    encoded,
    encoded.replace(/%[0-9A-F]{2}/gu, (code) => code.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    base64.replace(/=+$/u, ''),
    base64,
    bytes.toString('base64url'),
    escaped,
    escaped.replaceAll('/', '\\/'),
  ];
}
