/** The demo's stage: an emulator that holds the sample stores, and the program itself as a child process. */
import { spawn } from 'node:child_process';
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
    run: (args) => {
      const words = [context.entry, '--lang', context.messages.language, ...args];
      const child = spawn(process.execPath, words, {
        cwd: folder,
        env: { ...context.environment, ...env },
        stdio: 'inherit',
        signal: context.signal,
      });
      return new Promise((resolve) => {
        // An abort is told as an error, and then as the end.
        child.on('error', () => {});
        child.on('close', (code) => resolve(code ?? 1));
      });
    },
    calls: () => server.calls(),
    close: () => server.close(),
  };
}
