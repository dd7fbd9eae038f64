/** Writes one sheet as an .xlsx file in which every cell is a text, whatever it looks like. The same rows give the same bytes. */
import { strToU8, zipSync } from 'fflate';
import { nameColumn } from './cells.ts';

/** One column: how wide, and whether people should see or change it. */
export interface WrittenColumn {
  /** In characters. */
  readonly width: number;
  readonly look: 'open' | 'read-only' | 'hidden';
}

export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  /** The first row is the header. */
  readonly rows: readonly (readonly string[])[];
  /** Columns that stay in view, from the first. */
  readonly frozen: number;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Indexes of the cell formats in the styles part. */
const LOOKS = { header: 2, open: 1, 'read-only': 3, hidden: 3 } as const;
/** Zip knows no earlier time, and the real one would make each file differ. */
const MOMENT = new Date(1980, 0, 1);

/** The file's bytes. */
export function writeXlsx(sheet: WrittenSheet): Buffer {
  const strings = new Map<string, number>();
  const body = writeSheet(sheet, strings);
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': writeRelations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': writeWorkbook(sheet.name),
    'xl/_rels/workbook.xml.rels': writeRelations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': writeStrings(strings),
    'xl/worksheets/sheet1.xml': body,
  };
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(`${HEAD}${text}`)] as const);
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime: MOMENT, level: 6 }));
}

const CONTENT_TYPES = [
  `<Types xmlns="${PACKAGE}/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  ...[
    ['/xl/workbook.xml', 'sheet.main'],
    ['/xl/worksheets/sheet1.xml', 'worksheet'],
    ['/xl/styles.xml', 'styles'],
    ['/xl/sharedStrings.xml', 'sharedStrings'],
  ].map(
    ([part, type]) =>
      `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`,
  ),
  '</Types>',
].join('');

/** Format 49 is "@", text: what is typed into such a cell stays as it was typed. */
const STYLES = [
  `<styleSheet xmlns="${MAIN}">`,
  '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>',
  '<font><b/><sz val="11"/><name val="Calibri"/></font>',
  '<font><sz val="11"/><color rgb="FF808080"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
  '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>',
  '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

function writeRelations(targets: readonly (readonly [string, string])[]): string {
  const lines = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`;
}

function writeWorkbook(name: string): string {
  const sheet = `<sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/>`;
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>${sheet}</sheets></workbook>`;
}

function writeSheet({ columns, rows, frozen }: WrittenSheet, strings: Map<string, number>): string {
  const last = nameColumn(Math.max(1, columns.length));
  const all = `A1:${last}${Math.max(1, rows.length)}`;
  const corner = `${nameColumn(frozen + 1)}2`;
  const cols = columns.map(({ width, look }, index) => {
    const hidden = look === 'hidden' ? ' hidden="1"' : '';
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${LOOKS[look]}" customWidth="1"${hidden}/>`;
  });
  const lines = rows.map((texts, index) => {
    const cells = texts.map((text, column) => {
      if (text === '') return '';
      const look = index === 0 ? LOOKS.header : LOOKS[columns[column]?.look ?? 'open'];
      return `<c r="${nameColumn(column + 1)}${index + 1}" s="${look}" t="s"><v>${shareString(strings, text)}</v></c>`;
    });
    return `<row r="${index + 1}">${cells.join('')}</row>`;
  });
  return [
    `<worksheet xmlns="${MAIN}"><dimension ref="${all}"/>`,
    `<sheetViews><sheetView workbookViewId="0"><pane xSplit="${frozen}" ySplit="1" topLeftCell="${corner}" activePane="bottomRight" state="frozen"/><selection pane="bottomRight" activeCell="${corner}" sqref="${corner}"/></sheetView></sheetViews>`,
    `<cols>${cols.join('')}</cols><sheetData>${lines.join('')}</sheetData><autoFilter ref="${all}"/>`,
    // Ids are texts on purpose: no green corner shall ask people to turn them into numbers.
    `<ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
  ].join('');
}

function shareString(strings: Map<string, number>, text: string): number {
  const known = strings.get(text);
  if (known !== undefined) return known;
  strings.set(text, strings.size);
  return strings.size - 1;
}

function writeStrings(strings: ReadonlyMap<string, number>): string {
  const items = [...strings.keys()].map((text) => `<si><t xml:space="preserve">${escapeText(text)}</t></si>`);
  return `<sst xmlns="${MAIN}" uniqueCount="${strings.size}">${items.join('')}</sst>`;
}

/** What XML cannot hold is written `_x0007_`, and so is what only looks like that. */
function escapeText(text: string): string {
  const escaped = text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_')
    .replace(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, (sign) => {
      return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    });
  return escapeXml(escaped);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
