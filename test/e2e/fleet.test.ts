/** A fleet of merchants on GitHub: one plan, jobs beside each other, one comment, whatever happens to some of them. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ApplyDocument } from '../../src/report/apply-document.ts';
import { readClaim } from '../../src/state/claim.ts';
import { checkOut } from '../fakes/github/checkout.ts';
import { pullRequestEvent, pushEvent, type RunEvent } from '../fakes/github/events.ts';
import {
  type Fleet,
  type FleetRun,
  type Job,
  type Merchant,
  openFleet,
  openRun,
} from '../fakes/github/fleet.ts';
import type { PullRequest } from '../fakes/github/repository.ts';
import { type ActionEnd, runAction } from '../fakes/github/runner.ts';
import type { StoreText } from '../fakes/shop.ts';

const UPDATE = '/wxa/update_store';
const COMMIT = 'graphql:createCommitOnBranch';
/** Stores of twelve merchants. */
const STORES = [3, 2, 3, 2, 6, 3, 2, 3, 2, 3, 2, 3];
const HOURS = '09:00-21:00';
const PICTURES = ['http://mmbiz.qpic.cn/mmbiz_jpg/new/0?wx_fmt=jpeg'];
/** Merchants whose pictures change too, which starts reviews. */
const WITH_PICTURES = ['m001', 'm010'];

function changeOf({ account }: Merchant): Partial<StoreText> {
  return { hour: HOURS, ...(WITH_PICTURES.includes(account) ? { pic_list: PICTURES } : {}) };
}

/** New hours for every store of every merchant. */
async function propose({ repository, merchants, files }: Fleet): Promise<PullRequest> {
  const changed = Object.assign({}, ...merchants.map((merchant) => files(merchant, changeOf(merchant))));
  await repository.commit('hours', changed, 'new hours', (await repository.tip('main')) ?? undefined);
  return await repository.openPull({ branch: 'hours', title: 'New hours' });
}

async function merge({ repository }: Fleet, pull: PullRequest): Promise<RunEvent> {
  const before = await repository.tip('main');
  await repository.merge(pull);
  const commits = await repository.git(['rev-list', '--reverse', `${before}..main`]);
  return await pushEvent(repository, 'main', commits.trim().split('\n'));
}

const codes = ({ annotations }: ActionEnd): readonly string[] =>
  annotations.map(({ title = '' }) => title.replace('mendian ', ''));

function readReport({ outputs }: ActionEnd): ApplyDocument {
  return JSON.parse(readFileSync(outputs['report-file'] ?? '', 'utf8')) as ApplyDocument;
}

function take(jobs: readonly Job[], account: string): Job {
  const found = jobs.find((job) => job.account.split(',').includes(account));
  if (found === undefined) throw new Error(`no job for ${account}`);
  return found;
}

/** Runs jobs beside each other to their ends. */
async function runJobs(fleet: Fleet, run: FleetRun, jobs: readonly Job[]): Promise<readonly ActionEnd[]> {
  const started = await Promise.all(jobs.map((job) => fleet.start(run, job)));
  return await Promise.all(started.map(({ done }) => done));
}

/** Kills a job once its second merchant waits for an answer, and the two others have had all of theirs. */
async function killWhenStuck(fleet: Fleet, run: FleetRun, job: Job): Promise<ActionEnd> {
  const { done, kill } = await fleet.start(run, job);
  const calls = (appid: string): number =>
    fleet.emulator.requests.filter((each) => each.path === UPDATE && each.appid === appid).length;
  const isThere = (): boolean => calls('wxm006') === 3 && calls('wxm008') >= 2 && calls('wxm011') === 2;
  for (let tries = 0; !isThere() && tries < 1_000; tries += 1) await sleep(20);
  kill('SIGKILL');
  return await done;
}

/** Accounts of which platform, record and file do not say the same. No account may be left with a claim or a doubt. */
async function listBehind(fleet: Fleet): Promise<readonly string[]> {
  const behind: string[] = [];
  for (const merchant of fleet.merchants) {
    const { account, appid, stores } = merchant;
    const { stores: live, updates } = fleet.emulator.merchant(appid);
    const state = await fleet.state(account);
    expect(readClaim(state)).toBeNull();
    expect(new Set(updates.map(({ poi_id }) => poi_id)).size).toBe(updates.length);
    const isDone = ({ poi_id }: StoreText): boolean => {
      const record = state.stores.get(poi_id);
      const update = updates.find((each) => each.poi_id === poi_id);
      expect(record?.uncertain).toBeUndefined();
      expect(record?.audit_id ?? null).toBe(update?.audit_id ?? null);
      return record?.values?.hour === HOURS && live.get(poi_id)?.hour === HOURS;
    };
    if (!stores.map(isDone).every(Boolean)) behind.push(account);
  }
  return behind;
}

/** One merchant after another meets something that must stay its own. */
async function makeTrouble({ emulator, repository, secrets, merchants }: Fleet): Promise<void> {
  delete secrets.SECRET_M003;
  const [first] = merchants[4]?.stores ?? [];
  await repository.commit('main', { [`stores/m005/${first?.poi_id}.yaml`]: 'name: [\n' }, 'a slip');
  const refusal = { errcode: 48001, errmsg: 'api unauthorized' };
  emulator.control({
    faults: [
      { path: UPDATE, appid: 'wxm002', do: 'reset-after' },
      { path: UPDATE, appid: 'wxm007', do: refusal },
      { path: UPDATE, appid: 'wxm008', after: 1, do: 'hang' },
    ],
  });
}

async function endTrouble(fleet: Fleet): Promise<RunEvent> {
  const { repository, secrets, merchants } = fleet;
  secrets.SECRET_M003 = 'the-secret-behind-SECRET_M003';
  const [merchant] = merchants.slice(4);
  if (merchant !== undefined)
    await repository.commit('main', fleet.files(merchant, { hour: HOURS }), 'mended');
  return await pushEvent(repository, 'main', [(await repository.tip('main')) ?? '']);
}

test('a fleet brings every healthy merchant to what the files say, once, and one comment tells the rest', async () => {
  const fleet = await openFleet({ stores: STORES });
  const { github, repository, merchants } = fleet;
  const pull = await propose(fleet);
  const ends: ActionEnd[] = [];
  const note = (end: ActionEnd): ActionEnd => {
    ends.push(end);
    return end;
  };

  const planned = note(
    await runAction({
      github,
      repository,
      event: await pullRequestEvent(repository, pull),
      workspace: await checkOut(github, repository, { ref: `refs/pull/${pull.number}/merge`, depth: 2 }),
    }),
  );
  expect([planned.exitCode, planned.outputs.update]).toEqual([0, '34']);
  expect(repository.comments).toHaveLength(1);
  for (const { account } of merchants) expect(repository.comments[0]?.body).toContain(account);

  const run = openRun(await merge(fleet, pull), 1);
  await makeTrouble(fleet);
  const { end: dealt, jobs } = await fleet.deal(run, 4);
  expect([note(dealt).exitCode, jobs.length, codes(dealt)]).toEqual([0, 4, ['YAML_SYNTAX']]);
  const last = take(jobs, 'm008');
  const [killed, others] = await Promise.all([
    killWhenStuck(fleet, run, last),
    runJobs(
      fleet,
      run,
      jobs.filter((job) => job !== last),
    ),
  ]);
  // Each of them has one merchant in trouble beside healthy ones.
  expect(others.map((end) => note(end).exitCode)).toEqual([1, 1, 1]);
  expect(killed.exitCode).not.toBe(0);

  const early = note(await fleet.fold(run, dealt.outputs.matrix ?? ''));
  expect([early.exitCode, codes(early)]).toEqual([1, expect.arrayContaining(['REPORT_MISSING'])]);
  expect(readReport(early).diagnostics.find(({ code }) => code === 'REPORT_MISSING')?.message).toContain(
    'm006, m008, m011',
  );

  // Code is pushed between the claim of the second attempt and its end.
  const before = fleet.emulator.requests.length;
  let pushed = '';
  const push = async (): Promise<void> => {
    const isSending = fleet.emulator.requests.slice(before).some(({ path }) => path === UPDATE);
    if (isSending && pushed === '')
      pushed = await repository.commit('main', { 'README.md': 'words\n' }, 'words');
  };
  github.script({ operation: COMMIT, times: 99, fault: { before: push } });
  const again = note(await (await fleet.start(run, last, { attempt: 2 })).done);
  expect([again.exitCode, pushed]).toEqual([0, expect.stringMatching(/^[0-9a-f]{40}$/u)]);

  const folded = note(await fleet.fold(run, dealt.outputs.matrix ?? ''));
  const { accounts = [], diagnostics } = readReport(folded);
  expect([folded.exitCode, accounts.length]).toEqual([1, 12]);
  expect(diagnostics.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['NO_CREDENTIALS', 'YAML_SYNTAX', 'PLATFORM_STOP']),
  );
  expect(repository.comments).toHaveLength(1);
  const comment = repository.comments[0]?.body ?? '';
  for (const word of [/m003.*SECRET.?_M003/u, /m005/u, /m007.*48001/u]) expect(comment).toMatch(word);
  expect(await listBehind(fleet)).toEqual(['m003', 'm005', 'm007']);

  const second = openRun(await endTrouble(fleet), 2);
  const { end: dealtAgain, jobs: left } = await fleet.deal(second, 1);
  expect([note(dealtAgain).exitCode, left.map(({ account }) => account)]).toEqual([0, ['m003,m005,m007']]);
  for (const end of await runJobs(fleet, second, left)) expect(note(end).exitCode).toBe(0);
  expect(note(await fleet.fold(second, dealtAgain.outputs.matrix ?? '')).exitCode).toBe(0);
  expect(await listBehind(fleet)).toEqual([]);
  expect(ends.flatMap(({ problems }) => problems)).toEqual([]);
  expect(github.problems).toEqual([]);
}, 90_000);
