/** Reads `mendian.yaml` → settings with all defaults. The file is optional; what it says is checked whole. */
import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareText } from '../base/canonical-json.ts';
import { type Obstacle, readNamedFile, readPlainFile } from '../base/plain-file.ts';
import { decodeText, LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type MapEntry, type MapNode, parseYamlTree } from '../base/yaml-tree.ts';
import {
  type Account,
  type Diagnostic,
  fault,
  type Limit,
  type Policy,
  type Read,
  type Settings,
} from '../model.ts';
import { checkSettings, cleanPath, defaultState, defaultStores, findMap, listTexts } from './checks.ts';
import { listSettingsFiles } from './settings-files.ts';

const DEFAULT_POLICY: Policy = {
  max_changes: { kind: 'percent', percent: 30 },
  max_reviews: { kind: 'percent', percent: 10 },
  review_patience_days: 14,
};
/** Settings of a root folder; `config` is the file of `--config`, relative to the root. */
export function readSettings(root: string, config: string | null): Read<Settings> {
  const names = listSettingsFiles(config);
  const found = config === null ? names.filter((name) => isThere(join(root, name))) : names;
  const [file = null, second] = found;
  if (file === null) return { value: toSettings(null), diagnostics: [] };
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
  if (tree.value.kind === 'empty') return { value: toSettings(null), diagnostics: tree.diagnostics };
  if (tree.value.kind === 'refused') return { value: null, diagnostics: tree.diagnostics };
  if (tree.value.kind !== 'map')
    return { value: null, diagnostics: [fault('NOT_A_MAP', { file, line: 1, column: 1 }, { sort: 'text' })] };
  return judge(tree.value, file, tree.diagnostics);
}

function judge(root: MapNode, file: string, earlier: readonly Diagnostic[]): Read<Settings> {
  const found = [...earlier, ...checkSettings(root, file)];
  const failed = found.some(({ severity }) => severity === 'error');
  return { value: failed ? null : toSettings(root), diagnostics: found };
}

function toSettings(root: MapNode | null): Settings {
  const texts = new Map(root === null ? [] : [...listTexts(root), ...listTexts(findMap(root, 'policy'))]);
  const accounts = root === null ? null : findMap(root, 'accounts');
  return {
    timezone: texts.get('timezone') ?? 'Asia/Shanghai',
    language: texts.get('language') === 'zh-CN' ? 'zh-CN' : 'en',
    policy: {
      max_changes: readLimit(texts.get('max_changes')) ?? DEFAULT_POLICY.max_changes,
      max_reviews: readLimit(texts.get('max_reviews')) ?? DEFAULT_POLICY.max_reviews,
      review_patience_days: Number.parseInt(texts.get('review_patience') ?? '14d', 10),
    },
    accounts: accounts === null ? [oneAccount(texts)] : accounts.entries.map(toAccount).sort(byName),
  };
}

function oneAccount(texts: ReadonlyMap<string, string>): Account {
  return {
    name: 'default',
    stores: cleanPath(texts.get('stores') ?? 'stores'),
    state: cleanPath(texts.get('state') ?? 'mendian.state.json'),
  };
}

function toAccount({ key: name, value }: MapEntry): Account {
  const texts = new Map(value.kind === 'map' ? listTexts(value) : []);
  const own = ['appid', 'secret_env', 'refresh_token_env'] as const;
  const given = own.flatMap((key) => {
    const text = texts.get(key);
    return text === undefined ? [] : [[key, text] as const];
  });
  return {
    name,
    stores: cleanPath(texts.get('stores') ?? defaultStores(name)),
    state: cleanPath(texts.get('state') ?? defaultState(name)),
    ...Object.fromEntries(given),
  };
}

function byName(left: Account, right: Account): number {
  return compareText(left.name, right.name);
}

function readLimit(text: string | undefined): Limit | null {
  if (text === undefined) return null;
  return text.endsWith('%')
    ? { kind: 'percent', percent: Number(text.slice(0, -1)) }
    : { kind: 'count', count: Number(text) };
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
