/** Judges a value by itself, before it goes into a file. Pure. */
import type { TreeNode } from '../base/yaml-tree.ts';
import type { FieldName, FieldValue } from '../model.ts';
import { checkStore } from './check.ts';

const NOWHERE = { line: 1, column: 1 };

/** Whether a store file may hold this value. */
export function isPossibleValue(key: FieldName, value: FieldValue): boolean {
  const toText = (text: string): TreeNode => ({ kind: 'text', at: NOWHERE, value: text });
  const node: TreeNode =
    typeof value === 'string' ? toText(value) : { kind: 'list', at: NOWHERE, items: value.map(toText) };
  const keys = new Map([[key, { file: '', entry: { key, keyAt: NOWHERE, value: node } }]]);
  return checkStore(keys, '').every(({ severity, code }) => severity !== 'error' || code === 'MISSING_KEY');
}
