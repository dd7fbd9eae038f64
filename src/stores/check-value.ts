/** Judges a value by itself, before it goes into a file. Pure. */
import type { TreeNode } from '../base/yaml-tree.ts';
import type { FieldValue } from '../model/plan.ts';
import type { Diagnostic, FieldName } from '../model.ts';
import { checkStore } from './check.ts';

/** Not where a missing key is missed: findings at one place are taken for findings about one thing. */
const NOWHERE = { line: 1, column: 2 };

/** Whether a store file may hold this value. */
export function isPossibleValue(key: FieldName, value: FieldValue): boolean {
  return findFaults(key, value).length === 0;
}

/**
 * Why a store file cannot hold this value: its errors, at no place of any file, but with an item of a list on the line of
 * its number. A map is one of texts, as labels are.
 */
export function findFaults(
  key: FieldName | 'name' | 'labels',
  value: FieldValue | ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const keys = new Map([[key, { file: '', entry: { key, keyAt: NOWHERE, value: toNode(value) } }]]);
  return checkStore(keys, '').filter(({ severity, code }) => severity === 'error' && code !== 'MISSING_KEY');
}

function toNode(value: FieldValue | ReadonlyMap<string, string>): TreeNode {
  if (typeof value === 'string') return { kind: 'text', at: NOWHERE, value };
  if (value instanceof Map) {
    const pairs = [...(value as ReadonlyMap<string, string>)];
    const entries = pairs.map(([key, text]) => ({ key, keyAt: NOWHERE, value: toNode(text) }));
    return { kind: 'map', at: NOWHERE, entries };
  }
  const items = [...value.values()].map(
    (text, index): TreeNode => ({ kind: 'text', at: { line: index + 1, column: 2 }, value: text }),
  );
  return { kind: 'list', at: NOWHERE, items };
}
