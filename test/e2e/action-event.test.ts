/** The built action's event: what a dispatch brings into the branch, and which runs it refuses. */
import { describe, expect, test } from 'vitest';
import { pushRequest } from '../../src/emulator/push-message.ts';
import { buildValues, NEW_PICTURE } from '../builders.ts';
import { checkOut } from '../fakes/github/checkout.ts';
import { pushEvent, type RunEvent, tipEvent } from '../fakes/github/events.ts';
import { type ActionEnd, type ActionOptions, runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { endReview, PUSH_ENV, SAFE, startReview, wrap } from '../fakes/push.ts';
import { expectNone } from '../fakes/secrets.ts';
import { listStores } from '../fakes/shop.ts';

const ID = '472671857';
const STATE = 'mendian.state.json';

/** A stage whose first store waits for a review of the branch's pictures. */
async function openReviewed(): Promise<Stage> {
  const stage = await openStage({ stores: listStores(2) });
  const values = buildValues({ pic_list: [NEW_PICTURE] });
  const audit_id = await startReview(stage.emulator, ID, values);
  const state = JSON.parse((await stage.repository.read('main', STATE)) ?? '');
  state.stores[ID] = { ...state.stores[ID], values, audit_id, review: 'pending' };
  const files = { ...stage.storeFiles([{ poi_id: ID, ...values }]), [STATE]: `${JSON.stringify(state)}\n` };
  await stage.repository.commit('main', files, 'pictures');
  return stage;
}

async function dispatch(stage: Stage, envelope: string): Promise<RunEvent> {
  const event = await tipEvent(stage.repository, 'repository_dispatch');
  const payload = { action: 'wechat-push', client_payload: JSON.parse(envelope) };
  return { ...event, payload: { ...event.payload, ...payload } };
}

async function run(stage: Stage, event: RunEvent, more: Partial<ActionOptions> = {}): Promise<ActionEnd> {
  const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref, credentials: 'kept' });
  const env = { ...stage.secrets, ...PUSH_ENV, ...more.env };
  const inputs = { command: 'event', ...more.inputs };
  const end = await runAction({ ...stage, event, workspace, ...more, env, inputs });
  expect(end.problems).toEqual([]);
  expect(stage.github.problems).toEqual([]);
  expectNone([end.log, end.summary, JSON.stringify(end.outputs)].join('\n'));
  return end;
}

const codes = ({ annotations }: ActionEnd): readonly string[] =>
  annotations.map(({ title = '' }) => title.replace('mendian ', ''));

describe('event', () => {
  test.each(['api', 'git'])(
    'records what a dispatch tells in the branch (commit: %s), once',
    async (commit) => {
      const stage = await openReviewed();
      const request = await endReview(stage.emulator, { poi_id: ID, status: 3, reason: '图片模糊' });
      const event = await dispatch(stage, wrap(request));
      const end = await run(stage, event, { inputs: { commit } });
      expect([end.exitCode, codes(end)]).toEqual([0, ['REVIEW_REJECTED']]);
      expect(end.annotations[0]).toMatchObject({ level: 'warning', file: `stores/${ID}.yaml` });
      expect((await stage.state()).stores.get(ID)).toMatchObject({ review: 'rejected', reason: '图片模糊' });
      expect(end.summary).toContain('| `示例店` `472671857` | rejected | `图片模糊` |');
      expect(end.outputs['report-file']).toMatch(/report\.json$/u);
      const commits = (await stage.repository.log('main')).length;
      const again = await run(stage, await dispatch(stage, wrap(request)), { inputs: { commit }, runId: 2 });
      expect([again.exitCode, codes(again)]).toEqual([0, []]);
      expect(again.log).toContain('Nothing new');
      expect((await stage.repository.log('main')).length).toBe(commits);
    },
  );

  test('keeps what no record waits for in a branch of its own', async () => {
    const stage = await openStage({ stores: listStores(2) });
    const now = Math.floor(Date.now() / 1000);
    const xml = `<xml><MsgType>event</MsgType><CreateTime>${now}</CreateTime><Event>modify_store_audit_info</Event><audit_id>77</audit_id><status>1</status></xml>`;
    const event = await dispatch(stage, wrap(pushRequest(xml, SAFE, now)));
    const end = await run(stage, event, { inputs: { 'state-branch': 'mendian-state' } });
    expect([end.exitCode, codes(end)]).toEqual([0, []]);
    expect((await stage.state('mendian-state')).extra).toMatchObject({
      verdicts: { '77': { review: 'approved' } },
    });
  });

  test('ends green with a notice where no secrets for it are set', async () => {
    const stage = await openReviewed();
    const request = await endReview(stage.emulator, { poi_id: ID, status: 1 });
    const env = { WECHAT_PUSH_TOKEN: '', WECHAT_ENCODING_AES_KEY: '' };
    const end = await run(stage, await dispatch(stage, wrap(request)), { env });
    expect([end.exitCode, codes(end), end.annotations[0]?.level]).toEqual([0, ['PUSH_NOT_SET_UP'], 'notice']);
    expect((await stage.state()).stores.get(ID)?.review).toBe('pending');
  });

  test('is red for a forged dispatch, and records nothing', async () => {
    const stage = await openReviewed();
    const request = await endReview(stage.emulator, { poi_id: ID, status: 1 });
    const forged = wrap({ ...request, query: { ...request.query, msg_signature: '0'.repeat(40) } });
    const end = await run(stage, await dispatch(stage, forged));
    expect([end.exitCode, codes(end)]).toEqual([1, ['PUSH_SIGNATURE']]);
    expect((await stage.state()).stores.get(ID)?.review).toBe('pending');
  });

  test.each<[string, (stage: Stage) => Promise<RunEvent>]>([
    ['a push', async ({ repository }) => await pushEvent(repository, 'main')],
    ['a run by hand', async ({ repository }) => await tipEvent(repository, 'workflow_dispatch')],
    [
      'a dispatch without a payload',
      async ({ repository }) => await tipEvent(repository, 'repository_dispatch'),
    ],
  ])('takes no event from %s', async (_name, make) => {
    const stage = await openStage({ stores: listStores(1) });
    const end = await run(stage, await make(stage));
    expect([end.exitCode, codes(end)]).toEqual([1, ['PUSH_NO_DISPATCH']]);
  });

  test('is red where the branch takes no commit, and hands the state over', async () => {
    const stage = await openReviewed();
    const request = await endReview(stage.emulator, { poi_id: ID, status: 1 });
    stage.repository.protect('main', 'GH013');
    const end = await run(stage, await dispatch(stage, wrap(request)));
    expect(end.exitCode).toBe(1);
    expect(codes(end)).toEqual(['NOT_RECORDED', 'PUSH_REFUSED']);
    expect(end.summary).toContain('"review":"approved"');
    expect(end.log).toContain('Recorded here alone');
  });
});
