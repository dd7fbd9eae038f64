/** Changes bytes at random, the same way for the same seed. */

export type Random = () => number;

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Pieces that parsers stumble over. */
const TOKENS: readonly string[] = [
  '__proto__',
  'constructor',
  '{"__proto__":{"polluted":1}}',
  '"',
  "'",
  '{',
  '[',
  ']',
  '}',
  ':',
  '&a ',
  '*a',
  '!!binary ',
  '<<: ',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\u0085',
  '\ud83d',
  '\r',
  '\t',
  '|\n',
  '? ',
  '# ',
  '1e999',
  '-0',
  '9007199254740993',
  'null',
  '~',
  '<<<<<<< ',
  '\\u0000',
  '[[[[[[[[',
  '- - - - ',
];

/** One to six changes of a text, or noise. */
export function mutate(seeds: readonly string[], random: Random): Buffer {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  if (random() < 0.05)
    return Buffer.from(Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256)));
  let bytes = Buffer.from(pick(seeds) ?? '', 'latin1');
  for (let count = 1 + Math.floor(random() * 6); count > 0; count -= 1) {
    const at = Math.floor(random() * (bytes.length + 1));
    const length = Math.floor(random() ** 3 * 60);
    bytes = Buffer.concat(changeAt(bytes, at, length, random, pick(TOKENS) ?? '', pick(seeds) ?? ''));
  }
  return bytes.subarray(0, 60_000);
}

function changeAt(
  bytes: Buffer,
  at: number,
  length: number,
  random: Random,
  token: string,
  other: string,
): readonly Buffer[] {
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (Math.floor(random() * 7)) {
    case 0:
      return [before, after.subarray(length)];
    case 1:
      return [before, after.subarray(0, length), after];
    case 2:
      return [before];
    case 3:
      return [before, Buffer.from([Math.floor(random() * 256)]), after.subarray(1)];
    case 4:
      return [before, Buffer.from(other, 'latin1').subarray(0, length * 4), after];
    case 5:
      return [before, Buffer.from(token.repeat(1 + Math.floor(random() ** 6 * 400))), after];
    default:
      return [before, Buffer.from(token), after];
  }
}
