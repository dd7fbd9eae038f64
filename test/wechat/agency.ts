/** A third-party platform's desk: an emulator with merchants, a token store on disk, and a clock that the test turns. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type EmulatorOptions, startEmulator } from '../../src/emulator/server.ts';
import type { AccountPlatform } from '../../src/model/platform.ts';
import type { AuthorizerCredentials } from '../../src/model.ts';
import { createPlatform } from '../../src/wechat/client.ts';
import { buildValues } from '../builders.ts';

export const APPID = 'wxteashop';
export const FIRST = 'refresh-token-from-the-authorisation';
export const COMPONENT_SECRET = 'the-secret-of-the-component';
export const COMPONENT_TOKEN = '/cgi-bin/component/api_component_token';
export const AUTHORIZER_TOKEN = '/cgi-bin/component/api_authorizer_token';

export interface Kept {
  readonly refresh_token: string;
  readonly others?: readonly string[];
  readonly access_token?: string;
  readonly use_until?: string;
}

/** Opens a desk; all of it goes when the test ends. */
export async function openAgency(options: EmulatorOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-tokens-'));
  let now = Date.UTC(2026, 10, 26, 8);
  const store = { poi_id: '472671857', name: '店', values: buildValues() };
  const emulator = await startEmulator({
    merchants: [APPID, 'wxnoodles'].map((appid) => ({ appid, stores: [store] })),
    now: () => now,
    ...options,
  });
  onTestFinished(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const lines: string[] = [];
  const waits: number[] = [];
  const connect = (more: Partial<AuthorizerCredentials> = {}): AccountPlatform => {
    const platform = createPlatform({
      apiBase: emulator.baseUrl,
      credentials: {
        kind: 'authorizer',
        component: {
          appid: 'wxcomponent',
          access: { kind: 'ticket', secret: COMPONENT_SECRET, ticket: 'ticket@@@1' },
        },
        appid: APPID,
        refresh: { variable: 'WECHAT_AUTHORIZER_REFRESH_TOKEN', token: FIRST },
        store: folder,
        ...more,
      },
      clock: {
        now: () => new Date(now),
        // Others hold a lock for some milliseconds of the real time.
        sleep: async (milliseconds) => {
          waits.push(milliseconds);
          await new Promise((resolve) => setTimeout(resolve, 5));
        },
      },
      retryBaseMs: 7,
      proxy: {},
      log: { print: (line) => lines.push(line), say: String },
    });
    onTestFinished(() => platform.close());
    return platform;
  };
  const path = (appid = APPID): string => join(folder, `loopback-authorizer-${appid}.json`);
  return {
    emulator,
    folder,
    lines,
    waits,
    connect,
    path,
    read: (platform: AccountPlatform) => platform.readStore('472671857'),
    kept: (appid?: string): Kept => JSON.parse(readFileSync(path(appid), 'utf8')) as Kept,
    keep: (members: object, appid: string = APPID): void =>
      writeFileSync(path(appid), JSON.stringify({ version: 1, kind: 'authorizer', appid, ...members })),
    isKept: (): boolean => existsSync(path()),
    files: (): readonly string[] => readdirSync(folder).sort(),
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
    count: (called: string): number => emulator.requests.filter((each) => each.path === called).length,
  };
}
