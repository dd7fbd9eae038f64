/** Reads `mendian.yaml` → settings with all defaults. The file is optional; what it says is checked whole. */
import { lstatSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { validateSettings } from '../base/generated/validators.js';
import { findNearMiss } from '../base/near-miss.ts';
import { type Obstacle, readNamedFile, readPlainFile } from '../base/plain-file.ts';
import { decodeText, LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type MapEntry, type MapNode, parseYamlTree, toPlainMap } from '../base/yaml-tree.ts';
import type { PlainPhrase } from '../messages/phrases.ts';
import {
  type Diagnostic,
  fault,
  type Limit,
  type Place,
  type Policy,
  type Read,
  type Settings,
} from '../model.ts';
import { listSettingsFiles } from './settings-files.ts';

const DEFAULT_POLICY: Policy = {
  max_changes: { kind: 'percent', percent: 30 },
  max_reviews: { kind: 'percent', percent: 10 },
  review_patience_days: 14,
};
const KEYS = ['version', 'timezone', 'language', 'stores', 'state', 'policy', 'accounts'];
const POLICY_KEYS = ['max_changes', 'max_reviews', 'review_patience'];
const EXPECTED: Readonly<Record<string, PlainPhrase>> = {
  version: 'expect-version',
  language: 'expect-language',
  max_changes: 'expect-limit',
  max_reviews: 'expect-review-limit',
  review_patience: 'expect-days',
  timezone: 'expect-timezone',
  policy: 'expect-policy',
};

/** Settings of a root folder; `config` is the file of `--config`, relative to the root. */
export function readSettings(root: string, config: string | null): Read<Settings> {
  const names = listSettingsFiles(config);
  const found = config === null ? names.filter((name) => isThere(join(root, name))) : names;
  const [file = null, second] = found;
  if (file === null) return { value: toSettings(new Map()), diagnostics: [] };
  if (second !== undefined) {
    const twice = fault('TWO_SETTINGS', { file: second, line: null, column: null }, { other: file });
    return { value: null, diagnostics: [twice] };
  }
  // Whoever names a file has chosen where it leads; the repository's own may lead nowhere else.
  const read = config === null ? readPlainFile : readNamedFile;
  const { bytes, obstacle } = read(resolve(root, file), LARGEST_YAML_BYTES);
  if (obstacle !== null) return { value: null, diagnostics: [explainObstacle(file, obstacle)] };
  const text = decodeText(bytes, file);
  if (text.value === null) return { value: null, diagnostics: text.diagnostics };
  const tree = parseYamlTree(text.value, file);
  if (tree.value === null) return { value: null, diagnostics: tree.diagnostics };
  // Comments alone are settings that leave all at its default.
  if (tree.value.kind === 'empty') return { value: toSettings(new Map()), diagnostics: tree.diagnostics };
  if (tree.value.kind === 'refused') return { value: null, diagnostics: tree.diagnostics };
  if (tree.value.kind !== 'map')
    return { value: null, diagnostics: [fault('NOT_A_MAP', { file, line: 1, column: 1 }, { sort: 'text' })] };
  return checkSettings(tree.value, file, tree.diagnostics);
}

function checkSettings(root: MapNode, file: string, earlier: readonly Diagnostic[]): Read<Settings> {
  const found = [...earlier, ...checkShape(root, file), ...checkMeaning(root, file)];
  const failed = found.some(({ severity }) => severity === 'error');
  const texts = new Map([...listTexts(root), ...listTexts(findMap(root, 'policy'))]);
  return { value: failed ? null : toSettings(texts), diagnostics: found };
}

/** The compiled schema's findings in our words. */
function checkShape(root: MapNode, file: string): readonly Diagnostic[] {
  const empty = listEmpty(root, file);
  if (empty.length > 0) return empty;
  if (validateSettings(toPlainMap(root.entries))) return [];
  return (validateSettings.errors ?? []).map(({ keyword, instancePath, params }) => {
    const path = instancePath.split('/').slice(1);
    const inside =
      path[0] === 'policy' && (path.length === 1 || keyword !== 'type') ? findMap(root, 'policy') : root;
    if (keyword === 'additionalProperties') {
      const key = String(params.additionalProperty);
      const known = path[0] === 'policy' ? POLICY_KEYS : KEYS;
      const entry = inside?.entries.findLast((each) => each.key === key);
      return fault('UNKNOWN_KEY', placeOf(file, entry), {
        key,
        meant: findNearMiss(key, known),
        known: known.join(', '),
      });
    }
    const key = path.at(-1) ?? '';
    const entry = (path.length > 1 ? findMap(root, 'policy') : root)?.entries.findLast(
      (each) => each.key === key,
    );
    const value = entry?.value.kind === 'text' ? entry.value.value : '';
    return fault('SETTING_INVALID', placeOf(file, entry), {
      key,
      value,
      expected: EXPECTED[key] ?? 'expect-one-text',
    });
  });
}

/** What a schema cannot say: zones that exist, paths that stay inside, features that are not there yet. */
function checkMeaning(root: MapNode, file: string): readonly Diagnostic[] {
  return root.entries.flatMap((entry): readonly Diagnostic[] => {
    const { key, value } = entry;
    const place = placeOf(file, entry);
    if (key === 'accounts') return [fault('SETTING_NOT_SUPPORTED', place, { key })];
    if (value.kind !== 'text') return [];
    if (key === 'timezone' && !isTimezone(value.value)) {
      return [fault('SETTING_INVALID', place, { key, value: value.value, expected: 'expect-timezone' })];
    }
    const isPath = key === 'stores' || key === 'state';
    return isPath && !staysInside(value.value)
      ? [fault('PATH_OUTSIDE', place, { key, value: value.value })]
      : [];
  });
}

function toSettings(texts: ReadonlyMap<string, string>): Settings {
  return {
    timezone: texts.get('timezone') ?? 'Asia/Shanghai',
    language: texts.get('language') === 'zh-CN' ? 'zh-CN' : 'en',
    policy: {
      max_changes: readLimit(texts.get('max_changes')) ?? DEFAULT_POLICY.max_changes,
      max_reviews: readLimit(texts.get('max_reviews')) ?? DEFAULT_POLICY.max_reviews,
      review_patience_days: Number.parseInt(texts.get('review_patience') ?? '14d', 10),
    },
    accounts: [
      {
        name: 'default',
        stores: cleanPath(texts.get('stores') ?? 'stores'),
        state: cleanPath(texts.get('state') ?? 'mendian.state.json'),
      },
    ],
  };
}

function readLimit(text: string | undefined): Limit | null {
  if (text === undefined) return null;
  return text.endsWith('%')
    ? { kind: 'percent', percent: Number(text.slice(0, -1)) }
    : { kind: 'count', count: Number(text) };
}

function cleanPath(path: string): string {
  return posix.normalize(path).replace(/\/+$/u, '');
}

/** Below the root on every machine: no drive, no backslash, no way up, and not the root itself. */
function staysInside(path: string): boolean {
  if (path.startsWith('/') || /^[A-Za-z]:|\\|\p{Cc}/u.test(path)) return false;
  return !path.split('/').includes('..') && cleanPath(path) !== '.';
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Later versions of Node take offsets too, and a file must mean the same on every machine.
    return /^[A-Za-z]/u.test(name);
  } catch {
    return false;
  }
}

function listEmpty(map: MapNode, file: string): readonly Diagnostic[] {
  return map.entries.flatMap((entry): readonly Diagnostic[] => {
    if (entry.value.kind === 'map') return listEmpty(entry.value, file);
    return entry.value.kind === 'empty'
      ? [fault('EMPTY_VALUE', placeOf(file, entry), { key: entry.key, cut: entry.value.cut })]
      : [];
  });
}

function listTexts(map: MapNode | null): readonly (readonly [string, string])[] {
  return (map?.entries ?? []).flatMap(({ key, value }) =>
    value.kind === 'text' ? [[key, value.value] as const] : [],
  );
}

function findMap(root: MapNode, key: string): MapNode | null {
  const value = root.entries.findLast((entry) => entry.key === key)?.value;
  return value?.kind === 'map' ? value : null;
}

function placeOf(file: string, entry: MapEntry | undefined): Place {
  return { file, line: entry?.keyAt.line ?? null, column: entry?.keyAt.column ?? null };
}

/** Also a link that leads nowhere: it is met and refused, not taken for settings that leave all at its default. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function explainObstacle(file: string, obstacle: Obstacle): Diagnostic {
  const place = { file, line: null, column: null };
  if (obstacle.reason === 'missing') return fault('SETTINGS_MISSING', place, {});
  if (obstacle.reason === 'large')
    return fault('FILE_TOO_LARGE', { file, line: 1, column: 1 }, { bytes: obstacle.bytes });
  const detail = obstacle.reason === 'system' ? obstacle.detail : '';
  return fault('FILE_UNREADABLE', place, { reason: obstacle.reason, detail });
}
