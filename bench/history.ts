/**
 * What the states' commits add to a repository over years: each day some stores of each account change, and so many accounts
 * come together in a commit. `node scripts/run.mjs bench/history.ts [DAYS] [ACCOUNTS] [ACCOUNTS_A_COMMIT]`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreRecord } from '../src/model.ts';
import { formatState } from '../src/state/format.ts';
import { runGit } from '../test/fakes/git.ts';
import { idOf, valuesOf } from './chain.ts';

const [DAYS = 3650, ACCOUNTS = 1, TOGETHER = 1] = process.argv.slice(2).map(Number);
const STORES = 50;
/** Stores of an account whose record changes in a day: hours and a new date, as a chain does. */
const CHANGED = 3;
const FIRST_DAY = Date.UTC(2026, 10, 26);
const DAY_MS = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), 'mendian-history-'));
try {
  await runGit(['init', '-q', '--bare', '-b', 'main', folder], { cwd: folder });
  const bytes = await writeHistory();
  await runGit(['repack', '-a', '-d', '-f', '-q'], { cwd: folder });
  const size = /size-pack: (\d+)/u.exec(await runGit(['count-objects', '-v'], { cwd: folder }))?.[1] ?? '0';
  const commits = (await runGit(['rev-list', '--count', 'main'], { cwd: folder })).trim();
  console.log(
    `${DAYS} days, ${ACCOUNTS} accounts of ${STORES} stores, ${CHANGED} changed a day: ${commits} commits, ` +
      `${(bytes / 1e6).toFixed(0)} MB of states written, ${(Number(size) / 1024).toFixed(1)} MB packed`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeHistory(): Promise<number> {
  const git = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
  const records = Array.from({ length: ACCOUNTS }, (_, account) =>
    Array.from({ length: STORES }, (_unused, store) => recordOf(account * STORES + store, 0)),
  );
  let bytes = 0;
  for (let day = 0; day < DAYS; day += 1) {
    for (let first = 0; first < ACCOUNTS; first += TOGETHER) {
      const files = records.slice(first, first + TOGETHER).map((own, index) => {
        const account = first + index;
        for (let each = 0; each < CHANGED; each += 1) {
          const store = (day * 7 + each * 13) % STORES;
          own[store] = recordOf(account * STORES + store, day + each);
        }
        const stores = new Map(own.map((record, store) => [idOf(account * STORES + store), record]));
        return [`state/m${account}.json`, formatState({ version: 1, stores, extra: {} })] as const;
      });
      bytes += files.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
      if (!git.stdin.write(describeCommit(day, files))) await once(git.stdin, 'drain');
    }
  }
  git.stdin.end();
  await once(git, 'close');
  return bytes;
}

function recordOf(store: number, day: number): StoreRecord {
  const hour = `${String(8 + (day % 3)).padStart(2, '0')}:00-2${day % 4}:30`;
  return {
    values: { ...valuesOf(store), hour },
    audit_id: String(5_000_000_000 + store * 31 + day * 7),
    review: 'approved',
    applied_at: new Date(FIRST_DAY + day * DAY_MS + store * 1_000).toISOString(),
  };
}

function describeCommit(day: number, files: readonly (readonly [string, string])[]): string {
  const message = `mendian: record ${files.length * CHANGED} stores\n`;
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const date = Math.floor((FIRST_DAY + day * DAY_MS) / 1000);
  const changes = files.map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
  return `commit refs/heads/main\ncommitter mendian <mendian@example.invalid> ${date} +0000\n${data(message)}${changes.join('')}\n`;
}
