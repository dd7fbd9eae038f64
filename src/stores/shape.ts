/**
 * Files of one folder that differ in nothing but a few values: most of a chain. From one that was read the slow way the
 * texts between its values are learnt; another with the same texts needs no reader, only its values checked. Whatever
 * differs elsewhere, or holds a value of no usual form, is left to the reader. Pure.
 */
import type { MapNode, TreeNode } from '../base/yaml-tree.ts';
import type { FieldName, Place, Store } from '../model.ts';

/** Fields that the short ways know; a file that holds another goes the long way. */
export type ShortField = 'hour' | 'contract_phone' | 'pic_list' | 'map_poi_id' | 'card_id';
type SlotKey = 'name' | 'poi_id' | ShortField;

/** A value of the file, and the text that follows it up to the next. */
interface Slot {
  readonly key: SlotKey;
  readonly pattern: RegExp;
  readonly after: string;
}

/** What files of one shape share. */
export interface Shape {
  /** Up to the first value. */
  readonly begin: string;
  readonly slots: readonly Slot[];
  /** The store that it was learnt from: its labels, lines and columns are those of all. */
  readonly model: Store;
}

/** The values of a file of a known shape. */
export interface Filled {
  name: string;
  poi_id: string;
  hour: string | undefined;
  contract_phone: string | undefined;
  pic_list: string[] | undefined;
  map_poi_id: string | undefined;
  card_id: string | undefined;
}

/** Values of the usual form: none of them could end a text early, begin a comment or mean anything to YAML. */
const PATTERNS: Readonly<Record<SlotKey, RegExp>> = {
  name: /[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff·]{4,40}/y,
  poi_id: /[0-9]{1,20}/y,
  hour: /[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}/y,
  contract_phone: /[0-9]{3,12}(?:-[0-9]{3,12}){0,2}/y,
  pic_list: /https?:\/\/mmbiz\.qpic\.cn\/[A-Za-z0-9_./]{1,200}(?:\?wx_fmt=[a-z]{3,4})?/y,
  map_poi_id: /[0-9]{1,20}/y,
  card_id: /[A-Za-z0-9_]{5,64}/y,
};

/** The shape of a file, or null where its values stand in it in more than one way. */
export function learnShape(text: string, tree: MapNode, model: Store): Shape | null {
  if (model.special_hours.length > 0) return null;
  const found = findValues(tree);
  const lines = findLines(text);
  let end = 0;
  let begin: string | null = null;
  const slots: { key: SlotKey; pattern: RegExp; after: string }[] = [];
  for (const { key, node } of found) {
    if (node.kind !== 'text' || node.value === '') return null;
    const at = (lines[node.at.line - 1] ?? 0) + node.at.column - 1;
    const start = text.startsWith(node.value, at) ? at : at + 1;
    if (!text.startsWith(node.value, start) || start < end) return null;
    const before = text.slice(end, start);
    const last = slots.at(-1);
    if (last === undefined) begin = before;
    else last.after = before;
    slots.push({ key, pattern: PATTERNS[key], after: '' });
    end = start + node.value.length;
  }
  const last = slots.at(-1);
  if (last === undefined || begin === null) return null;
  last.after = text.slice(end);
  // Without a sign behind it, a value could go on.
  return slots.every(({ after }) => after !== '') ? { begin, slots, model } : null;
}

/** The values of a text of this shape; null where it has another. */
export function fillShape(text: string, { begin, slots }: Shape): Filled | null {
  if (!text.startsWith(begin)) return null;
  const filled: Filled = {
    name: '',
    poi_id: '',
    hour: undefined,
    contract_phone: undefined,
    pic_list: undefined,
    map_poi_id: undefined,
    card_id: undefined,
  };
  let at = begin.length;
  for (const { key, pattern, after } of slots) {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return null;
    const end = pattern.lastIndex;
    if (!text.startsWith(after, end)) return null;
    const value = text.slice(at, end);
    if (key !== 'pic_list') filled[key] = value;
    else if (filled.pic_list === undefined) filled.pic_list = [value];
    else filled.pic_list.push(value);
    at = end + after.length;
  }
  return at === text.length ? filled : null;
}

/** The places of the model's own values, in another file. What came from defaults stays where it is. */
export function moveOrigins({ file, origins }: Store, to: string): Store['origins'] {
  const moved: Partial<Record<FieldName, Place>> = {};
  for (const key of Object.keys(origins) as FieldName[]) {
    const place = origins[key];
    if (place !== undefined)
      moved[key] = place.file === file ? { file: to, line: place.line, column: place.column } : place;
  }
  return moved;
}

/** Every value that differs from store to store, in the order of the file. Labels count as the text between them. */
function findValues({ entries }: MapNode): readonly { readonly key: SlotKey; readonly node: TreeNode }[] {
  return entries.flatMap(({ key, value }) => {
    if (!isSlotKey(key)) return [];
    return value.kind === 'list' ? value.items.map((node) => ({ key, node })) : [{ key, node: value }];
  });
}

function isSlotKey(key: string): key is SlotKey {
  return Object.hasOwn(PATTERNS, key);
}

/** Where each line begins. */
function findLines(text: string): readonly number[] {
  const lines = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return lines;
}
