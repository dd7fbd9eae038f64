/** `mendian emulator`: a local WeChat store API that forgets everything when it ends. */
import { readSystemCode } from '../base/system-error.ts';
import type { SeenRequest } from '../emulator/request-log.ts';
import { startEmulator } from '../emulator/server.ts';
import type { Diagnostic } from '../model.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { readStores } from '../stores/read.ts';
import type { Context, ExitCode } from './context.ts';
import { OptionError } from './options.ts';

export interface EmulatorCommandOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of store files, relative to the root; null starts without stores. */
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
  context.hint(messages.emulator.listening(seeded.stores));
  context.hint(messages.emulator.use(seeded.baseUrl));
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
  /** Calls so far, one line each, without tokens. */
  calls(): readonly string[];
  close(): Promise<void>;
}

/** Starts an emulator that holds the stores of a folder, as approved and live. */
export async function startSeededEmulator({
  root,
  port,
  seed,
}: EmulatorCommandOptions & { readonly root: string }): Promise<
  SeededEmulator | { readonly diagnostics: readonly Diagnostic[] }
> {
  const reading = seed === null ? null : readStores(root, { name: 'default', stores: seed, state: '' });
  const errors = (reading?.diagnostics ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { diagnostics: errors };
  const stores = (reading?.stores ?? []).map(({ poi_id, name, values }) => ({ poi_id, name, values }));
  const server = await startEmulator({ port, stores });
  return {
    baseUrl: server.baseUrl,
    stores: stores.length,
    calls: () => server.requests.map(showCall),
    close: () => server.close(),
  };
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
