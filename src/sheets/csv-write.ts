/** Writes rows as .csv for spreadsheet programs: UTF-8 with a mark, without which Excel takes it for GBK; CRLF. Pure. */
import { guardText } from './csv-guard.ts';

/** The file's bytes. */
export function writeCsv(rows: readonly (readonly string[])[]): Buffer {
  const lines = rows.map((texts) => texts.map((text) => quote(guardText(text))).join(','));
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8');
}

function quote(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
