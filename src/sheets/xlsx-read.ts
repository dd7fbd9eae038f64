/**
 * Reads the sheets of an .xlsx file (ECMA-376, both its dialects) as cells of a kind. Nothing is worked out, fetched or
 * run: formulas are named as such, and links, macros and all else in the file are not looked at.
 */
import {
  type Cell,
  type Grid,
  MOST_CELLS,
  MOST_COLUMNS,
  MOST_ROWS,
  parseAddress,
  type Row,
} from './cells.ts';
import { type NumberStyles, readStyles, showNumber } from './xlsx-numbers.ts';
import { TooMuchError, walkXml } from './xml.ts';
import { openZip, type ZipFile } from './zip.ts';

/** Why a file cannot be read as a workbook. */
export type SheetRefusal = 'old-excel' | 'other-format' | 'encrypted' | 'too-large' | 'broken';

/** As packed; a chain of 5,000 stores takes 2 MB. */
export const LARGEST_SHEET_BYTES = 30_000_000;
const LARGEST_UNPACKED_BYTES = 150_000_000;

class RefusedError extends Error {
  readonly refusal: SheetRefusal;

  constructor(refusal: SheetRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** All sheets in their order; the parts that are read unpack to no more than `mostBytes` together. */
export function readXlsx(bytes: Buffer, mostBytes = LARGEST_UNPACKED_BYTES): readonly Grid[] | SheetRefusal {
  // Old .xls and .et files, and .xlsx files with a password, are compound files.
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) return 'old-excel';
  const zip = openZip(bytes, mostBytes);
  if (zip === 'encrypted' || zip === 'too-large' || zip === 'broken') return zip;
  if (zip === 'no-zip') return 'other-format';
  try {
    return readWorkbook(zip);
  } catch (error) {
    if (error instanceof RefusedError) return error.refusal;
    throw error;
  }
}

function readWorkbook(zip: ZipFile): readonly Grid[] {
  const path = [...readRelations(zip, '').values()].find(({ type }) => type === 'officeDocument')?.target;
  if (path === undefined || !zip.names.includes(path)) throw new RefusedError('other-format');
  const relations = readRelations(zip, path);
  const find = (wanted: string): string | null =>
    [...relations.values()].find(({ type }) => type === wanted)?.target ?? null;
  const { sheets, epoch } = readSheets(zip, path);
  const strings = readStrings(zip, find('sharedStrings'));
  const stylesPath = find('styles');
  const styles = readStyles(
    (visitor) => (stylesPath === null ? undefined : walk(zip, stylesPath, visitor)),
    epoch,
  );
  return sheets.flatMap(({ name, relation, visibility }): readonly Grid[] => {
    const target = relations.get(relation);
    // Sheets that are a chart or a macro hold no cells.
    if (target?.type !== 'worksheet') return [];
    return [{ name, visibility, rows: readRows(zip, target.target, strings, styles) }];
  });
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** What a part refers to, by the ids that it uses. */
function readRelations(zip: ZipFile, part: string): ReadonlyMap<string, Relation> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const path = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const found = new Map<string, Relation>();
  if (!zip.names.includes(path)) return found;
  walk(zip, path, {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
      const type = (attributes.get('Type') ?? '').replace(/^.*\//u, '');
      found.set(attributes.get('Id') ?? '', { type, target: join(folder, attributes.get('Target') ?? '') });
    },
  });
  return found;
}

/** A target is relative to its part's folder, or begins at the top. It only ever names a part of this zip. */
function join(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

interface SheetEntry {
  readonly name: string;
  readonly relation: string;
  readonly visibility: Grid['visibility'];
}

function readSheets(
  zip: ZipFile,
  path: string,
): { readonly sheets: readonly SheetEntry[]; readonly epoch: 1900 | 1904 } {
  const sheets: SheetEntry[] = [];
  let epoch: 1900 | 1904 = 1900;
  walk(zip, path, {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(1|true)$/u.test(attributes.get('date1904') ?? '')) epoch = 1904;
      if (name !== 'sheet') return;
      const visibility = /hidden/iu.test(attributes.get('state') ?? '') ? 'hidden' : 'shown';
      sheets.push({ name: attributes.get('name') ?? '', relation: attributes.get('id') ?? '', visibility });
    },
  });
  return { sheets, epoch };
}

/** Texts that cells share. Readings above characters (phonetic runs) are no part of a text. */
function readStrings(zip: ZipFile, path: string | null): readonly string[] {
  const strings: string[] = [];
  if (path === null) return strings;
  let text = '';
  let [inText, inReading] = [false, false];
  walk(zip, path, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') inReading = true;
      if (name === 't') inText = true;
    },
    text: (words) => {
      if (inText && !inReading) text += words;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') inReading = false;
      if (name === 'si') strings.push(unescapeText(text));
    },
  });
  return strings;
}

/** Characters that XML cannot hold are written `_x000D_`. */
function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** One cell as it is read: where it stands, what it says it is, and its words. */
interface RawCell {
  readonly row: number;
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
  inline: string;
  formula: 'yes' | 'no';
}

function readRows(
  zip: ZipFile,
  path: string,
  strings: readonly string[],
  styles: NumberStyles,
): ReadonlyMap<number, Row> {
  const rows = new Map<number, Map<number, Cell>>();
  let [row, column, cells] = [0, 0, 0];
  let raw: RawCell | null = null;
  let target: 'value' | 'inline' | null = null;
  let inReading = false;
  walk(zip, path, {
    open: (name, attributes) => {
      if (name === 'row') {
        row = Number(attributes.get('r') ?? row + 1);
        column = 0;
      } else if (name === 'c') {
        const address = parseAddress(attributes.get('r') ?? '') ?? { row, column: column + 1 };
        column = address.column;
        const [type, style] = [attributes.get('t') ?? 'n', Number(attributes.get('s') ?? 0)];
        raw = { ...address, type, style, value: '', inline: '', formula: 'no' };
      } else if (name === 'f' && raw !== null) raw.formula = 'yes';
      else if (name === 'v') target = 'value';
      else if (name === 't') target = inReading ? null : 'inline';
      else if (name === 'rPh') inReading = true;
    },
    text: (words) => {
      if (raw !== null && target !== null) raw[target] += words;
    },
    close: (name) => {
      if (name === 'v' || name === 't') target = null;
      if (name === 'rPh') inReading = false;
      if (name !== 'c' || raw === null) return;
      const cell = toCell(raw, strings, styles);
      if (cell !== null) {
        cells += 1;
        if (cells > MOST_CELLS || raw.row > MOST_ROWS || raw.column > MOST_COLUMNS) throw new TooMuchError();
        const before = rows.get(raw.row) ?? new Map<number, Cell>();
        rows.set(raw.row, before.set(raw.column, cell));
      }
      raw = null;
    },
  });
  return rows;
}

const ERRORS = /^#/u;

function toCell(
  { type, style, value, inline, formula }: RawCell,
  strings: readonly string[],
  styles: NumberStyles,
): Cell | null {
  const words = type === 'inlineStr' ? unescapeText(inline) : value;
  const shown = type === 's' ? (strings[Number(words)] ?? '') : type === 'str' ? unescapeText(words) : words;
  if (formula === 'yes') return { kind: 'formula', text: shown };
  if (shown === '') return null;
  if (type === 'b') return { kind: 'boolean', text: shown === '0' ? 'FALSE' : 'TRUE' };
  if (type === 'e') return { kind: 'error', text: ERRORS.test(shown) ? shown : '#ERROR' };
  if (type === 'd') return { kind: 'date', text: shown };
  return type === 'n' ? showNumber(shown, style, styles) : { kind: 'text', text: shown };
}

function walk(zip: ZipFile, path: string, visitor: Parameters<typeof walkXml>[1]): void {
  const part = zip.read(path);
  if (part === null || part === 'no-zip') throw new RefusedError('broken');
  if (typeof part === 'string') throw new RefusedError(part);
  const end = walkXml(part, visitor);
  if (end !== 'done') throw new RefusedError(end);
}
