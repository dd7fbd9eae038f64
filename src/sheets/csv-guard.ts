/**
 * Texts in a .csv file that a spreadsheet program would run as a formula or turn into a number or a date when it opens
 * the file: an apostrophe before them makes them texts for it, and is taken off when the file is read. Pure.
 */

/** What begins a formula for one program or another (OWASP, "CSV Injection"), full-width signs included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
/** What Excel would not show, and so not save, as it stands: more than 11 digits, zeros in front, exponents. */
const NUMBER = /^(?:0\d+|\d{12,}|\d+(?:\.\d+)?e[+-]?\d+)$/iu;
const DATE = /^\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?$|^\d{1,2}:\d{2}(?::\d{2})?$/u;
const WORD = /^(?:true|false)$/iu;

/** The text as it stands in the file. */
export function guardText(text: string): string {
  return needsGuard(text.replace(/^'+/u, '')) ? `'${text}` : text;
}

/** The text that was guarded; others as they are. */
export function unguardText(text: string): string {
  return text.startsWith("'") && needsGuard(text.replace(/^'+/u, '')) ? text.slice(1) : text;
}

function needsGuard(text: string): boolean {
  return FORMULA.test(text) || NUMBER.test(text) || DATE.test(text) || WORD.test(text);
}
