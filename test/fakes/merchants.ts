/** Three merchants in one repository beside an emulator that holds them: `bun`, `coffee` and `teashop`. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/server.ts';
import type { StoreRecord } from '../../src/model.ts';
import { buildValues } from '../builders.ts';
import { recordAll } from './baseline.ts';
import { type Finished, runProgram } from './program.ts';
import { type StoreText, storeYaml } from './shop.ts';

export const ACCOUNTS = ['bun', 'coffee', 'teashop'] as const;
export type AccountName = (typeof ACCOUNTS)[number];

export const APPIDS: Readonly<Record<AccountName, string>> = {
  bun: 'wx2222222222222222',
  coffee: 'wx3333333333333333',
  teashop: 'wx1111111111111111',
};

export const SETTINGS = `version: 1
accounts:
  teashop: { appid: ${APPIDS.teashop}, secret_env: TEASHOP_SECRET }
  bun: { appid: ${APPIDS.bun}, secret_env: BUN_SECRET }
  coffee: { appid: ${APPIDS.coffee}, secret_env: COFFEE_SECRET }
`;

export type MerchantStores = Readonly<Record<AccountName, readonly StoreText[]>>;

/** Two stores of the teashop, one of each other. */
export const STORES: MerchantStores = {
  bun: [{ poi_id: '571', name: '示例包子一店' }],
  coffee: [{ poi_id: '671', name: '示例咖啡店' }],
  teashop: [
    { poi_id: '471', name: '示例茶人民广场店' },
    { poi_id: '472', name: '示例茶西湖店' },
  ],
};

export interface Merchants {
  readonly root: string;
  readonly emulator: Emulator;
  /** Address and secrets of all three. */
  readonly env: Readonly<Record<string, string>>;
  /** The same without one merchant's secret. */
  without(account: AccountName): Readonly<Record<string, string>>;
  write(file: string, content: string): void;
  read(file: string): string;
  exists(file: string): boolean;
  /** Replaces a text in a store's file. */
  edit(account: AccountName, poiId: string, from: string, to: string): void;
  records(account: AccountName): Record<string, StoreRecord>;
  /** Ids of the stores that were updated at a merchant. */
  updates(account: AccountName): readonly string[];
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
}

export interface MerchantOptions {
  readonly stores?: MerchantStores;
  /** `recorded`: with the state files that a first apply leaves. */
  readonly begin?: 'live' | 'recorded';
}

/** Opens the three, with each store in a file `stores/ACCOUNT/ID.yaml`. */
export async function openMerchants({
  stores = STORES,
  begin = 'recorded',
}: MerchantOptions = {}): Promise<Merchants> {
  const root = mkdtempSync(join(tmpdir(), 'mendian-merchants-'));
  const emulator = await startEmulator({
    merchants: ACCOUNTS.map((account) => ({
      appid: APPIDS[account],
      secret: `the-secret-of-${account}`,
      stores: stores[account].map(({ name = '示例店', poi_id, ...values }) => ({
        poi_id,
        name,
        values: buildValues(values),
      })),
    })),
  });
  onTestFinished(async () => {
    await emulator.close();
    rmSync(root, { recursive: true, force: true });
  });
  const merchants = makeMerchants(root, emulator);
  merchants.write('mendian.yaml', SETTINGS);
  for (const account of ACCOUNTS) {
    for (const store of stores[account])
      merchants.write(`stores/${account}/${store.poi_id}.yaml`, storeYaml(store));
    if (begin === 'recorded') merchants.write(`state/${account}.json`, recordAll(stores[account]));
  }
  return merchants;
}

function makeMerchants(root: string, emulator: Emulator): Merchants {
  const path = (file: string): string => join(root, file);
  const secrets = Object.fromEntries(
    ACCOUNTS.map((account) => [nameSecret(account), `the-secret-of-${account}`]),
  );
  const env: Readonly<Record<string, string>> = { WECHAT_API_BASE: emulator.baseUrl, ...secrets };
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), content);
  };
  const read = (file: string): string => readFileSync(path(file), 'utf8');
  return {
    root,
    emulator,
    env,
    write,
    read,
    exists: (file) => existsSync(path(file)),
    without: (account) => ({ ...env, [nameSecret(account)]: '' }),
    edit: (account, poiId, from, to) => {
      const file = `stores/${account}/${poiId}.yaml`;
      write(file, read(file).replaceAll(from, to));
    },
    records: (account) => JSON.parse(read(`state/${account}.json`)).stores as Record<string, StoreRecord>,
    updates: (account) => emulator.merchant(APPIDS[account]).updates.map(({ poi_id }) => poi_id),
    run: (args, more = env) => runProgram(args, { cwd: root, env: more }),
  };
}

function nameSecret(account: AccountName): string {
  return `${account.toUpperCase()}_SECRET`;
}
