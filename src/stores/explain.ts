/** Explains a refused value as the person meant it: which character, and what to write instead. Pure. */
import { HOUR_PATTERN, ID_PATTERN, MAX_PHONE_LENGTH, PHONE_PATTERN, PICTURE_URL_PATTERN } from '../fields.ts';
import type { PictureFaults } from '../messages/picture-faults.ts';
import type { HourProblem } from '../messages/store-faults.ts';
import { type Diagnostic, fault, type Place } from '../model.ts';

const HOUR = new RegExp(HOUR_PATTERN, 'u');
const ID = new RegExp(ID_PATTERN, 'u');
const PHONE = new RegExp(PHONE_PATTERN, 'u');
/** Addresses of pictures at WeChat up to the host; what follows is at fault where the whole is refused. */
const WECHAT_HOST = new RegExp(PICTURE_URL_PATTERN.replace('[!-~]+$', ''), 'u');
const DASHES = /[\u2010-\u2015\u2212\u301c\uff5e~至到—]+/gu;

export function isHour(value: string): boolean {
  return HOUR.test(value);
}

/** Hours that the schema refused, or that begin and end at one time. */
export function explainHour(value: string, place: Place): Diagnostic {
  const write = rewriteHour(value);
  return fault('INVALID_HOUR', place, { value, problem: nameHourProblem(value), write });
}

function nameHourProblem(value: string): HourProblem {
  if (HOUR.test(value)) return 'same';
  // 600 are minutes, 36000 seconds: a reader of YAML 1.1 makes numbers of 10:00 and 10:00:00.
  if (/^\d{1,6}(?:\.0)?(?:-\d{1,6}(?:\.0)?)?$/u.test(value) && !/^\d{3,4}-\d{4}$/u.test(value))
    return 'converted';
  if (/[^\u0020-\u007e]/u.test(value)) return 'character';
  if (/^\d{1,2}:\d{2}$/u.test(value.trim())) return 'single-time';
  if (/[,;/]/u.test(value)) return 'several';
  if (/\s/u.test(value)) return 'blank';
  if (/^\d{2}:\d{2}-\d{2}:\d{2}$/u.test(value)) return 'no-time';
  return /^\d{1,2}:\d{1,2}-\d{1,2}:\d{1,2}$/u.test(value) ? 'digits' : 'form';
}

/** The ASCII form, where the rest is a range already. Shown, never used by itself: file and server would differ. */
function rewriteHour(value: string): string | null {
  const ascii = value
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(DASHES, '-')
    .replace(/(\d{1,2})[.：]?(\d{2})(?=-|$)/gu, '$1:$2')
    .replace(/-+/gu, '-');
  const padded = ascii.replace(/(?<![\d:])(\d):/gu, '0$1:');
  return HOUR.test(padded) && padded !== value ? padded : null;
}

/** A phone number that the schema refused. */
export function explainPhone(value: string, place: Place): Diagnostic {
  const odd = [...value].find((character) => !/[0-9 ()+-]/u.test(character));
  const ascii = value
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(/^(?:电话|tel)[.:]?|[()]/giu, (sign) => (sign === ')' ? '-' : ''))
    .replace(/转接?|分机|ext\.?|#/giu, '-')
    .replace(/\s+/gu, '')
    .replace(/-+/gu, '-');
  const write = /^[0-9]+(-[0-9]+)*$/u.test(ascii) && isPossiblePhone(ascii) && ascii !== value ? ascii : null;
  return fault('INVALID_PHONE', place, {
    value,
    character: odd === undefined ? null : nameCharacter(odd),
    write,
  });
}

/** What may be sent at all; the schema says the same. */
export function isPossiblePhone(value: string): boolean {
  return PHONE.test(value) && value.length <= MAX_PHONE_LENGTH;
}

/** Forms that WeChat's rules for stores name; others are sent, with a warning. */
export function isUsualPhone(value: string): boolean {
  return /^(0\d{2,3}-\d{7,8}(-\d{1,6})?|1\d{10}|[48]00-?\d{3}-?\d{4}|\d{5,8})$/u.test(value);
}

/** An id that the schema refused. */
export function explainId(key: string, value: string, place: Place): Diagnostic {
  const odd = [...value].find((character) => !/[0-9]/u.test(character));
  const ascii = value.normalize('NFKC').replace(/\s+/gu, '');
  const write = ID.test(ascii) && ascii !== value ? ascii : null;
  return fault('INVALID_ID', place, {
    key,
    value,
    character: odd === undefined ? null : nameCharacter(odd),
    write,
  });
}

export function explainCard(value: string, place: Place): Diagnostic {
  const odd = [...value].find((character) => !/[A-Za-z0-9_-]/u.test(character));
  return fault('INVALID_CARD', place, { value, character: odd === undefined ? null : nameCharacter(odd) });
}

/** A list item that is no address of a picture at WeChat. */
export function explainPicture(value: string, place: Place): Diagnostic {
  if (/^-\S/u.test(value)) {
    const write = showList([value.slice(1)]);
    return fault('INVALID_PICTURE', place, { value, problem: 'no-blank', character: null, write });
  }
  const path = explainPath(value);
  if (path !== null) return fault('PICTURE_PATH', place, { value, ...path });
  const odd = WECHAT_HOST.test(value) ? [...value].find((sign) => !/[!-~]/u.test(sign)) : undefined;
  const character = odd === undefined ? null : nameCharacter(odd);
  const problem = odd !== undefined ? 'character' : /^https?:\/\//iu.test(value) ? 'host' : 'address';
  return fault('INVALID_PICTURE', place, { value, problem, character, write: null });
}

type PathFault = Pick<PictureFaults['PICTURE_PATH'], 'problem' | 'write'>;

/** A text that is meant as a file, but is no path relative to the store file; null for anything else. */
function explainPath(value: string): PathFault | null {
  if (/^file:/iu.test(value)) return { problem: 'file-url', write: null };
  if (value.startsWith('~')) return { problem: 'home', write: null };
  if (/^([a-z]:[\\/]|\\\\)/iu.test(value) || /^\/(?!\/)/u.test(value))
    return { problem: 'absolute', write: null };
  if (/^\.{1,2}\\/u.test(value)) return { problem: 'backslash', write: value.replaceAll('\\', '/') };
  // Without a scheme and with a picture's ending: only the beginning is missing.
  const named = /^[^:]+\.(jpe?g|png|heic|webp|gif)$/iu.test(value);
  return named ? { problem: 'no-dot', write: `./${value.replaceAll('\\', '/')}` } : null;
}

/** `pic_list` given as one text: the JSON that the API wants, an item with the dash glued on, or one address. */
export function explainPictureText(value: string, place: Place): Diagnostic {
  const urls = /https?:\/\/[^\s"'\\\],]+/gu;
  const found = [...value.slice(0, 5000).matchAll(urls)].map(([url]) => url);
  return fault('PICTURES_AS_TEXT', place, {
    write: showList(found.length > 0 ? found.slice(0, 9) : ['http://mmbiz.qpic.cn/…']),
  });
}

/** The list as it is to be pasted. */
function showList(urls: readonly string[]): string {
  return ['pic_list:', ...urls.map((url) => `  - ${url}`)].join('\n');
}

/** `"：" (U+FF1A)`; signs that cannot be shown go by their code point alone. */
export function nameCharacter(character: string): string {
  const point = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}]/u.test(character) && character !== ' ' ? point : `"${character}" (${point})`;
}

/** Control and format characters, lone halves of pairs, blanks that are none to YAML, fillers, and the mark of lost bytes. */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|[\u00a0\u115f\u1160\u1680\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0\ufffd]|\u034f/u;

/** A joiner between two emoji is part of one picture. */
const EMOJI_JOIN =
  /(?<=\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}]|\u{fe0f})\u200d(?=\p{Extended_Pictographic})/gu;

/** The first character in a text that nobody sees, or null. Joined emoji and line breaks are no such thing. */
export function findInvisible(value: string): string | null {
  return INVISIBLE.exec(value.replace(EMOJI_JOIN, '').replaceAll('\n', ''))?.[0] ?? null;
}

/** The text without those characters, a line break as a blank: what a person would have typed. */
export function withoutInvisible(value: string): string {
  const pattern = new RegExp(INVISIBLE.source, 'gu');
  const clean = (part: string): string => part.replace(/[\t\n\v\f\r]+/gu, ' ').replace(pattern, '');
  return value.split(EMOJI_JOIN).map(clean).join('\u200d').trim();
}

/** The characters that nobody sees as escapes of a double-quoted YAML text, so that whoever reads it sees them. */
export function escapeInvisible(yaml: string): string {
  const pattern = new RegExp(INVISIBLE.source, 'gu');
  const show = (character: string): string => {
    const digits = (character.codePointAt(0) ?? 0).toString(16);
    if (character === '\n') return character;
    return digits.length > 4 ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
  };
  return yaml
    .split(EMOJI_JOIN)
    .map((part) => part.replace(pattern, show))
    .join('\u200d');
}
