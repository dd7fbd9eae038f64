/** English texts of faults of files that people write: their bytes, and their YAML. */
import { brief, nameOddBlank } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { FileFaults } from '../file-faults.ts';

/** How to write the line's value so that YAML leaves it alone. */
const QUOTE = (start: string): string => {
  const [, key, value] = /^-?\s*([\w-]+):\s*(.+)$/u.exec(start) ?? [];
  return key === undefined || value === undefined
    ? 'Put the value in quotes.'
    : `Put the value in quotes: ${key}: '${value.replaceAll("'", "''")}'`;
};

/** The line as "key: value", where it has a key at all. */
const KEY_VALUE = (start: string): string => {
  const [, key, value = ''] = /^([\w-]+)\s*[:=：]?\s*(.*)$/u.exec(start) ?? [];
  return key === undefined || value === ''
    ? 'Write "key: value", with a blank after the colon.'
    : `Write ${key}: ${value}`;
};

export const fileTexts: FaultTexts<FileFaults> = {
  FILE_TOO_LARGE: ({ bytes }) => ({
    message: `The file has ${bytes} bytes; more than 1 MB is not read.`,
    hint: 'One file holds one store. Is this another kind of file?',
  }),
  FILE_UNREADABLE: ({ reason, detail }) => {
    const texts = {
      link: ['it is a symbolic link, and links are not followed', 'Put a copy of the file in its place.'],
      special: ['it is no plain file', 'Name a file, or move away what stands in its place.'],
      name: ['its name is not UTF-8 text', 'Rename it: a name from a GBK archive cannot be opened.'],
      system: [detail, 'Check its permissions.'],
    } as const;
    const [problem, hint] = texts[reason];
    return { message: `The file cannot be read: ${problem}.`, hint };
  },
  NOT_UTF8: ({ guess }) => ({
    message:
      guess === 'unknown'
        ? 'The file is not UTF-8 text.'
        : `The file is not UTF-8 text; it looks like ${guess}.`,
    hint:
      guess === 'GBK'
        ? 'Save it as UTF-8 in the editor, or: iconv -f GB18030 -t UTF-8'
        : 'Save it as UTF-8 in the editor.',
  }),
  SECOND_BOM: () => ({
    message: 'The file begins with two byte-order marks (U+FEFF).',
    hint: 'Remove them: save the file as UTF-8 without BOM.',
  }),
  LONE_CR: () => ({
    message: 'The file has line ends of the old Mac kind (CR alone).',
    hint: 'Save it with line ends LF or CRLF.',
  }),

  YAML_SYNTAX: ({ problem, start }) => {
    const line = start === '' ? '' : `: ${start}`;
    const texts = {
      'quote-value': [`This value looks like YAML syntax${line}`, QUOTE(start)],
      'unclosed-quote': [`A quotation mark is not closed${line}`, 'Close it, or leave out both marks.'],
      conflict: [
        `git left a conflict marker${line}`,
        'Choose one of both sides and remove the marker lines.',
      ],
      'unclosed-bracket': [
        `A bracket is not closed${line}`,
        `Close it. If it belongs to the text: ${QUOTE(start)}`,
      ],
      'odd-blank': [
        `The line has a blank that YAML does not know (${nameOddBlank(start)})${line}`,
        'Type it anew as an ordinary blank (U+0020).',
      ],
      'wide-colon': [`The colon is a full-width one ("：" is U+FF1A)${line}`, KEY_VALUE(start)],
      dash: [`A blank is missing after "-"${line}`, `Write - ${start.replace(/^-/u, '')}`],
      tab: ['The line is indented with a tab.', 'Use blanks to indent; YAML does not allow tabs.'],
      indent: [
        `The indentation does not fit${line}`,
        'Begin each key of the store at the start of its line, and list items with two blanks and "- ".',
      ],
      colon: [`The line cannot be read${line}`, KEY_VALUE(start)],
      list: [`The list cannot be read${line}`, 'Write one item a line, as "  - item".'],
      'too-deep': [
        'The file is nested far too deep.',
        'A store file has keys with texts, one list and one map, nothing deeper.',
      ],
      'too-many': [
        'The file has far too many lines or signs.',
        'A store file has a few dozen lines. Is this another kind of file?',
      ],
      unreadable: [
        `The line cannot be read as YAML${line}`,
        'Write "key: value"; put values with special characters in quotes.',
      ],
    } as const;
    const [message, hint] = texts[problem];
    return { message, hint };
  },
  DIRECTIVE: ({ directive }) => ({
    message: `The directive "${directive}" is not allowed.`,
    hint: 'Remove the line: store files are always read the same way, and every value is exactly its text.',
  }),
  SECOND_DOCUMENT: () => ({
    message: 'A second document begins here.',
    hint: 'One file holds one store: move what follows "---" into a file of its own.',
  }),
  ALIAS: ({ start }) => ({
    message: `Aliases (*) are not allowed: ${start}`,
    hint: `Write the value out, or share it through _defaults.yaml. If the * belongs to the text: ${QUOTE(start)}`,
  }),
  ANCHOR: ({ start }) => ({
    message: `Anchors (&) are not allowed, and what follows & is not part of the value: ${start}`,
    hint: `If the & belongs to the text: ${QUOTE(start)}`,
  }),
  EXPLICIT_TAG: ({ start }) => ({
    message: `Tags (!) are not allowed: ${start}`,
    hint: `If the ! belongs to the text: ${QUOTE(start)}`,
  }),
  BAD_KEY: () => ({
    message: 'A key must be a plain word.',
    hint: 'Write "key: value", for example "hour: 10:00-21:00".',
  }),
  MERGE_KEY: () => ({
    message: 'Merge keys (<<) are not allowed.',
    hint: 'Share values through _defaults.yaml.',
  }),
  DUPLICATE_KEY: ({ key, other }) => ({
    message: `"${key}" stands here a second time; the first is on line ${other}.`,
    hint: 'Keep one of both.',
  }),
  VALUE_CUT: ({ value, rest }) => ({
    message: `The value ends before #: "${brief(value)}"; "#${brief(rest)}" is a comment.`,
    hint: `If it belongs to the value, put the whole in quotes; if it is a comment, write a blank after #.`,
  }),
};
