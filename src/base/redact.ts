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
  const encoded = encodeURIComponent(secret);
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    base64,
    base64.replace(/=+$/u, ''),
    Buffer.from(secret, 'utf8').toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
  ];
}
