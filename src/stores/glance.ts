/**
 * A quick look at the store files, for suggestions while somebody types: a few lines of each by their form, no YAML, no
 * checks. Whatever is written another way is not suggested.
 */
import { join } from 'node:path';
import { readPlainFile } from '../base/plain-file.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { walkStores } from './walk.ts';

export interface Glance {
  /** Store files, relative to the root. */
  readonly files: readonly string[];
  /** By id, of the files that there was time for. */
  readonly names: ReadonlyMap<string, string>;
  /** Values by label. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Looks at the files of a folder for as long as `hasTime`. */
export function glanceAtStores(root: string, folder: string, hasTime: () => boolean): Glance {
  const names = new Map<string, string>();
  const labels = new Map<string, Set<string>>();
  const found = walkStores(root, folder).files;
  for (const { file } of found) {
    if (!hasTime()) break;
    const text = readPlainFile(join(root, file), LARGEST_YAML_BYTES).bytes?.toString('utf8') ?? '';
    const id = /^poi_id:[ \t]*["']?(\d{1,20})["']?[ \t]*(?:#.*)?\r?$/mu.exec(text)?.[1];
    if (id !== undefined) names.set(id, readScalar(/^name:[ \t]+(.*)$/mu.exec(text)?.[1] ?? '') ?? '');
    for (const [key, value] of listLabels(text)) {
      const values = labels.get(key) ?? new Set();
      labels.set(key, values.add(value));
    }
  }
  return { files: found.filter(({ kind }) => kind === 'store').map(({ file }) => file), names, labels };
}

/** The pairs below `labels:`, as a block or in braces on one line. */
function listLabels(text: string): readonly (readonly [string, string])[] {
  const [, inline = '', block = ''] = /^labels:[ \t]*(.*)\r?\n?((?:[ \t]+.*(?:\r?\n|$))*)/mu.exec(text) ?? [];
  const braces = /^\{(.*)\}/u.exec(inline)?.[1];
  const parts = braces === undefined ? block.split(/\r?\n/u) : braces.split(',');
  return parts.flatMap((part) => {
    const [, key, value] = /^\s*["']?([^\s"'#:{}[\],][^"':]*?)["']?\s*:\s+(\S.*)$/u.exec(part) ?? [];
    const scalar = readScalar(value ?? '');
    return key === undefined || scalar === null ? [] : [[key, scalar] as const];
  });
}

/** A value on one line; null for anything but one. */
function readScalar(text: string): string | null {
  const trimmed = text.trim();
  const quoted = /^"([^"\\]*)"|^'([^']*)'/u.exec(trimmed);
  const value = quoted === null ? trimmed.replace(/\s+#.*$/u, '') : (quoted[1] ?? quoted[2] ?? '');
  return value === '' || (quoted === null && /^["'{[|>&*!]/u.test(value)) ? null : value;
}
