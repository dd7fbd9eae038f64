/** The built action's status: verdicts in the branch, in the merged pull request's comment, and in one issue a rejection. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { StoreRecord } from '../../src/model.ts';
import { formatState } from '../../src/state/format.ts';
import { NEW_PICTURE } from '../builders.ts';
import { checkOut } from '../fakes/github/checkout.ts';
import { pullRequestEvent } from '../fakes/github/events.ts';
import type { StoredIssue } from '../fakes/github/repository.ts';
import { type ActionEnd, type ActionOptions, runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { endReview as endByPush, PUSH_ENV, wrap } from '../fakes/push.ts';
import { listStores, type StoreText } from '../fakes/shop.ts';

const [FIRST = '', SECOND = ''] = listStores(2).map(({ poi_id }) => poi_id);
const WIDE = { 'max-changes': '100%', 'max-reviews': '100%' };
const BETTER = 'http://mmbiz.qpic.cn/mmbiz_jpg/better/0?wx_fmt=jpeg';
const BOT = 'github-actions[bot]';

const sound = (stage: Stage, end: ActionEnd): void => {
  expect(end.problems).toEqual([]);
  expect(stage.github.problems).toEqual([]);
};
const codes = ({ annotations }: ActionEnd): readonly string[] =>
  annotations.map(({ title = '' }) => title.replace('mendian ', ''));

/** A merged pull request with new pictures of these stores, applied: their reviews are pending. */
async function openMerged(
  stores: readonly StoreText[] = [{ poi_id: FIRST }],
  plan: 'planned' | 'unplanned' = 'planned',
): Promise<Stage> {
  const stage = await openStage({ stores: listStores(3).map((each) => find(stores, each)) });
  await mergePictures(stage, stores, NEW_PICTURE, plan);
  return stage;
}

const find = (stores: readonly StoreText[], store: StoreText): StoreText =>
  stores.find(({ poi_id }) => poi_id === store.poi_id) ?? store;

async function mergePictures(
  stage: Stage,
  stores: readonly StoreText[],
  picture: string,
  plan: 'planned' | 'unplanned' = 'planned',
): Promise<void> {
  const files = stage.storeFiles(stores.map((store) => ({ ...store, pic_list: [picture] })));
  const pull = await stage.propose(`pictures-${stage.repository.pulls.length}`, files);
  if (plan === 'planned') await stage.plan(pull);
  const event = await stage.merge(pull);
  // With history, so that records name the pull request.
  const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref, depth: 50 });
  const end = await stage.apply(event, { workspace, inputs: WIDE });
  sound(stage, end);
  expect(end.exitCode).toBe(0);
}

async function status(stage: Stage, more: Partial<ActionOptions> = {}): Promise<ActionEnd> {
  const event = more.event ?? (await stage.tip('schedule'));
  const end = await stage.apply(event, { ...more, inputs: { command: 'status', ...more.inputs } });
  sound(stage, end);
  return end;
}

const endReview = ({ emulator }: Stage, poi_id: string, state: number): void =>
  emulator.control({ audit: { poi_id, status: state } });
const comment = ({ repository }: Stage, pull = 1): string => {
  const found = repository.comments.filter((each) => each.pull === pull && each.login === BOT);
  expect(found).toHaveLength(1);
  return found[0]?.body ?? '';
};
const issue = ({ repository }: Stage): StoredIssue => {
  expect(repository.issues).toHaveLength(1);
  const [only] = repository.issues;
  if (only === undefined) throw new Error('there is no issue');
  return only;
};
const writes = ({ github }: Stage): readonly string[] =>
  github.requests.map(({ operation }) => operation).filter((each) => /create|update|delete/u.test(each));

/** Commits the state with records changed, as an event's run does. */
async function commitRecord(
  stage: Stage,
  poiId: string,
  change: (record: StoreRecord) => StoreRecord,
): Promise<void> {
  const state = await stage.state();
  const stores = new Map(state.stores);
  stores.set(poiId, change(stores.get(poiId) ?? { review: 'none' }));
  await stage.repository.commit('main', { 'mendian.state.json': formatState({ ...state, stores }) }, 'event');
}

describe('status', { timeout: 180_000 }, () => {
  test('takes an approval home: record, summary, report, and the comment of the merged pull request', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 1);
    const end = await status(stage);
    expect([end.exitCode, codes(end), Object.keys(end.outputs)]).toEqual([0, [], ['report-file']]);
    expect((await stage.state()).stores.get(FIRST)).toMatchObject({
      review: 'approved',
      observed: { pic_list: [NEW_PICTURE] },
    });
    const report = JSON.parse(readFileSync(end.outputs['report-file'] ?? '', 'utf8'));
    expect(report).toMatchObject({ format: 'mendian/status@1', summary: { pending: 0, approved: 1 } });
    expect(end.summary).toContain('**0 pending, 1 approved in this run, 0 rejected**');
    const body = comment(stage);
    expect(body).toMatch(/^<!-- mendian plan [0-9a-f]{12} -->\n<!-- mendian reviews -->\n### Reviews\n/u);
    expect(body).toMatch(
      /\| <!-- 472671857 9007199254740993 approved --> ✅ approved \| `示例店`<br>`472671857`<br>`stores\/472671857\.yaml` \| \d{4}-\d\d-\d\d \|/u,
    );
    expect(body).toMatch(
      /### mendian apply: 1 store[\s\S]*<summary>The plan of this pull request[\s\S]*### mendian plan/u,
    );
    expect(stage.repository.issues).toEqual([]);
  });

  test('writes nothing anywhere without news', async () => {
    const stage = await openMerged();
    await status(stage);
    endReview(stage, FIRST, 3);
    await status(stage);
    const before = writes(stage).length;
    const end = await status(stage);
    expect([end.exitCode, codes(end)]).toEqual([0, ['REVIEW_REJECTED']]);
    expect(writes(stage)).toHaveLength(before);
  });

  test('opens one issue for a rejected picture, renews it with the reason, and closes it in the end', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 3);
    const end = await status(stage);
    expect([end.exitCode, codes(end)]).toEqual([0, ['REVIEW_REJECTED']]);
    expect(end.annotations[0]).toMatchObject({ level: 'warning', file: `stores/${FIRST}.yaml` });
    const opened = issue(stage);
    expect([opened.login, opened.state, opened.title]).toEqual([
      BOT,
      'open',
      `WeChat rejected the pictures of 示例店 (${FIRST})`,
    ]);
    expect(opened.body).toMatch(/^<!-- mendian rejected [0-9a-f]{12} 472671857 9007199254740993 -->\n/u);
    expect(opened.body).toContain('- Came with: #1 (');
    expect(opened.body).toContain(`- \`${NEW_PICTURE}\``);
    expect(opened.body).toContain(`1. Choose other pictures in \`stores/${FIRST}.yaml\`.`);
    expect(opened.body).toContain('- Reason: not known here');
    expect(comment(stage)).toMatch(
      /❌ rejected<br>→ Choose other pictures in stores\/472671857\.yaml and open/u,
    );

    await commitRecord(stage, FIRST, (record) => ({ ...record, reason: '图片模糊' }));
    await status(stage);
    expect(issue(stage).body).toContain('- Reason: 图片模糊');

    await mergePictures(stage, [{ poi_id: FIRST }], BETTER);
    await status(stage);
    expect(issue(stage).state).toBe('closed');
    const last = stage.repository.comments.filter(({ pull }) => pull === issue(stage).number);
    expect(last.map(({ body }) => body)).toEqual(['Other pictures were sent, and are under review now.']);
    endReview(stage, FIRST, 1);
    await status(stage);
    expect(comment(stage, 3)).toContain('✅ approved');
    // The verdict on the first pictures stays with the pull request that brought them.
    expect(comment(stage)).toContain('❌ rejected');
    expect(issue(stage).state).toBe('closed');
  });

  test('leaves an issue closed that a person closed', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 3);
    await status(stage);
    Object.assign(issue(stage), { state: 'closed', closedBy: 'person' });
    await commitRecord(stage, FIRST, (record) => ({ ...record, reason: 'x' }));
    await status(stage);
    expect(issue(stage).state).toBe('closed');
  });

  test('opens a new issue where the next pictures are rejected too', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 3);
    await status(stage);
    await mergePictures(stage, [{ poi_id: FIRST }], BETTER);
    endReview(stage, FIRST, 3);
    await status(stage);
    expect(stage.repository.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('adds a later verdict to the section, and each writer keeps the parts of the others', async () => {
    const stores = [{ poi_id: FIRST }, { poi_id: SECOND }];
    const stage = await openMerged(stores);
    endReview(stage, SECOND, 1);
    await status(stage);
    expect(comment(stage)).toContain('1 review of this pull request is still pending.');
    endReview(stage, FIRST, 3);
    await status(stage);
    const both = comment(stage);
    expect(both).toMatch(/<!-- 472671857 \d+ rejected --> [\s\S]*<!-- 472671858 \d+ approved --> /u);
    expect(both).not.toContain('still pending');
    expect(both.match(/### Reviews/gu)).toHaveLength(1);
    const section = /<!-- mendian reviews -->[\s\S]*<!-- mendian reviews end -->/u.exec(both)?.[0];
    // Another apply for the same push tells its outcome anew.
    const pull = stage.repository.pulls[0];
    if (pull === undefined) throw new Error('there is no pull request');
    await stage.repository.commit(
      'main',
      stage.storeFiles([{ poi_id: SECOND, hour: '09:00-21:00', pic_list: [NEW_PICTURE] }]),
      'hours',
    );
    const sha = (await stage.repository.tip('main')) ?? '';
    const event = { ...(await stage.tip('push')), payload: { after: pull.mergedSha, commits: [] }, sha };
    const again = await stage.apply(event, { inputs: WIDE });
    sound(stage, again);
    const after = comment(stage);
    expect(after).toContain(section ?? 'no section');
    expect(after.match(/### mendian apply/gu)).toHaveLength(1);
    expect(after.match(/### mendian plan/gu)).toHaveLength(1);
    expect(after.match(/<details>/gu)).toHaveLength(1);
  });

  test('creates the comment where there is none, and finds the pull request by its commit', async () => {
    const stage = await openMerged([{ poi_id: FIRST }], 'unplanned');
    stage.repository.comments.length = 0;
    await commitRecord(stage, FIRST, (record) => {
      const commit = stage.repository.pulls[0]?.mergedSha ?? '';
      return { ...record, source: { commit } };
    });
    endReview(stage, FIRST, 1);
    expect((await status(stage)).exitCode).toBe(0);
    expect(comment(stage)).toContain('✅ approved');
  });

  test('tells a verdict that an event recorded', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 1);
    await commitRecord(stage, FIRST, ({ approved_pic_list: _before, ...record }) => ({
      ...record,
      review: 'approved',
    }));
    const end = await status(stage);
    expect([end.exitCode, codes(end)]).toEqual([0, []]);
    expect(comment(stage)).toContain('✅ approved');
    expect((await stage.state()).stores.get(FIRST)?.observed?.pic_list).toEqual([NEW_PICTURE]);
    const before = writes(stage).length;
    await status(stage);
    expect(writes(stage)).toHaveLength(before);
  });

  test('is not needed where an event tells the verdict itself, with its reason', async () => {
    const stage = await openMerged();
    const request = await endByPush(stage.emulator, { poi_id: FIRST, status: 3, reason: '图片模糊' });
    const client_payload: unknown = JSON.parse(wrap(request));
    const { payload, ...event } = await stage.tip('repository_dispatch');
    const end = await stage.apply(
      { ...event, payload: { ...payload, action: 'wechat-push', client_payload } },
      { inputs: { command: 'event' }, env: PUSH_ENV },
    );
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([0, ['REVIEW_REJECTED']]);
    expect(comment(stage)).toContain('❌ rejected<br>Reason: 图片模糊<br>');
    expect(issue(stage).body).toContain('- Reason: 图片模糊');
    const before = writes(stage).length;
    await status(stage);
    expect(writes(stage)).toHaveLength(before);
  });

  test('tells no pull request with comment: off', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 1);
    await status(stage, { inputs: { comment: 'off' } });
    expect(comment(stage)).not.toContain('### Reviews');
  });

  test('warns of a missing right by its name, and stays green', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 3);
    const token = stage.github.addToken({ login: BOT, may: ['contents'] });
    const end = await status(stage, { token });
    expect(end.exitCode).toBe(0);
    expect([...codes(end)].sort()).toEqual(['ISSUE_NOT_ALLOWED', 'REVIEWS_UNTOLD', 'REVIEW_REJECTED']);
    expect(end.log).toContain('issues: write');
    expect(end.log).toContain('pull-requests: write');
    expect((await stage.state()).stores.get(FIRST)?.review).toBe('rejected');
  });

  test('shows hostile names and reasons harmlessly', async () => {
    const name = '坏店|`@all #1 <!-- mendian reviews end -->';
    const stage = await openMerged([{ poi_id: FIRST, name }]);
    const reason = '<!-- mendian reviews end -->\n@all ![x](http://a) #2';
    await commitRecord(stage, FIRST, (record) => ({ ...record, review: 'rejected', reason }));
    endReview(stage, FIRST, 3);
    await status(stage);
    const body = comment(stage);
    expect(body.split('\n').filter((line) => line === '<!-- mendian reviews end -->')).toHaveLength(1);
    expect(body).toMatch(/Reason: \\<\\!-- mendian reviews end --\\>\\\\n@\u200ball \\!\\\[x\\\]/u);
    expect(issue(stage).title).toMatch(/坏店\|`@\u200ball #\u200b1/u);
    expect(issue(stage).body).not.toMatch(/(^|\n)@all|[^\\]!\[/u);
    const before = comment(stage);
    await status(stage);
    expect(comment(stage)).toBe(before);
  });

  test('ends green with a notice where no credentials are set', async () => {
    const stage = await openStage({ stores: listStores(2), begin: 'live' });
    const event = await stage.tip('schedule');
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref });
    const end = await runAction({ ...stage, event, workspace, inputs: { command: 'status' } });
    sound(stage, end);
    expect([end.exitCode, codes(end), end.annotations[0]?.level]).toEqual([0, ['NOT_SET_UP'], 'notice']);
  });

  test('refuses to run for a pull request', async () => {
    const stage = await openMerged();
    const pull = await stage.propose('x', { 'a.txt': 'a' });
    const event = await pullRequestEvent(stage.repository, pull);
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref });
    stage.emulator.control({ reset: true });
    const end = await status(stage, { event, workspace });
    expect([end.exitCode, codes(end)]).toEqual([1, ['EVENT_REFUSED']]);
    expect(stage.emulator.requests).toEqual([]);
  });

  test('is red and tells both where the branch takes no commit, and keeps the state beside the report', async () => {
    const stage = await openMerged();
    endReview(stage, FIRST, 1);
    stage.repository.protect('main', 'GH013');
    const end = await status(stage);
    expect(end.exitCode).toBe(1);
    expect([...codes(end)].sort()).toEqual(['NOT_RECORDED', 'PUSH_REFUSED']);
    expect(end.summary).toContain('"review":"approved"');
  });

  test('runs before apply in one job, and apply then sends what was on hold', async () => {
    const stage = await openMerged();
    const files = stage.storeFiles([{ poi_id: FIRST, hour: '09:00-21:00', pic_list: [NEW_PICTURE] }]);
    await stage.repository.commit('main', files, 'hours, while the review runs');
    endReview(stage, FIRST, 1);
    stage.emulator.control({ reset: true });
    const event = await stage.tip('schedule');
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref });
    expect((await status(stage, { event, workspace })).exitCode).toBe(0);
    const end = await stage.apply(event, { workspace, inputs: WIDE });
    sound(stage, end);
    expect([end.exitCode, codes(end), stage.updates()]).toEqual([0, [], [FIRST]]);
    const record = (await stage.state()).stores.get(FIRST);
    expect([record?.review, record?.values?.hour]).toEqual(['approved', '09:00-21:00']);
    expect(comment(stage)).toContain('✅ approved');
  });
});
