/** `mendian emulator`: a local WeChat store API that forgets everything when it ends. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSystemCode } from '../base/system-error.ts';
import type { SeenRequest } from '../emulator/request-log.ts';
import { startEmulator } from '../emulator/server.ts';
import type { SeedMerchant } from '../emulator/town.ts';
import type { SeedStore } from '../emulator/world.ts';
import { type Account, type Diagnostic, fault, NOWHERE } from '../model.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { readSettings } from '../settings/settings.ts';
import { listSettingsFiles } from '../settings/settings-files.ts';
import { readStores } from '../stores/read.ts';
import type { Context, ExitCode } from './context.ts';
import { OptionError } from './options.ts';

export interface EmulatorCommandOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of store files, or a repository by its settings, relative to the root; null starts without stores. */
  readonly seed: string | null;
}

/** Serves until a signal ends it. The base URL is the first line on stdout. */
export async function emulator(context: Context, options: EmulatorCommandOptions): Promise<ExitCode> {
  const seeded = await startOnPort(context, options);
  if ('diagnostics' in seeded) {
    for (const text of diagnosticsText(seeded.diagnostics, context.style)) context.complain(text);
    return 1;
  }
  const { messages } = context;
  context.print(`${seeded.baseUrl}\n`);
  context.hint(messages.emulator.listening(seeded.stores, seeded.merchants));
  context.hint(messages.emulator.use(seeded.baseUrl, seeded.merchants));
  await untilAborted(context.signal);
  await seeded.close();
  return 0;
}

/** A port that is taken is a mistake in the call, not in the program. */
async function startOnPort(
  context: Context,
  options: EmulatorCommandOptions,
): ReturnType<typeof startSeededEmulator> {
  try {
    return await startSeededEmulator({ root: context.root, ...options });
  } catch (error) {
    const taken = ['EADDRINUSE', 'EACCES'].includes(readSystemCode(error) ?? '');
    if (taken) throw new OptionError('--port', String(options.port), 'expect-free-port');
    throw error;
  }
}

export interface SeededEmulator {
  readonly baseUrl: string;
  readonly stores: number;
  /** How many merchants have a world of their own; 0 where one world is for every appid. */
  readonly merchants: number;
  /** Calls so far, one line each, without tokens. */
  calls(): readonly string[];
  close(): Promise<void>;
}

/**
 * Starts an emulator that holds the stores of a folder, as approved and live. Where settings with accounts stand in the
 * folder, each account's stores are those of its appid.
 */
export async function startSeededEmulator({
  root,
  port,
  seed,
}: EmulatorCommandOptions & { readonly root: string }): Promise<
  SeededEmulator | { readonly diagnostics: readonly Diagnostic[] }
> {
  const seeds = seed === null ? { stores: [], merchants: [], diagnostics: [] } : readSeeds(root, seed);
  const errors = seeds.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { diagnostics: errors };
  const { stores, merchants } = seeds;
  const server = await startEmulator({ port, stores, merchants });
  return {
    baseUrl: server.baseUrl,
    stores: merchants.reduce((sum, merchant) => sum + merchant.stores.length, stores.length),
    merchants: merchants.length,
    calls: () => server.requests.map(showCall),
    close: () => server.close(),
  };
}

interface Seeds {
  readonly stores: readonly SeedStore[];
  readonly merchants: readonly SeedMerchant[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The stores of a folder: a repository by its settings, else a folder of store files. */
function readSeeds(root: string, seed: string): Seeds {
  const folder = resolve(root, seed);
  const hasSettings = listSettingsFiles(null).some((name) => existsSync(join(folder, name)));
  if (!hasSettings) return { ...readSeedStores(root, { ...ONLY, stores: seed }), merchants: [] };
  const settings = readSettings(folder, null);
  if (settings.value === null) return { stores: [], merchants: [], diagnostics: settings.diagnostics };
  const { accounts } = settings.value;
  const [first] = accounts;
  if (accounts.length === 1 && first !== undefined && first.appid === undefined)
    return { ...readSeedStores(folder, first), merchants: [] };
  const read = accounts.map((account) => ({ account, ...readSeedStores(folder, account) }));
  return {
    stores: [],
    merchants: read.flatMap(({ account: { appid }, stores }) =>
      appid === undefined ? [] : [{ appid, stores }],
    ),
    diagnostics: read.flatMap(({ account: { appid, name: account }, diagnostics }) => [
      ...diagnostics,
      ...(appid === undefined ? [fault('APPID_MISSING', NOWHERE, { account })] : []),
    ]),
  };
}

const ONLY: Account = { name: 'default', stores: '', state: '' };

function readSeedStores(
  root: string,
  account: Account,
): { readonly stores: readonly SeedStore[]; readonly diagnostics: readonly Diagnostic[] } {
  const { stores, diagnostics } = readStores(root, account);
  return { stores: stores.map(({ poi_id, name, values }) => ({ poi_id, name, values })), diagnostics };
}

function showCall({ method, path, poi_id, body }: SeenRequest): string {
  if (path !== '/wxa/update_store') return `${method} ${path}${poi_id === null ? '' : `  ${poi_id}`}`;
  return `${method} ${path}  ${body}`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    // A server alone keeps the process alive; the listener ends it.
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
