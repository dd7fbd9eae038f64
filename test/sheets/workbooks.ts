/** .xlsx files as several programs write them, made by hand. */
import { strToU8, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

export interface WorkbookParts {
  /** What stands between the tags of `sheetData`, by the sheet's name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** `<si>` elements. */
  readonly strings?: string;
  /** Format codes of the cell styles, from style 1. */
  readonly formats?: readonly string[];
  readonly workbook?: string;
  /** Put before the sheet's root element. */
  readonly prolog?: string;
  /** More parts, or others in their place. */
  readonly parts?: Readonly<Record<string, string>>;
  /** States of sheets by name. */
  readonly hidden?: readonly string[];
}

/** The parts of a workbook by their path. */
export function workbookParts({
  sheets,
  strings = '',
  formats = [],
  workbook = '',
  prolog = '',
  parts = {},
  hidden = [],
}: WorkbookParts): Record<string, string> {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`;
  const entries = names.map((name, index) => {
    const state = hidden.includes(name) ? ' state="hidden"' : '';
    return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="s${index + 1}"/>`;
  });
  const bodies = names.map((name, index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    `${prolog}<worksheet xmlns="${MAIN}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
  ]);
  return {
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}">${relation('r1', 'officeDocument', '/xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}">${workbook}<sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}">${names.map((_, index) => relation(`s${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)).join('')}${relation('x1', 'sharedStrings', 'sharedStrings.xml')}${relation('x2', 'styles', 'styles.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts>${formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`).join('')}<xf numFmtId="14"/><xf numFmtId="31"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(bodies),
    ...parts,
  };
}

export function zipParts(parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const files = Object.entries(parts).map(
    ([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part] as const,
  );
  return Buffer.from(zipSync(Object.fromEntries(files)));
}

export function buildWorkbook(parts: WorkbookParts): Buffer {
  return zipParts(workbookParts(parts));
}
