/** Recognises what a spreadsheet program made of a text that somebody typed or that it read. Pure. */
import type { SheetDamage } from '../messages/sheet-faults.ts';
import type { Cell } from './cells.ts';
import { LABEL_PREFIX } from './columns.ts';

/** What must have happened to a changed cell, or null where it holds what somebody typed. `was` is the file's text. */
export function findDamage(column: string, { kind, text }: Cell, was: string): SheetDamage | null {
  if (kind === 'number') return findInNumber(column, text, was);
  return kind === 'text' ? findInText(column, text.trim(), was) : kind;
}

/** A time or a day without its format is only a number. */
function findInNumber(column: string, text: string, was: string): SheetDamage {
  if (column === 'hour' && isMoment(text)) return 'date';
  return losesZeros(text, was) ? 'leading-zero' : 'number';
}

function findInText(column: string, text: string, was: string): SheetDamage | null {
  if (/^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/u.test(text) || /^#{3,}$/u.test(text))
    return 'error';
  if (/^\d(?:\.\d+)?E\+?\d{1,2}$/iu.test(text) && /^\d\.|E\+/iu.test(text)) return 'exponent';
  if (/^\d{16,20}$/u.test(text) && /^\d{15}0+$/u.test(text)) return 'zeros';
  if (losesZeros(text, was) || (column === 'contract_phone' && isPhoneWithoutZero(text)))
    return 'leading-zero';
  if (/^(?:TRUE|FALSE)$/u.test(text) && was.toUpperCase() === text) return 'boolean';
  if (column === 'hour' && isMoment(text)) return 'date';
  if (!column.startsWith(LABEL_PREFIX) && column !== 'name') return null;
  return lostCharacters(text, was) ? 'question-marks' : null;
}

function losesZeros(text: string, was: string): boolean {
  return /^0\d/u.test(was) && /^\d+$/u.test(was) && was !== text && was.replace(/^0+/u, '') === text;
}

/** Area codes begin with 0; with it, these digits are a number of the usual form, and without it none. */
function isPhoneWithoutZero(text: string): boolean {
  return /^[2-9]\d{9,10}$/u.test(text) ? !/^[48]00\d{7}$/u.test(text) : /^10\d{8}$/u.test(text);
}

/** A date, a time or a day's number; hours have two times. */
function isMoment(text: string): boolean {
  return (
    /^\d{1,4}[-/年]\d{1,2}[-/月]\d{1,4}日?(?:\s+\d{1,2}:\d{2}.*)?$/u.test(text) ||
    /^\d{1,2}:\d{2}:\d{2}$/u.test(text) ||
    /^0?\.\d+$/u.test(text) ||
    /^\d{5}(?:\.\d+)?$/u.test(text)
  );
}

/** Programs write a question mark for each half of a character that their encoding does not know. */
function lostCharacters(text: string, was: string): boolean {
  if (text === was || text.length !== was.length) return false;
  return (
    [...text].length > 0 &&
    was.split('').every((unit, index) => {
      const now = text[index];
      return now === unit || (now === '?' && unit > '\u007e');
    })
  );
}
