/**
 * A folder of 100,000 small store files, checked by one `mendian validate`: time, and the most memory that the program
 * took. `node scripts/run.mjs bench/files.ts [FILES]`
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { storeYaml } from '../test/fakes/shop.ts';

const FILES = Number(process.argv[2] ?? 100_000);
const ENTRY = join(process.cwd(), 'dist/cli.js');
/** Files in one folder, as a chain would have them in a city. */
const PER_FOLDER = 200;
const SAMPLE_MS = 20;

const root = mkdtempSync(join(tmpdir(), 'mendian-files-'));
try {
  writeFiles();
  const { seconds, report, peakMb } = await validate();
  console.log(report.trim().split('\n').at(-1));
  console.log(`${FILES} files: ${seconds.toFixed(1)} s, at most ${peakMb.toFixed(0)} MB resident`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function writeFiles(): void {
  for (let index = 0; index < FILES; index += 1) {
    const folder = join(root, 'stores', String(Math.floor(index / PER_FOLDER)));
    if (index % PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
    const poi_id = String(400_000_000 + index);
    writeFileSync(join(folder, `${poi_id}.yaml`), storeYaml({ poi_id }));
  }
}

async function validate(): Promise<{ seconds: number; report: string; peakMb: number }> {
  const started = performance.now();
  const child = execa(process.execPath, [ENTRY, 'validate'], { cwd: root });
  let peakMb = 0;
  const sampler = setInterval(() => {
    peakMb = Math.max(peakMb, readPeak(child.pid));
  }, SAMPLE_MS);
  const { stdout } = await child.finally(() => clearInterval(sampler));
  return { seconds: (performance.now() - started) / 1000, report: stdout, peakMb };
}

/** The kernel's own count of the most that was resident; Linux tells it while the process lives. */
function readPeak(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
