/** JSON Schema in words, for the references of files that people write. */
import {
  CARD_ID_PATTERN,
  HOUR_PATTERN,
  ID_PATTERN,
  LOCAL_PICTURE_PATTERN,
  PHONE_PATTERN,
  PICTURE_URL_PATTERN,
} from '../../src/fields.ts';
import { DAY_PATTERN } from '../schemas/dated.ts';
import { code } from './markdown.ts';

/** What the references read of a schema. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
}

/** Words in both languages; in backticks stands what is written so. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Every pattern of these schemas; one without words stops the generation. */
const PATTERNS: Readonly<Record<string, Words>> = {
  [HOUR_PATTERN]: {
    en: '`HH:MM-HH:MM` in ASCII, from `00:00` to `23:59`, the end also `24:00`',
    zh: '半角的 `HH:MM-HH:MM`，从 `00:00` 到 `23:59`，结束也可以是 `24:00`',
  },
  [PICTURE_URL_PATTERN]: {
    en: 'an address at `http(s)://mmbiz.qpic.cn/` or `mmbiz.qlogo.cn/`',
    zh: '以 `http(s)://mmbiz.qpic.cn/` 或 `mmbiz.qlogo.cn/` 开头的地址',
  },
  [LOCAL_PICTURE_PATTERN]: {
    en: 'a path that begins with `./` or `../`',
    zh: '以 `./` 或 `../` 开头的路径',
  },
  [ID_PATTERN]: { en: '1 to 20 ASCII digits', zh: '1 到 20 位半角数字' },
  [CARD_ID_PATTERN]: {
    en: 'up to 64 letters, digits, `_` and `-`, or empty in quotes',
    zh: '最多 64 个字母、数字、`_` 和 `-`，或带引号的空值',
  },
  [PHONE_PATTERN]: {
    en: 'ASCII digits with blanks, `-`, `+` and brackets between them; `+` or `(` may lead, a digit ends it',
    zh: '半角数字，中间可以有空格、`-`、`+` 和括号；可以用 `+` 或 `(` 开头，以数字结尾',
  },
  [DAY_PATTERN]: {
    en: '`YYYY-MM-DD`, a day that exists',
    zh: '`YYYY-MM-DD`，并且是存在的日期',
  },
  '^[^/]+/[^/]+$': { en: '`CALENDAR/NAME`', zh: '`日历/名称`' },
  '^[^/]+$': { en: 'any text without `/`', zh: '不含 `/` 的文字' },
  '^[0-9]{1,9}%?$': {
    en: 'a whole number, or one with `%`',
    zh: '整数，或带 `%` 的整数',
  },
  '^[1-9][0-9]{0,3}d$': {
    en: 'a whole number and `d`, from `1d` to `9999d`',
    zh: '整数加 `d`，从 `1d` 到 `9999d`',
  },
  '^[A-Za-z_][A-Za-z0-9_]{0,199}$': {
    en: 'letters, digits and `_`, the first no digit',
    zh: '字母、数字和 `_`，不能以数字开头',
  },
  '^[A-Za-z0-9_-]{1,64}$': {
    en: 'up to 64 letters, digits, `_` and `-`',
    zh: '最多 64 个字母、数字、`_` 和 `-`',
  },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$': {
    en: 'up to 64 letters, digits, `.`, `_` and `-`, the first a letter or digit',
    zh: '最多 64 个字母、数字、`.`、`_` 和 `-`，以字母或数字开头',
  },
};

/** What a pattern asks for. */
export function wordsOfPattern(pattern: string): Words {
  const words = PATTERNS[pattern];
  if (words === undefined)
    throw new Error(`scripts/reference/schema-words.ts has no words for the pattern ${pattern}`);
  return words;
}

/** The form of a value: its kind, its pattern and its limits. */
export function describeForm(node: SchemaNode): string {
  const kind = kindOf(node);
  if (node.enum !== undefined)
    return [...new Set(node.enum.map((value) => code(String(value))))].join(' or ');
  if (kind === 'list') return joinWords(['list', countOf(node.minItems, node.maxItems), formOfItems(node)]);
  if (kind === 'keys and values') return joinWords([kind, formOfNames(node)]);
  return joinWords(['text', patternOf(node), lengthOf(node)]);
}

/** The English line of a description; the second is Chinese. */
export function describe(node: SchemaNode, path: string): string {
  const [english = '', chinese = ''] = (node.description ?? '').split('\n');
  if (english === '' || chinese === '') throw new Error(`${path} has no description in both languages`);
  return english;
}

function kindOf({ type, properties }: SchemaNode): 'text' | 'list' | 'keys and values' {
  if (type === 'array') return 'list';
  return type === 'object' || properties !== undefined ? 'keys and values' : 'text';
}

function patternOf({ pattern }: SchemaNode): string {
  return pattern === undefined ? '' : wordsOfPattern(pattern).en;
}

function lengthOf({ minLength = 0, maxLength }: SchemaNode): string {
  if (maxLength !== undefined) return `at most ${maxLength} characters`;
  return minLength > 0 ? 'not empty' : '';
}

function countOf(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most} items`;
  return '';
}

function formOfItems({ items }: SchemaNode): string {
  if (items === undefined) return '';
  if (kindOf(items) !== 'text') return 'each item keys and values, see below';
  const forms = items.anyOf === undefined ? [describeForm(items)] : items.anyOf.map(patternOf);
  return `each ${forms.join(', or ')}`;
}

function formOfNames({ propertyNames, properties }: SchemaNode): string {
  if (properties !== undefined) return 'see below';
  return propertyNames === undefined ? 'names of your own' : `names of your own: ${patternOf(propertyNames)}`;
}

function joinWords(parts: readonly string[]): string {
  const [kind = '', ...rest] = parts.filter((part) => part !== '');
  return rest.length === 0 ? kind : `${kind}: ${rest.join('; ')}`;
}
