/** A chain in a temporary folder beside an emulator that holds it: the stage of the end-to-end tests. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/server.ts';
import type { SeedStore } from '../../src/emulator/world.ts';
import type { StoreRecord, StoreValues } from '../../src/model.ts';
import { buildValues } from '../builders.ts';
import { recordAll } from './baseline.ts';
import { type Finished, runProgram, startProgram } from './program.ts';

export const CASES = resolve(import.meta.dirname, '../cases');

export interface Shop {
  readonly root: string;
  readonly emulator: Emulator;
  readonly env: Readonly<Record<string, string>>;
  write(file: string, content: string): void;
  writeStore(file: string, store: StoreText): void;
  read(file: string): string;
  exists(file: string): boolean;
  remove(file: string): void;
  /** The records in the state file, or an empty object. */
  records(): Record<string, StoreRecord>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ReturnType<typeof startProgram>;
  /** Runs with `--format json` and parses what was printed. */
  runJson(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ exitCode: number; json: Json }>;
  /** Calls of `update_store` that came in, by store. */
  updates(): readonly string[];
}

export type Json = {
  readonly digest: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly changes: readonly JsonChange[];
  readonly outcomes: readonly JsonOutcome[];
  readonly diagnostics: readonly JsonDiagnostic[];
};
export type JsonChange = {
  readonly poi_id: string;
  readonly action: string;
  readonly reason: string | null;
  readonly digest: string;
};
export type JsonOutcome = {
  readonly poi_id: string;
  readonly outcome: string;
  readonly sent: boolean;
  readonly audit_id: string | null;
  readonly attempts: number;
  readonly error: {
    readonly code: string;
    readonly errcode: number | null;
    readonly message: string;
    readonly hint: string | null;
    readonly rid: string | null;
  } | null;
};
export type JsonDiagnostic = {
  readonly severity: string;
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly hint: string | null;
};

export interface StoreText extends Partial<StoreValues> {
  readonly name?: string;
  readonly poi_id: string;
}

export interface ShopOptions extends Omit<EmulatorOptions, 'stores'> {
  /** Stores of the chain: each becomes a file `stores/ID.yaml`. */
  readonly stores?: readonly StoreText[];
  /** `live`: the emulator holds them as they are; `recorded`: they are in the state too. */
  readonly begin?: 'live' | 'recorded';
}

/** Opens a shop; it is closed when the test ends. */
export async function openShop({ stores = [], begin = 'live', ...options }: ShopOptions = {}): Promise<Shop> {
  const root = mkdtempSync(join(tmpdir(), 'mendian-test-'));
  const emulator = await startEmulator({ ...options, stores: stores.map(toSeed) });
  onTestFinished(async () => {
    await emulator.close();
    rmSync(root, { recursive: true, force: true });
  });
  const shop = makeShop(root, emulator);
  mkdirSync(join(root, 'stores'));
  for (const store of stores) shop.writeStore(`stores/${store.poi_id}.yaml`, store);
  if (begin === 'recorded') shop.write('mendian.state.json', recordAll(stores));
  return shop;
}

function makeShop(root: string, emulator: Emulator): Shop {
  const path = (file: string): string => join(root, file);
  const env = {
    WECHAT_API_BASE: emulator.baseUrl,
    WECHAT_APPID: 'wxtest',
    WECHAT_SECRET: 'the-secret-of-the-tests',
  };
  const run = (args: readonly string[], more = {}): Promise<Finished> =>
    runProgram(args, { cwd: root, env: { ...env, ...more } });
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), content);
  };
  return {
    root,
    emulator,
    env,
    write,
    run,
    writeStore: (file, store) => write(file, storeYaml(store)),
    read: (file) => readFileSync(path(file), 'utf8'),
    exists: (file) => existsSync(path(file)),
    remove: (file) => rmSync(path(file)),
    records: () =>
      existsSync(path('mendian.state.json'))
        ? JSON.parse(readFileSync(path('mendian.state.json'), 'utf8')).stores
        : {},
    start: (args, more = {}) => startProgram(args, { cwd: root, env: { ...env, ...more } }),
    runJson: async (args, more = {}) => {
      const { exitCode, stdout } = await run([...args, '--format', 'json'], more);
      return { exitCode, json: JSON.parse(stdout) as Json };
    },
    updates: () =>
      emulator.requests.flatMap(({ path: called, poi_id }) =>
        called === '/wxa/update_store' ? [poi_id ?? ''] : [],
      ),
  };
}

/** A store file's text. Values are quoted as JSON, which YAML reads alike. */
export function storeYaml({ name = '示例店', poi_id, ...overrides }: StoreText): string {
  const values = buildValues(overrides);
  const quote = (value: string): string => JSON.stringify(value);
  const lines = [
    `name: ${quote(name)}`,
    `poi_id: ${quote(poi_id)}`,
    `hour: ${quote(values.hour)}`,
    `contract_phone: ${quote(values.contract_phone)}`,
    'pic_list:',
    ...values.pic_list.map((picture) => `  - ${quote(picture)}`),
    ...(values.map_poi_id === undefined ? [] : [`map_poi_id: ${quote(values.map_poi_id)}`]),
    ...(values.card_id === undefined ? [] : [`card_id: ${quote(values.card_id)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function toSeed({ name = '示例店', poi_id, ...overrides }: StoreText): SeedStore {
  return { poi_id, name, values: buildValues(overrides) };
}

/** A shop whose stores folder is a copy of a case's; nothing is live. */
export async function openCase(id: string): Promise<Shop> {
  const shop = await openShop();
  cpSync(join(CASES, id, 'stores'), join(shop.root, 'stores'), { recursive: true });
  return shop;
}

/** A case's scripted faults. */
export function readControl(file: string): object {
  return JSON.parse(readFileSync(join(CASES, file), 'utf8')) as object;
}

/** Stores with ids that count up from the cases' first one. */
export function listStores(count: number, overrides: Partial<StoreText> = {}): readonly StoreText[] {
  return Array.from({ length: count }, (_, index) => ({ ...overrides, poi_id: String(472671857 + index) }));
}
