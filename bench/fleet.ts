/**
 * A fleet on GitHub, simulated: 400 merchants with some 20,000 stores, one merge that changes nearly all of them, 40 jobs at
 * once, and faults of every kind. Nothing may be lost and nothing sent twice; then the figures.
 * `node scripts/run.mjs bench/fleet.ts [--merchants N] [--jobs N] [--commit api|git] [--logs]`, after `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkOut } from '../test/fakes/github/checkout.ts';
import { pushEvent } from '../test/fakes/github/events.ts';
import {
  type Fleet,
  type FleetRun,
  type Job,
  type Merchant,
  openFleet,
  openRun,
} from '../test/fakes/github/fleet.ts';
import type { ActionEnd } from '../test/fakes/github/runner.ts';
import type { StoreText } from '../test/fakes/shop.ts';
import { judgeFleet } from './fleet-judge.ts';
import { watchProcesses } from './fleet-watch.ts';

const { values } = parseArgs({
  options: {
    merchants: { type: 'string', default: '400' },
    jobs: { type: 'string', default: '40' },
    commit: { type: 'string', default: 'api' },
    logs: { type: 'boolean', default: false },
  },
});
const MERCHANTS = Number(values.merchants);
const HOURS = '09:30-21:30';
const PICTURES = ['http://mmbiz.qpic.cn/mmbiz_jpg/new/0?wx_fmt=jpeg'];
const UPDATE = '/wxa/update_store';
const COMMIT = 'graphql:createCommitOnBranch';
/** Assumed, in milliseconds: what GitHub takes for a commit, for anything else, and WeChat for a call. */
const LATENCY = { commit: 700, read: 80, platform: 60 };
/** Waits as they are in a real run. */
const JOB = { inputs: { commit: values.commit }, env: { MENDIAN_RETRY_BASE_MS: '1000' } };
const WITHOUT_SECRET = [7, 111, 222, 333];

const ends: (() => void)[] = [];
const atEnd = (end: () => void): void => void ends.unshift(end);

try {
  const fleet = await build();
  const run = await change(fleet);
  await simulate(fleet, run);
} finally {
  for (const end of ends) end();
}

async function build(): Promise<Fleet> {
  const stores = Array.from({ length: MERCHANTS }, (_, index) => 10 + ((index * 37) % 81));
  return await openFleet({
    stores,
    atEnd,
    platformLatency: LATENCY.platform,
    latency: (operation) => (operation === COMMIT ? LATENCY.commit : LATENCY.read),
  });
}

/** Nine of ten merchants change a quarter of their stores: hours, and here and there a picture. */
function changeOf(fleet: Fleet, merchant: Merchant): Readonly<Record<string, string | Uint8Array | null>> {
  return Object.assign(
    {},
    ...merchant.stores.map((store, place) => {
      if (!isChanged(place)) return {};
      const alone = { ...merchant, stores: [store] };
      return fleet.files(alone, wanted(place));
    }),
  );
}

function isChanged(place: number): boolean {
  return place % 4 === 1;
}

function wanted(place: number): Partial<StoreText> {
  return { hour: HOURS, ...(place % 20 === 5 ? { pic_list: PICTURES } : {}) };
}

async function change(fleet: Fleet): Promise<FleetRun> {
  const changing = fleet.merchants.filter((_, index) => index % 10 !== 9);
  const files = Object.assign({}, ...changing.map((merchant) => changeOf(fleet, merchant)));
  await fleet.repository.commit('main', files, 'new hours');
  for (const index of WITHOUT_SECRET) delete fleet.secrets[fleet.merchants[index]?.secretEnv ?? ''];
  script(fleet);
  const event = await pushEvent(fleet.repository, 'main', [(await fleet.repository.tip('main')) ?? '']);
  return openRun(event, 1, atEnd as typeof import('vitest').onTestFinished);
}

/** One answer in a hundred is lost, some are told to slow down, GitHub fails now and then. */
function script({ emulator, github, merchants }: Fleet): void {
  const plain = merchants.flatMap(({ stores }) =>
    stores.filter((_, place) => isChanged(place) && place % 20 !== 5),
  );
  const lost = plain.filter((_, index) => index % 100 === 50);
  emulator.control({
    faults: [
      ...lost.map(({ poi_id }) => ({ path: UPDATE, poi_id, do: 'reset-after' as const })),
      ...merchants
        .filter((_, index) => index % 80 === 3)
        .map(({ appid }) => ({ path: UPDATE, appid, after: 4, do: { errcode: 45011 } })),
    ],
  });
  for (const after of [10, 30, 50]) github.script({ operation: COMMIT, after, fault: 'error-after' });
  for (const after of [20, 40]) github.script({ operation: COMMIT, after, fault: { status: 502 } });
  for (const after of [15, 60]) github.script({ operation: 'git/get-ref', after, fault: { status: 502 } });
}

async function simulate(fleet: Fleet, run: FleetRun): Promise<void> {
  const { repository, github, emulator } = fleet;
  const stores = fleet.merchants.reduce((sum, merchant) => sum + merchant.stores.length, 0);
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`);
  console.log(`${MERCHANTS} merchants, ${stores} stores, commit: ${values.commit}`);
  const sizeBefore = await packedSize(fleet);
  const dealing = performance.now();
  const { end: dealt, jobs } = await fleet.deal(run, Number(values.jobs));
  row('deal', `${seconds(performance.now() - dealing)}, ${jobs.length} jobs, exit ${dealt.exitCode}`);
  const template = await checkOut(github, repository, {
    ref: run.event.ref,
    depth: 100,
    credentials: 'kept',
    atEnd,
  });
  execFileSync('git', ['config', 'core.trustctime', 'false'], { cwd: template });
  execFileSync('git', ['config', 'core.checkStat', 'minimal'], { cwd: template });
  const watch = watchProcesses(() => github.requests.map(({ operation }) => operation));
  const started = performance.now();
  const first = await Promise.all(jobs.map((job) => runJob(fleet, run, job, template, watch.add)));
  const killed = jobs.filter((_, index) => first[index]?.exitCode === -1);
  const again = await Promise.all(
    killed.map(async (job) => {
      const one = await fleet.start(run, job, { attempt: 2, ...JOB });
      watch.add(one.pid);
      return await one.done;
    }),
  );
  const wall = performance.now() - started;
  const figures = watch.end();
  const folding = performance.now();
  const folded = await fleet.fold(run, dealt.outputs.matrix ?? '');
  row('jobs', `${seconds(wall)}; ended with ${countExits(first)}; again ${countExits(again)}`);
  row('fold', `${seconds(performance.now() - folding)}, exit ${folded.exitCode}, ${counts(folded)}`);
  row(
    'CPU of the jobs',
    `${figures.cpuSeconds.toFixed(0)} s, ${(figures.cpuSeconds / jobs.length).toFixed(1)} s each`,
  );
  row('most memory of a job', `${figures.peakMb.toFixed(0)} MB`);
  const log = await repository.log('main');
  const commits = log.filter(({ subject }) => subject.startsWith('mendian:')).length;
  const asked = github.requests.filter(
    ({ operation }) => operation === COMMIT || operation === 'git:receive-pack',
  );
  row('commits of the state', `${commits}; asked for ${asked.length} times`);
  row('most that create content in a minute', `${figures.mostInAMinute}`);
  for (const [operation, count] of countBy(github.requests.map(({ operation }) => operation)))
    row(`  ${operation}`, String(count));
  for (const [path, count] of countBy(emulator.requests.map(({ path }) => path)))
    row(`  ${path}`, String(count));
  row('repository, packed', `${sizeBefore} before, ${await packedSize(fleet)} after`);
  const notable = [...first, ...again].flatMap(
    ({ log: text }) => text.match(/Warning: .*|BRANCH_MOVES|NOT_RECORDED|This is a bug.*/gu) ?? [],
  );
  if (notable.length > 0) row('in the logs', [...new Set(notable)].join('; '));
  if (values.logs) for (const { log: text } of first) console.log(text.slice(0, 3_000));
  const verdict = await judgeFleet(fleet, {
    hour: HOURS,
    isChanged,
    changed: (_, index) => index % 10 !== 9 && !WITHOUT_SECRET.includes(index),
    unsure: killed.flatMap(({ account }) => account.split(',')),
  });
  for (const [what, found] of Object.entries(verdict)) row(what, String(found));
}

/** Two of the jobs are killed once some of their stores are sent. */
async function runJob(
  fleet: Fleet,
  run: FleetRun,
  job: Job,
  template: string,
  note: (pid: number | undefined) => void,
): Promise<ActionEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-fleet-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const workspace = join(folder, 'checkout');
  linkCheckout(template, workspace, job);
  const { done, kill, pid } = await fleet.start(run, job, { workspace, ...JOB });
  note(pid);
  if (job.batch % 20 === 5) {
    const appids = new Set(job.account.split(',').map((account) => `wx${account}`));
    const timer = setInterval(() => {
      const sent = fleet.emulator.requests.filter(
        ({ path, appid = '' }) => path === UPDATE && appids.has(appid),
      );
      if (sent.length > 40) kill('SIGKILL');
    }, 200);
    void done.then(() => clearInterval(timer));
  }
  return await done;
}

/** The job's own files, as a sparse checkout has them. Hard links: what the program or git changes is replaced whole. */
function linkCheckout(template: string, workspace: string, { account }: Job): void {
  mkdirSync(join(workspace, 'stores'), { recursive: true });
  const link = (path: string): void => {
    execFileSync('cp', ['-al', join(template, path), join(workspace, path)]);
  };
  for (const path of ['.git', 'mendian.yaml', 'state']) link(path);
  for (const each of account.split(',')) link(`stores/${each}`);
}

async function packedSize({ repository }: Fleet): Promise<string> {
  await repository.git(['repack', '-a', '-d', '-q']);
  const size = /size-pack: (\d+)/u.exec(await repository.git(['count-objects', '-v']))?.[1] ?? '0';
  return `${(Number(size) / 1024).toFixed(1)} MB`;
}

function countExits(all: readonly ActionEnd[]): string {
  return [...countBy(all.map(({ exitCode }) => String(exitCode)))]
    .map(([code, count]) => `${count} × ${code}`)
    .join(', ');
}

function counts({ outputs }: ActionEnd): string {
  return `${outputs.applied} applied, ${outputs.failed} failed, ${outputs.deferred} deferred`;
}

function countBy(words: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return new Map([...found].sort());
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function row(name: string, text: string): void {
  console.log(`${name.padEnd(44)} ${text}`);
}
