/** Which accounts get a job, and which do not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Context } from '../../src/commands/context.ts';
import { type FannedOut, fanOut } from '../../src/commands/fanning.ts';
import type { WorkKind } from '../../src/commands/options.ts';
import { en } from '../../src/messages/en.ts';
import type { StoreRecord } from '../../src/model.ts';
import { createStyle } from '../../src/report/style.ts';
import { formatState } from '../../src/state/format.ts';
import { buildRecord, buildValues } from '../builders.ts';
import { storeYaml } from '../fakes/shop.ts';

const SAME = storeYaml({ poi_id: '1' });
const CHANGED = storeYaml({ poi_id: '1', hour: '09:00-21:00' });

function stateOf(record: Partial<StoreRecord> = {}): string {
  return formatState({ version: 1, stores: new Map([['1', buildRecord(record)]]), extra: {} });
}

/** Accounts in files: a store file and a state for each, in the folders that they have by themselves. */
function openFolder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'mendian-fanning-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const names = [
    ...new Set(Object.keys(files).flatMap((file) => /^stores\/([^/]+)\//u.exec(file)?.[1] ?? [])),
  ];
  const settings = `accounts:\n${names.map((name) => `  ${name}: { appid: wx${name} }\n`).join('')}`;
  for (const [file, text] of Object.entries({ 'mendian.yaml': settings, ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

function fan(
  root: string,
  kinds: readonly WorkKind[] = ['apply'],
  more: Partial<Context> = {},
): Promise<FannedOut> {
  const silent = (): void => {};
  const context: Context = {
    root,
    environment: {},
    config: null,
    accounts: [],
    select: [],
    exclude: [],
    format: 'text',
    verbosity: 'quiet',
    assets: root,
    entry: join(root, 'cli.js'),
    messages: en,
    style: createStyle(en, 'plain'),
    clock: systemClock,
    signal: new AbortController().signal,
    print: silent,
    hint: silent,
    complain: silent,
    writeProgress: silent,
    progressMode: 'lines',
    ask: null,
    ...more,
  };
  return fanOut(context, { kinds, batches: 10 }, null);
}

const busy = ({ batches }: FannedOut): readonly string[] =>
  batches.flatMap(({ accounts }) => accounts).sort();

describe('an account gets a job', () => {
  test('where its files ask for something, and not where they ask for nothing', async () => {
    const found = await fan(
      openFolder({
        'stores/done/1.yaml': SAME,
        'state/done.json': stateOf(),
        'stores/new/1.yaml': SAME,
        'stores/other/1.yaml': CHANGED,
        'state/other.json': stateOf(),
      }),
    );
    expect([busy(found), found.accounts, found.diagnostics]).toEqual([['new', 'other'], 3, []]);
  });

  test('where its files are faulty: the job fails and tells it, and stops no other', async () => {
    const found = await fan(
      openFolder({
        'stores/broken/1.yaml': 'name: [\n',
        'stores/other/1.yaml': CHANGED,
        'state/other.json': stateOf(),
        'stores/torn/1.yaml': SAME,
        'state/torn.json': '{',
      }),
    );
    expect(busy(found)).toEqual(['broken', 'other', 'torn']);
    expect(found.diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['YAML_SYNTAX', 'stores/broken/1.yaml'],
      ['STATE_DAMAGED', 'state/torn.json'],
    ]);
  });

  test('where an interrupted run left a journal', async () => {
    const found = await fan(
      openFolder({ 'stores/a/1.yaml': SAME, 'state/a.json': stateOf(), 'state/a.json.journal': '' }),
    );
    expect(busy(found)).toEqual(['a']);
  });

  test('where a store is in doubt, though its file says what was last sent', async () => {
    const doubt = { uncertain: true, sending: buildValues() } as const;
    const found = await fan(openFolder({ 'stores/a/1.yaml': SAME, 'state/a.json': stateOf(doubt) }));
    expect(busy(found)).toEqual(['a']);
  });

  test.each([
    [['apply'], ['changed']],
    [['status'], ['pending']],
    [
      ['apply', 'status'],
      ['changed', 'pending'],
    ],
    [['drift'], ['changed', 'pending']],
  ] as const)('for %j: %j', async (kinds, accounts) => {
    const root = openFolder({
      'stores/changed/1.yaml': CHANGED,
      'state/changed.json': stateOf(),
      'stores/pending/1.yaml': SAME,
      'state/pending.json': stateOf({ review: 'pending', audit_id: '5' }),
      'stores/empty/.gitkeep': '',
    });
    expect(busy(await fan(root, kinds))).toEqual(accounts);
  });

  test('only if it is named, where some are', async () => {
    const root = openFolder({ 'stores/a/1.yaml': SAME, 'stores/b/1.yaml': SAME });
    expect(busy(await fan(root, ['apply'], { accounts: ['b'] }))).toEqual(['b']);
    const unknown = await fan(root, ['apply'], { accounts: ['c'] });
    expect([unknown.accounts, unknown.diagnostics.map(({ code }) => code)]).toEqual([
      null,
      ['UNKNOWN_ACCOUNT'],
    ]);
  });

  test('only where the selection takes a store of it', async () => {
    const root = openFolder({
      'stores/a/1.yaml': SAME,
      'stores/b/1.yaml': storeYaml({ poi_id: '2' }),
    });
    expect(busy(await fan(root, ['apply'], { select: ['2'] }))).toEqual(['b']);
  });
});
