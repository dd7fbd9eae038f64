/**
 * A chain of 20,000 stores with 5,000 changes, applied in one run to the emulator: time, and the memory that the program
 * needs from start to end. Afterwards the platform must show the files, and the state must say so.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Emulator, startEmulator } from '../src/emulator/server.ts';
import { formatState } from '../src/state/format.ts';
import { buildValues } from '../test/builders.ts';
import { storeYaml } from '../test/fakes/shop.ts';

const [STORES = 20_000, CHANGES = 5_000] = process.argv.slice(2).map(Number);
const ENTRY = join(process.cwd(), 'dist/cli.js');
const SAMPLE_MS = 500;
/** Stores in one folder, as a chain would have them in a city. */
const PER_FOLDER = 200;

const ids = Array.from({ length: STORES }, (_, index) => String(400_000_000 + index));
const before = buildValues();
const after = buildValues({ hour: '09:30-22:30' });
const root = mkdtempSync(join(tmpdir(), 'mendian-load-'));

writeChain();
const emulator = await startEmulator({
  stores: ids.map((poi_id) => ({ poi_id, name: '示例店', values: before })),
});
try {
  const run = await apply(emulator);
  print(run, judge(emulator, run.report));
} finally {
  await emulator.close();
  rmSync(root, { recursive: true, force: true });
}

function writeChain(): void {
  const record = { values: before, review: 'none', applied_at: '2026-11-25T02:00:00.000Z' } as const;
  const stores = new Map(ids.map((id) => [id, record]));
  writeFileSync(join(root, 'mendian.state.json'), formatState({ version: 1, stores, extra: {} }));
  for (const [index, poi_id] of ids.entries()) {
    const folder = join(root, 'stores', String(Math.floor(index / PER_FOLDER)));
    if (index % PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
    const values = index < CHANGES ? after : before;
    writeFileSync(join(folder, `${poi_id}.yaml`), storeYaml({ poi_id, ...values }));
  }
}

interface Run {
  readonly seconds: number;
  readonly exitCode: number;
  readonly report: string;
  /** Resident memory in MB, every half second. */
  readonly memory: readonly number[];
}

async function apply({ baseUrl }: Emulator): Promise<Run> {
  const started = performance.now();
  const args = ['apply', '--yes', '--rate', '0', '--concurrency', '8', '--max-changes', '100%'];
  const child = execa(process.execPath, [ENTRY, ...args, '--format', 'json'], {
    cwd: root,
    env: { WECHAT_API_BASE: baseUrl, WECHAT_APPID: 'wxload', WECHAT_SECRET: 'secret-of-the-load' },
    reject: false,
    maxBuffer: 1e9,
  });
  const memory: number[] = [];
  const sampler = setInterval(() => memory.push(readMemory(child.pid ?? 0)), SAMPLE_MS);
  const { exitCode = -1, stdout } = await child;
  clearInterval(sampler);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, exitCode, report: stdout, memory: memory.filter((megabytes) => megabytes > 0) };
}

function readMemory(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function judge({ stores, requests }: Emulator, report: string): Readonly<Record<string, number | string>> {
  const { summary } = JSON.parse(report) as { summary: Record<string, number> };
  const state = JSON.parse(readFileSync(join(root, 'mendian.state.json'), 'utf8')) as {
    stores: Record<string, { values: { hour: string } }>;
  };
  const wrong = ids.filter((id, index) => {
    const { hour } = index < CHANGES ? after : before;
    return stores.get(id)?.hour !== hour || state.stores[id]?.values.hour !== hour;
  });
  const updates = requests.filter(({ path }) => path === '/wxa/update_store').length;
  return { ...summary, calls: requests.length, updates, 'stores not as their file says': wrong.length };
}

function print({ seconds, exitCode, memory }: Run, found: Readonly<Record<string, number | string>>): void {
  const quarter = (index: number): string => {
    const part = memory.slice((index * memory.length) / 4, ((index + 1) * memory.length) / 4);
    return Math.max(...part).toFixed(0);
  };
  const rows = {
    stores: STORES,
    changes: CHANGES,
    'exit code': exitCode,
    seconds: seconds.toFixed(1),
    'most MB, in each quarter of the run': [0, 1, 2, 3].map(quarter).join('  '),
    ...found,
  };
  for (const [name, value] of Object.entries(rows)) process.stdout.write(`${name.padEnd(40)}${value}\n`);
}
