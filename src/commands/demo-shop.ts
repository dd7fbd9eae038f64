/** The demo's stage: an emulator that holds the sample stores, and the program itself as a child process. */
import type { Context } from './context.ts';
import { startSeededEmulator } from './emulator.ts';

export interface DemoShop {
  /** Runs the program in the demo's folder; its output goes straight through. Returns the exit code. */
  run(args: readonly string[]): Promise<number>;
  /** Calls to the store API so far, one line each, without tokens. */
  calls(): readonly string[];
  close(): Promise<void>;
}

/** Starts the emulator in this process; the program runs beside it as it would in a shell. */
export async function openDemoShop(context: Context, folder: string): Promise<DemoShop> {
  const { execa } = await import('execa');
  const server = await startSeededEmulator({ root: folder, port: 0, seed: 'stores' });
  if ('diagnostics' in server) throw new Error('the sample stores have faults');
  const env = {
    WECHAT_API_BASE: server.baseUrl,
    WECHAT_APPID: 'wx0000000000000000',
    WECHAT_SECRET: 'secret-of-the-demo',
    NO_PROXY: '127.0.0.1',
    ...(context.style.colors.isColorSupported ? {} : { NO_COLOR: '1' }),
  };
  return {
    run: async (args) => {
      const child = await execa(process.execPath, [context.entry, ...args], {
        cwd: folder,
        env,
        stdio: 'inherit',
        reject: false,
        cancelSignal: context.signal,
      });
      return child.exitCode ?? 1;
    },
    calls: () => server.calls(),
    close: () => server.close(),
  };
}
