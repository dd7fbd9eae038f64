/** A list in a file: its items are changed one by one, so that what stays keeps its words and comments. Pure. */
import type { CST, Scalar } from 'yaml';
import { type Arrival, changeList, type ListChanges } from './edit-order.ts';
import { rewriteScalar, styleOf, writeScalar } from './edit-scalar.ts';
import { indentBefore, insertLines, lineBreakOf, lineEnd, lineStart, type Splice } from './edit-text.ts';

/** One item: its value, and where it stands. */
export interface ListItem {
  readonly value: string;
  readonly type: Scalar.Type | undefined;
  readonly from: number;
  readonly to: number;
}

export interface ListAt {
  readonly items: readonly ListItem[];
  readonly token: CST.BlockSequence | CST.FlowCollection;
}

/** The pieces that change; null where the layout leaves no safe way. */
export function editList(text: string, list: ListAt, next: readonly string[]): readonly Splice[] | null {
  if (list.items.length === 0 || next.length === 0) return null;
  const changes = changeList(
    list.items.map(({ value }) => value),
    next,
  );
  const { token } = list;
  const within = token.type === 'block-seq' ? 'block' : 'flow';
  const replacements = [...changes.replaced].flatMap(([index, value]): readonly Splice[] => {
    const item = list.items[index];
    if (item === undefined) return [];
    const { from, to, type } = item;
    return [{ from, to, text: rewriteScalar(value, text.slice(from, to), type, within) }];
  });
  const rest =
    token.type === 'block-seq'
      ? editBlockLines(text, list.items, findSigns(token, 'seq-item-ind'), changes)
      : editFlowItems(text, list.items, findSigns(token, 'comma'), changes);
  return rest === null ? null : [...replacements, ...rest];
}

/** Offsets of the dashes or commas of a list, in order. */
function findSigns(token: ListAt['token'], type: 'seq-item-ind' | 'comma'): readonly number[] {
  return token.items.flatMap(({ start }) =>
    start.filter((sign) => sign.type === type).map(({ offset }) => offset),
  );
}

interface Lines {
  readonly from: number;
  readonly to: number;
}

/** Whole lines go and come; comments on lines of their own stay where they are. */
function editBlockLines(
  text: string,
  items: readonly ListItem[],
  dashes: readonly number[],
  { removed, arrivals }: ListChanges,
): readonly Splice[] | null {
  const spans: Lines[] = [];
  for (const [index, item] of items.entries()) {
    const dash = dashes[index];
    if (dash === undefined || indentBefore(text, dash) === null) return null;
    spans.push({ from: lineStart(text, dash), to: endOfLines(text, item) });
  }
  const gone = [...removed].flatMap((index): readonly Splice[] => {
    const span = spans[index];
    return span === undefined ? [] : [{ ...span, text: '' }];
  });
  const come = arrivals.map((arrival) => {
    const at = arrival.after < 0 ? spans[0]?.from : spans[arrival.after]?.to;
    return insertLines(text, at ?? 0, [writeLine(text, items, spans, arrival)]);
  });
  return [...gone, ...come];
}

/** The end of the last line that a value stands on; a block scalar's range holds its line break. */
function endOfLines(text: string, { from, to }: ListItem): number {
  return to > from && text[to - 1] === '\n' ? to : lineEnd(text, to);
}

/** A moved item's own lines, or a new line that looks like its neighbour's; without the last line break. */
function writeLine(
  text: string,
  items: readonly ListItem[],
  spans: readonly Lines[],
  { after, value, moved }: Arrival,
): string {
  const old = moved === null ? undefined : spans[moved];
  if (old !== undefined) return text.slice(old.from, old.to).replace(/\r?\n$/u, '');
  const index = Math.max(0, after);
  const [neighbour, span] = [items[index], spans[index]];
  if (neighbour === undefined || span === undefined) return `- ${writeScalar(value, 'plain', 'block')}`;
  const start = text.slice(span.from, neighbour.from);
  const prefix = /^[ \t]*-[ \t]+$/u.test(start) ? start : `${/^[ \t]*/u.exec(start)?.[0] ?? ''}- `;
  return `${prefix}${writeScalar(value, styleOf(neighbour.type), 'block')}`;
}

/** Between brackets items go with a comma; on a line of its own, with the line. */
function editFlowItems(
  text: string,
  items: readonly ListItem[],
  commas: readonly number[],
  { removed, arrivals }: ListChanges,
): readonly Splice[] | null {
  const gone = [...removed].map((index) => removeFlowItem(text, items, commas, removed, index));
  const come = groupByPlace(arrivals).map(([after, group]) => {
    const model = items[Math.max(0, after)];
    const words = group.map(({ value, moved }) => {
      const old = moved === null ? undefined : items[moved];
      return old === undefined
        ? writeScalar(value, styleOf(model?.type), 'flow')
        : text.slice(old.from, old.to);
    });
    return model === undefined ? null : insertFlowItems(text, model, commas[after], { after, words });
  });
  const splices = [...gone, ...come];
  return splices.some((each) => each === null) ? null : splices.flatMap((each) => each ?? []);
}

/** Whether an item stands first on its line, and the comma behind it ends that line but for a comment. */
function isOnOwnLine(text: string, { from, to }: ListItem, comma: number | undefined): boolean {
  const end = comma === undefined ? to : comma + 1;
  const behind = text.slice(end, lineEnd(text, end));
  return (
    indentBefore(text, from) !== null && !text.slice(to, end).includes('\n') && /^\s*(#.*)?\s*$/u.test(behind)
  );
}

/** Takes one of several items that go out of brackets, with the comma that belongs to it. */
export function removeFlowItem(
  text: string,
  items: readonly ListItem[],
  commas: readonly number[],
  removed: ReadonlySet<number>,
  index: number,
): readonly Splice[] | null {
  const item = items[index];
  if (item === undefined) return null;
  const { from, to } = item;
  const comma = commas[index];
  if (isOnOwnLine(text, item, comma)) {
    return [{ from: lineStart(text, from), to: lineEnd(text, comma ?? to), text: '' }];
  }
  if (comma !== undefined) {
    const blanks = /^[ \t]*/u.exec(text.slice(comma + 1))?.[0].length ?? 0;
    return text.slice(to, comma).trim() === '' ? [{ from, to: comma + 1 + blanks, text: '' }] : null;
  }
  // The last one takes the comma before it along, unless that stands on another line: then it may stay.
  const before = [...items.keys()].slice(0, index).findLast((each) => !removed.has(each));
  const start = before === undefined ? undefined : commas[before];
  const alone = start === undefined || text.slice(start, from).includes('\n');
  return [{ from: alone ? from : start, to, text: '' }];
}

function insertFlowItems(
  text: string,
  model: ListItem,
  comma: number | undefined,
  { after, words }: { readonly after: number; readonly words: readonly string[] },
): readonly Splice[] {
  const { from, to } = model;
  const indent = indentBefore(text, from);
  const end = lineBreakOf(text);
  if (after < 0) {
    const at = indent === null ? from : lineStart(text, from);
    const pieces = words.map((word) => (indent === null ? `${word}, ` : `${indent}${word},${end}`));
    return [{ from: at, to: at, text: pieces.join('') }];
  }
  if (indent === null || !isOnOwnLine(text, model, comma)) {
    return [{ from: to, to, text: words.map((word) => `, ${word}`).join('') }];
  }
  const lines = insertLines(text, lineEnd(text, comma ?? to), [
    words.map((word) => `${indent}${word}`).join(`,${end}`) + (comma === undefined ? '' : ','),
  ]);
  return comma === undefined ? [{ from: to, to, text: ',' }, lines] : [lines];
}

function groupByPlace(arrivals: readonly Arrival[]): readonly (readonly [number, readonly Arrival[]])[] {
  const groups = new Map<number, Arrival[]>();
  for (const arrival of arrivals) {
    const group = groups.get(arrival.after);
    if (group === undefined) groups.set(arrival.after, [arrival]);
    else group.push(arrival);
  }
  return [...groups];
}
