/** Inputs that are hard on a parser by their size or their depth, each the same on every run. */

export interface HardInput {
  readonly name: string;
  readonly make: () => Buffer;
}

const MEGABYTE = 1_000_000;
const STORE = 'name: a\npoi_id: "1"\nhour: 10:00-21:00\ncontract_phone: 021-00001234\n';

/** Signs that open again and again and never close, in YAML and in JSON. */
const OPENINGS: readonly string[] = [
  '[',
  '{',
  '{"a":',
  '[{"a":',
  '- ',
  '? ',
  '"',
  "'",
  '|\n ',
  '!',
  '&a ',
  '*',
];

/** What may stand as one very long value, key or line. */
const FILLINGS: readonly string[] = [
  'a',
  '9',
  ' ',
  '\t',
  '\n',
  '#',
  '\\',
  '\\"',
  '\u0000',
  '店',
  '\ufeff',
  '=======\n',
];

/** Where a long piece may stand. */
const FRAMES: readonly (readonly [string, string])[] = [
  ['', ''],
  [`${STORE}labels: { a: "`, '" }\n'],
  [`${STORE}hour: `, '\n'],
  [`${STORE}contract_phone: '`, "'\n"],
  [`${STORE}pic_list:\n  - http://mmbiz.qpic.cn/`, '\n'],
  ['{"version":1,"stores":{"1":{"review":"', '"}}}'],
  ['{"errcode":0,"data":{"audit_id":', '}}'],
  ['{"type":"outcome","at":"', '"}\n{"type":1}\n'],
];

export const HARD_INPUTS: readonly HardInput[] = [
  ...OPENINGS.map((sign) => ({
    name: `${JSON.stringify(sign)} 100,000 times`,
    make: () => cut(sign.repeat(100_000)),
  })),
  { name: 'brackets closed', make: () => cut('['.repeat(100_000) + ']'.repeat(100_000)) },
  { name: 'braces closed', make: () => cut(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) },
  { name: 'brackets inside a record', make: () => cut(`{"version":1,"stores":{"1":${'['.repeat(100_000)}`) },
  {
    name: 'indentation, one step a line',
    make: () => cut(listLines(1_400, (row) => `${' '.repeat(row)}a:`)),
  },
  ...FRAMES.flatMap(([before, after], frame) =>
    FILLINGS.map((filling) => ({
      name: `frame ${frame} filled with ${JSON.stringify(filling)}`,
      make: () => fill(before, filling, after),
    })),
  ),
  { name: 'alias bomb', make: () => cut(makeBomb()) },
  { name: 'aliases of one anchor', make: () => cut(`a: &a [1]\nb: [${'*a,'.repeat(100_000)}]\n`) },
  {
    name: 'escaped quotes that are never closed',
    make: () => cut(`name: "${'\\"'.repeat(4_000)}${'a'.repeat(900_000)}`),
  },
  { name: 'brackets behind a quote that is not closed', make: () => cut(`name: 5" ${'['.repeat(9_000)}`) },
  { name: 'as many signs as are read', make: () => cut(STORE + listLines(3_000, (row) => `k${row}: [x]`)) },
  { name: 'anchors', make: () => cut(listLines(100_000, (row) => `k${row}: &a${row} x`)) },
  { name: 'keys of YAML', make: () => cut(STORE + listLines(100_000, (row) => `k${row}: x`)) },
  { name: 'one key again and again', make: () => cut(listLines(100_000, () => 'hour: x')) },
  { name: 'empty keys', make: () => cut(listLines(100_000, () => ': ')) },
  { name: 'items', make: () => cut(`${STORE}pic_list:\n${listLines(100_000, () => '  - http://a/b')}`) },
  { name: 'labels', make: () => cut(`${STORE}labels:\n${listLines(100_000, (row) => `  k${row}: v`)}`) },
  { name: 'documents', make: () => cut('---\n'.repeat(250_000)) },
  { name: 'comments', make: () => cut('# a\n'.repeat(250_000)) },
  { name: 'syntax errors', make: () => cut('a: @b\n'.repeat(150_000)) },
  { name: 'cut values', make: () => cut(STORE + listLines(60_000, (row) => `k${row}: a #b`)) },
  { name: 'conflict markers', make: () => cut('<<<<<<< a\n=======\n>>>>>>> b\n'.repeat(30_000)) },
  { name: 'keys of JSON', make: () => cut(`{${listJoined(70_000, (row) => `"k${row}":1`)}}`) },
  { name: 'equal keys of JSON', make: () => cut(`{${listJoined(100_000, () => '"a":1')}}`) },
  { name: 'records', make: () => makeState(30_000, (row) => `"${row}":{"review":"none"}`) },
  {
    name: 'records on one line',
    make: () =>
      Buffer.from(
        makeState(30_000, (row) => `"${row}":{"review":"none"}`)
          .toString()
          .replaceAll('\n', ''),
      ),
  },
  { name: 'equal records', make: () => makeState(30_000, () => '"1":{"review":"none"}') },
  { name: 'bad records', make: () => makeState(30_000, (row) => `"${row}":{"review":"x"}`) },
  { name: 'torn journal lines', make: () => cut('{"type":"intent"\n'.repeat(60_000)) },
  { name: 'numbers', make: () => cut(`[${listJoined(50_000, () => '9007199254740993')}]`) },
  { name: 'exponents', make: () => cut(`[${listJoined(100_000, () => '1e999')}]`) },
  { name: 'signs of numbers', make: () => cut('-+.eE'.repeat(200_000)) },
  { name: 'lone surrogates, escaped', make: () => cut(`{"a":"${'\\ud800'.repeat(150_000)}"}`) },
  { name: 'lone surrogates, as bytes', make: () => Buffer.alloc(MEGABYTE, Buffer.from([0xed, 0xa0, 0x80])) },
  { name: 'bytes that are no UTF-8', make: () => Buffer.alloc(MEGABYTE, 0xff) },
  { name: 'UTF-16', make: () => Buffer.from(`\ufeff${'店'.repeat(400_000)}`, 'utf16le') },
  { name: 'GBK', make: () => Buffer.alloc(MEGABYTE, Buffer.from([0xb5, 0xea])) },
  { name: 'more than a megabyte', make: () => Buffer.alloc(MEGABYTE + 1, 'a') },
];

/** Exactly one megabyte at most: what is longer is refused by its length alone. */
function cut(text: string): Buffer {
  return Buffer.from(text).subarray(0, MEGABYTE);
}

function fill(before: string, filling: string, after: string): Buffer {
  const length = MEGABYTE - Buffer.byteLength(before + after);
  return Buffer.from(`${before}${filling.repeat(Math.floor(length / Buffer.byteLength(filling)))}${after}`);
}

function listLines(count: number, line: (row: number) => string): string {
  return `${Array.from({ length: count }, (_, row) => line(row)).join('\n')}\n`;
}

function listJoined(count: number, part: (row: number) => string): string {
  return Array.from({ length: count }, (_, row) => part(row)).join(',');
}

/** A state in mendian's own form, one record a line. */
function makeState(count: number, record: (row: number) => string): Buffer {
  const lines = Array.from({ length: count }, (_, row) => record(row)).join(',\n');
  return Buffer.from(`{\n"version": 1,\n"stores": {\n${lines}\n}\n}\n`);
}

/** Each list holds the one before nine times. */
function makeBomb(): string {
  const rows = Array.from(
    { length: 30 },
    (_, row) => `l${row + 1}: &l${row + 1} [${Array(9).fill(`*l${row}`).join(', ')}]`,
  );
  return `l0: &l0 lol\n${rows.join('\n')}\n`;
}
