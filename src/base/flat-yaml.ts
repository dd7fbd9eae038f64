/**
 * A small strict reader for the one shape that nearly all store files have: `key: value` lines, lists of one-line texts,
 * maps on one line or one level deep, comments. Whatever is not plainly of that shape, or could have a finding of any
 * kind, is left to the YAML library: null says so. It gives the very tree that the library's side of `parseYamlTree`
 * gives, places included; test/base/flat-yaml.test.ts holds the two together. Pure.
 */
import {
  BACKSLASH,
  BLANK,
  BREAK,
  CLOSE,
  COLON,
  COMMA,
  countSign,
  DASH,
  DOUBLE,
  HASH,
  INNER,
  isWithin,
  KINDS,
  LEAD,
  OPEN,
  SINGLE,
  SPECIAL,
  trimEnd,
  WORD,
} from './flat-signs.ts';
import type { MapEntry, MapNode, Position, TreeNode } from './yaml-tree.ts';

/** Longer texts may hold more than a file may: the library's side counts that. */
const LONGEST = 9_000;
const LONGEST_KEY = 100;
/** Brackets and dashes of a whole text: far fewer than nesting that would be refused. */
const MOST_SIGNS = 35;
const DEEPEST = 16;

/** Places by line and column: all files share them, since most have the same lines. */
const PLACES: (Position | undefined)[] = [];
const MOST_SHARED = 128;

function placeAt(line: number, column: number): Position {
  if (line >= MOST_SHARED || column >= MOST_SHARED) return { line, column };
  const index = line * MOST_SHARED + column;
  const known = PLACES[index];
  if (known !== undefined) return known;
  const place = { line, column };
  PLACES[index] = place;
  return place;
}

/** The tree of a text without its byte-order mark, or null where only the library can tell. */
export function readFlatYaml(text: string): MapNode | null {
  return text.length > LONGEST ? null : new FlatReader(text).read();
}

/** Stands at an index of the text and walks on. What cannot go on says null, and then all is left to the library. */
class FlatReader {
  private readonly text: string;
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private signs = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): MapNode | null {
    if (!this.skipIdleLines()) return null;
    const at = this.place();
    const entries = this.readEntries(0, 'block');
    const whole = this.at >= this.text.length && this.signs <= MOST_SIGNS;
    return entries === null || !whole ? null : { kind: 'map', at, entries };
  }

  /** Entries whose keys stand at one indent, up to a line that has another. */
  private readEntries(indent: number, values: 'block' | 'texts'): MapEntry[] | null {
    const entries: MapEntry[] = [];
    while (this.at < this.text.length && this.isIndented(indent)) {
      this.at += indent;
      const keyAt = this.place();
      const key = this.readKey();
      if (key === null || holdsKey(entries, key)) return null;
      const value = this.readValue(indent, values);
      if (value === null || !this.skipIdleLines()) return null;
      entries.push({ key, keyAt, value });
    }
    return entries.length === 0 ? null : entries;
  }

  /** A bare word with its colon. */
  private readKey(): string | null {
    const start = this.at;
    for (let code = this.code(); code < 0x7f && KINDS[code] === WORD; code = this.code()) this.at += 1;
    const key = this.text.slice(start, this.at);
    return key !== '' && key.length <= LONGEST_KEY && this.take(COLON) ? key : null;
  }

  private readValue(indent: number, values: 'block' | 'texts'): TreeNode | null {
    if (this.take(BLANK)) {
      const value = this.code() === OPEN ? this.readFlowMap() : this.readText('line');
      return value !== null && this.endLine() ? value : null;
    }
    if (values === 'texts' || this.code() !== BREAK) return null;
    return this.endLine() && this.skipIdleLines() ? this.readBlock(indent) : null;
  }

  /** A list or a map on the lines below its key. */
  private readBlock(parent: number): TreeNode | null {
    let indent = 0;
    while (this.text.charCodeAt(this.at + indent) === BLANK) indent += 1;
    if (indent > DEEPEST) return null;
    const at = placeAt(this.line, indent + 1);
    if (this.text.charCodeAt(this.at + indent) === DASH) {
      const items = this.readItems(indent);
      return items === null ? null : { kind: 'list', at, items };
    }
    const entries = indent > parent ? this.readEntries(indent, 'texts') : null;
    return entries === null ? null : { kind: 'map', at, entries };
  }

  private readItems(indent: number): TreeNode[] | null {
    const items: TreeNode[] = [];
    while (this.isIndented(indent) && this.text.charCodeAt(this.at + indent) === DASH) {
      this.at += indent + 1;
      this.signs += 1;
      if (!this.take(BLANK)) return null;
      const item = this.code() === OPEN ? this.readFlowMap() : this.readText('line');
      if (item === null || !this.endLine() || !this.skipIdleLines()) return null;
      items.push(item);
    }
    return items;
  }

  /** `{ key: value, key: value }` on one line. */
  private readFlowMap(): MapNode | null {
    const at = this.place();
    const entries: MapEntry[] = [];
    this.at += 1;
    this.signs += 1;
    do {
      this.skipBlanks();
      const keyAt = this.place();
      const key = this.readKey();
      if (key === null || holdsKey(entries, key) || !this.take(BLANK)) return null;
      const value = this.readText('flow');
      if (value === null) return null;
      entries.push({ key, keyAt, value });
      this.skipBlanks();
    } while (this.take(COMMA));
    return this.take(CLOSE) ? { kind: 'map', at, entries } : null;
  }

  private readText(within: 'line' | 'flow'): TreeNode | null {
    const code = this.code();
    if (code === DOUBLE || code === SINGLE) return this.readQuoted(code);
    const kind = KINDS[code];
    return kind === WORD || kind === LEAD ? this.readPlain(within) : null;
  }

  /** A quoted text that says what it shows: no escapes, no doubled quotes, no second line. */
  private readQuoted(quote: number): TreeNode | null {
    const { text } = this;
    const at = this.place();
    const start = this.at + 1;
    let end = start;
    for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(end)) {
      if (code === BACKSLASH || !KINDS[code]) return null;
      if (KINDS[code] === SPECIAL) this.signs += countSign(text, end);
      end += 1;
    }
    this.at = end + 1;
    return this.code() === quote ? null : { kind: 'text', at, value: text.slice(start, end) };
  }

  private readPlain(within: 'line' | 'flow'): TreeNode | null {
    const at = this.place();
    const start = this.at;
    const end = this.findPlainEnd(within);
    if (end < 0) return null;
    this.at = end;
    const value = this.text.slice(start, end);
    return value === 'null' || value === 'Null' || value === 'NULL' ? null : { kind: 'text', at, value };
  }

  /** Where a text without quotes ends, trailing blanks left out; -1 where a sign may mean something. */
  private findPlainEnd(within: 'line' | 'flow'): number {
    const { text } = this;
    for (let index = this.at; ; index += 1) {
      const code = text.charCodeAt(index);
      const kind = KINDS[code];
      if (kind === WORD || kind === INNER || kind === LEAD) continue;
      if (kind !== SPECIAL) {
        const ended = within === 'line' && (code === BREAK || index >= text.length);
        return ended ? trimEnd(text, index) : -1;
      }
      if (within === 'flow' && (code === COMMA || code === CLOSE)) return trimEnd(text, index);
      if (within === 'flow' && countSign(text, index) === 1) return -1;
      if (code === HASH)
        return text.charCodeAt(index - 1) === BLANK && within === 'line' ? trimEnd(text, index) : -1;
      if (code === COLON && !isWithin(text.charCodeAt(index + 1))) return -1;
      this.signs += countSign(text, index);
    }
  }

  /** The rest of a line behind a value: nothing, or a comment that nobody could take for the value's end. */
  private endLine(): boolean {
    const { text } = this;
    const begin = this.at;
    this.skipBlanks();
    if (this.code() === HASH && (this.at === begin || text.charCodeAt(this.at + 1) !== BLANK)) return false;
    if (this.code() === HASH && !this.skipComment('behind')) return false;
    return this.passBreak();
  }

  /** Passes empty lines and comments. False where a comment holds what only the library can judge. */
  private skipIdleLines(): boolean {
    const { text } = this;
    while (this.at < text.length) {
      let index = this.at;
      while (text.charCodeAt(index) === BLANK) index += 1;
      const code = text.charCodeAt(index);
      if (code !== HASH && code !== BREAK && index < text.length) return true;
      this.at = index;
      if (code === HASH && !this.skipComment('alone')) return false;
      if (!this.passBreak()) return false;
    }
    return true;
  }

  private skipComment(place: 'alone' | 'behind'): boolean {
    const { text } = this;
    let index = this.at + 1;
    for (
      let code = text.charCodeAt(index);
      code !== BREAK && index < text.length;
      code = text.charCodeAt(index)
    ) {
      if (!KINDS[code] || (code === HASH && place === 'behind')) return false;
      if (KINDS[code] === SPECIAL) this.signs += countSign(text, index);
      index += 1;
    }
    this.at = index;
    return true;
  }

  /** A line break, or the end of the text. */
  private passBreak(): boolean {
    if (this.at >= this.text.length) return true;
    if (!this.take(BREAK)) return false;
    this.line += 1;
    this.lineStart = this.at;
    return true;
  }

  /** The line begins with so many blanks and no more. */
  private isIndented(indent: number): boolean {
    for (let index = 0; index < indent; index += 1) {
      if (this.text.charCodeAt(this.at + index) !== BLANK) return false;
    }
    return this.text.charCodeAt(this.at + indent) !== BLANK;
  }

  private skipBlanks(): void {
    while (this.code() === BLANK) this.at += 1;
  }

  private take(code: number): boolean {
    if (this.code() !== code) return false;
    this.at += 1;
    return true;
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  private place(): Position {
    return placeAt(this.line, this.at - this.lineStart + 1);
  }
}

function holdsKey(entries: readonly MapEntry[], key: string): boolean {
  for (const entry of entries) if (entry.key === key) return true;
  return false;
}
