/** Publishing to the shared branch: claims, checkpoints, ends, and every way in which others can come in between. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/model/run.ts';
import type { State, StoreRecord, StoreValues } from '../../src/model.ts';
import { readClaim, withClaim } from '../../src/state/claim.ts';
import { formatState } from '../../src/state/format.ts';
import { parseState } from '../../src/state/parse.ts';
import { openPublisher } from '../../src/state/publish.ts';
import type { PublishOptions } from '../../src/state/session.ts';
import { buildRecord, buildValues } from '../builders.ts';
import { createMemoryBranch, type MemoryBranch } from './branch.ts';

const START = Date.parse('2026-11-25T10:00:00.000Z');
const NEW = buildValues({ hour: '10:00-22:00' });
const OTHER_RUN = { id: 'other', holder: 'run 9', started_at: 'x', seen_at: '2026-11-25T09:55:00.000Z' };

function state(records: Record<string, StoreRecord>): State {
  return { version: 1, stores: new Map(Object.entries(records)), extra: {} };
}

interface Stage {
  readonly branch: MemoryBranch;
  /** The checkout's state, as the journal makes it. */
  local: State;
  readonly slept: number[];
  advance(milliseconds: number): void;
}

function openStage(begin: State, overrides: Partial<PublishOptions> = {}) {
  let time = START;
  const slept: number[] = [];
  const clock: Clock = {
    now: () => new Date(time),
    sleep: async (milliseconds) => void slept.push(milliseconds),
  };
  const branch = createMemoryBranch(formatState(begin));
  const stage: Stage = {
    branch,
    local: begin,
    slept,
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
  const publisher = openPublisher({
    branch,
    clock,
    file: 'mendian.state.json',
    self: { id: 'own', holder: 'run 1' },
    claims: 'shared',
    checkpoint: 50,
    retryBaseMs: 1000,
    signal: new AbortController().signal,
    random: () => 0.5,
    readLocal: () => stage.local,
    describe: (kind, changed) => `${kind} ${[...changed.keys()].join(' ')}`.trim(),
    ...overrides,
  });
  const record = (poiId: string, record: StoreRecord | null): void => {
    const stores = new Map(stage.local.stores);
    if (record === null) stores.delete(poiId);
    else stores.set(poiId, record);
    stage.local = { ...stage.local, stores };
    publisher.recorded(poiId);
  };
  return { ...stage, stage, publisher, record };
}

function tip(branch: MemoryBranch): State {
  const read = parseState(branch.commits.at(-1)?.text ?? '', 'tip').value;
  if (read === null) throw new Error('the branch holds no state');
  return { ...read, stores: new Map(read.stores) };
}

const messages = (branch: MemoryBranch): readonly string[] =>
  branch.commits.slice(1).map(({ message }) => message);
const sending = (...ids: readonly string[]): ReadonlyMap<string, StoreValues> =>
  new Map(ids.map((id) => [id, NEW]));
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a claim', () => {
  test('names its holder and marks each store that is to be sent, with what is sent', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    expect(await publisher.claim(sending('1', '3'))).toBeNull();
    expect(readClaim(tip(branch))).toMatchObject({ id: 'own', holder: 'run 1' });
    expect(tip(branch).stores.get('1')).toEqual({ ...buildRecord(), uncertain: true, sending: NEW });
    expect(tip(branch).stores.get('2')).toEqual(buildRecord());
    expect(tip(branch).stores.get('3')).toEqual({ review: 'none', uncertain: true, sending: NEW });
    expect(messages(branch)).toEqual(['claim 1 3']);
  });

  test('is dropped at the end, and stores that were never begun get their record back', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord({ audit_id: '7' }) });
    const { publisher, branch, record } = openStage(begin);
    await publisher.join(begin);
    await publisher.claim(sending('1', '2', '3'));
    publisher.intended('1');
    record('1', buildRecord({ values: NEW }));
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch)).toEqual(
      state({ '1': buildRecord({ values: NEW }), '2': buildRecord({ audit_id: '7' }) }),
    );
  });

  test('learns new addresses of pictures before they are used: who takes over must know what was sent', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch, stage } = openStage(begin);
    await publisher.join(begin);
    await publisher.claim(sending('1'));
    await publisher.sharePictures();
    expect(messages(branch)).toHaveLength(1);
    const pictures = { ['a'.repeat(64)]: 'http://mmbiz.qpic.cn/mmbiz_jpg/new/0' };
    stage.local = { ...begin, extra: { pictures } };
    await publisher.sharePictures();
    expect(tip(branch).extra.pictures).toEqual(pictures);
    expect(tip(branch).stores.get('1')).toMatchObject({ uncertain: true, sending: NEW });
    expect(readClaim(tip(branch))).toMatchObject({ id: 'own' });
    await publisher.sharePictures();
    expect(messages(branch)).toHaveLength(2);
    expect(publisher.failure()).toBeNull();
  });

  test('leaves a store in doubt that was begun and has no verdict', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    await publisher.claim(sending('1'));
    publisher.intended('1');
    await publisher.finish();
    expect(tip(branch).stores.get('1')).toMatchObject({ uncertain: true, sending: NEW });
    expect(readClaim(tip(branch))).toBeNull();
  });

  test('is not needed to leave a store in doubt, where nobody else knows the branch', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch, stage } = openStage(begin, { claims: 'none' });
    await publisher.join(begin);
    await publisher.claim(sending('1'));
    stage.local = state({ '1': buildRecord({ uncertain: true, sending: NEW }) });
    publisher.intended('1');
    await publisher.finish();
    expect(tip(branch)).toEqual(stage.local);
  });

  test('keeps its mark while the look’s news about the store is on record', async () => {
    const begin = state({ '1': buildRecord({ review: 'pending' }) });
    const { publisher, branch, record } = openStage(begin, { checkpoint: 1 });
    await publisher.join(begin);
    await publisher.claim(sending('1'));
    record('1', buildRecord({ review: 'approved' }));
    await settle();
    expect(tip(branch).stores.get('1')).toMatchObject({ review: 'approved', uncertain: true });
  });

  test.each([
    ['refused while another run’s claim lives', '2026-11-25T09:50:00.000Z', 'CLAIMED'],
    ['made over one that lapsed', '2026-11-25T09:40:00.000Z', null],
    ['made over one from a clock that is far ahead', '2026-11-25T12:00:00.000Z', null],
  ])('is %s', async (_title, seen_at, code) => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch, stage } = openStage(begin);
    await publisher.join(begin);
    branch.land(formatState(withClaim(begin, { ...OTHER_RUN, seen_at })));
    const refused = await publisher.claim(sending('1'));
    expect(refused?.code ?? null).toBe(code);
    expect(readClaim(tip(stage.branch))?.id).toBe(code === null ? 'own' : 'other');
  });

  test('of an earlier attempt of the same run is taken over at once', async () => {
    const begin = withClaim(state({ '1': buildRecord() }), { ...OTHER_RUN, id: 'own' });
    const { publisher } = openStage(begin);
    expect((await publisher.join(begin)).fault).toBeNull();
    expect(await publisher.claim(sending('1'))).toBeNull();
  });

  test('that lapsed goes with the next end, also of a run that sends nothing', async () => {
    const begin = withClaim(state({ '1': buildRecord() }), {
      ...OTHER_RUN,
      seen_at: '2026-11-25T09:40:00.000Z',
    });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    await publisher.finish();
    expect(readClaim(tip(branch))).toBeNull();
  });

  test('of another run refuses before anything is looked at', async () => {
    const begin = withClaim(state({ '1': buildRecord() }), OTHER_RUN);
    const { publisher } = openStage(begin);
    expect((await publisher.join(begin)).fault).toMatchObject({ code: 'CLAIMED' });
  });

  test('is refused when another run recorded one of its stores after the plan', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    branch.land(formatState(state({ '1': buildRecord({ values: NEW }), '2': buildRecord() })));
    expect(await publisher.claim(sending('1'))).toMatchObject({ code: 'STATE_MOVED' });
    expect((await publisher.finish()).fault).toBeNull();
    expect(messages(branch)).toEqual(['foreign']);
  });

  test('goes on when another run recorded other stores', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    branch.land(formatState(state({ '1': buildRecord(), '2': buildRecord({ values: NEW }) })));
    expect(await publisher.claim(sending('1'))).toBeNull();
    expect(tip(branch).stores.get('2')).toEqual(buildRecord({ values: NEW }));
  });

  test('is refused when the checkout is no longer the tip', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    branch.checkout = { code: 'NOT_THE_TIP', params: { branch: 'main', file: 'a', relation: 'other' } };
    expect(await publisher.claim(sending('1'))).toMatchObject({ code: 'NOT_THE_TIP' });
    expect(messages(branch)).toEqual([]);
  });

  test('that a rule refuses is tried once, and the end does not try again', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch, record } = openStage(begin);
    const fault = {
      code: 'PUSH_REFUSED' as const,
      params: { branch: 'main', rule: 'GH013', detail: { quoted: 'no' } },
    };
    branch.script.push({ kind: 'refused', fault });
    await publisher.join(begin);
    record('2', buildRecord());
    expect(await publisher.claim(sending('1'))).toEqual(fault);
    expect(await publisher.finish()).toEqual({ published: null, fault: null, unrecorded: 0 });
    expect(branch.commits).toHaveLength(1);
  });

  test('that was refused leaves the same marks of the run that holds the stores', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch, record } = openStage(begin);
    await publisher.join(begin);
    const marked = buildRecord({ uncertain: true, sending: NEW });
    const held = { ...state({ '1': marked, '2': buildRecord() }) };
    branch.land(formatState(withClaim(held, OTHER_RUN)));
    expect(await publisher.claim(sending('1'))).toMatchObject({ code: 'CLAIMED' });
    record('2', buildRecord({ audit_id: '5' }));
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch).stores.get('1')).toEqual(marked);
    expect(tip(branch).stores.get('2')).toEqual(buildRecord({ audit_id: '5' }));
    expect(readClaim(tip(branch))?.id).toBe('other');
  });

  test('that was refused never takes another run’s mark away with what its own look told', async () => {
    const begin = state({ '1': buildRecord({ uncertain: true, sending: NEW }) });
    const { publisher, branch, record } = openStage(begin);
    await publisher.join(begin);
    record('1', buildRecord());
    const marked = buildRecord({ uncertain: true, sending: NEW });
    branch.land(formatState(withClaim(state({ '1': marked }), OTHER_RUN)));
    expect(await publisher.claim(sending('1'))).toMatchObject({ code: 'CLAIMED' });
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch).stores.get('1')).toEqual(marked);
  });

  test('of which nobody can tell whether it landed is taken out again at the end', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    const silence = {
      code: 'GIT_FAILED' as const,
      params: { command: 'push', detail: 'no-answer-in-time' as const },
    };
    branch.script.push(...Array(4).fill({ kind: 'unclear', fault: silence }), 'lost');
    branch.before.push(...Array(4).fill(() => {}));
    const { readTip } = branch;
    branch.readTip = async () => silence;
    expect(await publisher.claim(sending('1'))).toEqual(silence);
    expect(readClaim(tip(branch))?.id).toBe('own');
    branch.readTip = readTip;
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch)).toEqual(begin);
  });

  test('that was refused never puts an older record over another run’s', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch, record } = openStage(begin);
    await publisher.join(begin);
    record('2', buildRecord({ audit_id: '5' }));
    branch.land(formatState(state({ '1': buildRecord({ values: NEW }), '2': buildRecord() })));
    expect(await publisher.claim(sending('1'))).toMatchObject({ code: 'STATE_MOVED' });
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch)).toEqual(
      state({ '1': buildRecord({ values: NEW }), '2': buildRecord({ audit_id: '5' }) }),
    );
  });

  test('ends with a fault, not with a crash, when the way to the branch has one', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch, record } = openStage(begin, { checkpoint: 1 });
    await publisher.join(begin);
    await publisher.claim(sending('1', '2'));
    const { commit } = branch;
    branch.commit = async () => Promise.reject(new TypeError('surprise'));
    publisher.intended('1');
    record('1', buildRecord({ values: NEW }));
    await settle();
    expect(publisher.failure()).toMatchObject({ code: 'RECORD_FAILED' });
    expect(await publisher.finish()).toMatchObject({
      published: null,
      fault: { code: 'RECORD_FAILED' },
      unrecorded: 2,
    });
    branch.commit = commit;
  });

  test('whose answer was lost is found in the branch', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch } = openStage(begin);
    branch.script.push('lost');
    await publisher.join(begin);
    expect(await publisher.claim(sending('1'))).toBeNull();
    expect(messages(branch)).toEqual(['claim 1']);
  });
});

describe('results', () => {
  test('are committed after so many, and the rest at the end', async () => {
    const begin = state({});
    const { publisher, branch, record } = openStage(begin, { checkpoint: 2 });
    await publisher.join(begin);
    await publisher.claim(sending('1', '2', '3'));
    for (const id of ['1', '2', '3']) {
      publisher.intended(id);
      record(id, buildRecord());
      await settle();
    }
    await publisher.finish();
    expect(messages(branch)).toEqual(['claim 1 2 3', 'checkpoint 1 2', 'end 3']);
    expect([...tip(branch).stores.values()]).toEqual([buildRecord(), buildRecord(), buildRecord()]);
  });

  test('are committed after a minute', async () => {
    const begin = state({});
    const { publisher, branch, record, advance } = openStage(begin);
    await publisher.join(begin);
    await publisher.claim(sending('1', '2'));
    advance(61_000);
    publisher.intended('1');
    record('1', buildRecord());
    await settle();
    expect(messages(branch)).toEqual(['claim 1 2', 'checkpoint 1']);
    expect(readClaim(tip(branch))?.seen_at).toBe('2026-11-25T10:01:01.000Z');
  });

  test('leave what others tell about a store that was claimed and never begun', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch, record } = openStage(begin, { checkpoint: 1 });
    await publisher.join(begin);
    await publisher.claim(sending('1', '2'));
    const foreign = new Map(tip(branch).stores);
    foreign.set('2', buildRecord({ audit_id: '77', applied_at: '2026-11-25T12:00:00.000Z' }));
    branch.before.push(() => branch.land(formatState({ ...tip(branch), stores: foreign })));
    publisher.intended('1');
    record('1', buildRecord({ values: NEW }));
    await settle();
    await publisher.finish();
    expect(tip(branch).stores.get('2')).toMatchObject({ audit_id: '77' });
    expect(tip(branch).stores.get('1')).toEqual(buildRecord({ values: NEW }));
  });

  test('are merged with what landed between, store by store', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord(), '3': buildRecord() });
    const { publisher, branch, record } = openStage(begin);
    await publisher.join(begin);
    await publisher.claim(sending('1'));
    publisher.intended('1');
    record('1', buildRecord({ values: NEW, audit_id: '9007199254740995', review: 'pending' }));
    const foreign = new Map(tip(branch).stores);
    foreign.set('2', buildRecord({ values: NEW }));
    foreign.delete('3');
    branch.before.push(() => branch.land(formatState({ ...tip(branch), stores: foreign })));
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch)).toEqual(
      state({
        '1': buildRecord({ values: NEW, audit_id: '9007199254740995', review: 'pending' }),
        '2': buildRecord({ values: NEW }),
      }),
    );
  });

  test('are given up after five tries, and counted', async () => {
    const begin = state({});
    const { publisher, branch, record, slept } = openStage(begin);
    await publisher.join(begin);
    record('1', buildRecord());
    for (let tries = 0; tries < 9; tries += 1) branch.before.push(() => branch.land(formatState(begin)));
    expect(await publisher.finish()).toEqual({
      published: null,
      fault: { code: 'BRANCH_MOVES', params: { branch: 'main', tries: 5 } },
      unrecorded: 1,
    });
    expect(slept).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  test('stop the run when another one took the claim over', async () => {
    const begin = state({});
    const { publisher, branch, record } = openStage(begin, { checkpoint: 1 });
    await publisher.join(begin);
    await publisher.claim(sending('1', '2'));
    branch.land(formatState(withClaim(tip(branch), OTHER_RUN)));
    publisher.intended('1');
    record('1', buildRecord());
    await settle();
    expect(publisher.failure()).toMatchObject({ code: 'CLAIM_LOST' });
    expect((await publisher.finish()).fault).toBeNull();
    expect(tip(branch).stores.get('1')).toMatchObject(buildRecord());
    expect(readClaim(tip(branch))?.id).toBe('other');
  });

  test('end the run that slept for longer than its claim lives, also before it hears of another one', async () => {
    const begin = state({});
    const { publisher, branch, advance } = openStage(begin);
    await publisher.join(begin);
    await publisher.claim(sending('1', '2'));
    advance(15 * 60_000);
    expect(publisher.failure()).toBeNull();
    advance(1);
    expect(publisher.failure()).toEqual({ code: 'CLAIM_LOST', params: { holder: null } });
    expect(messages(branch)).toEqual(['claim 1 2']);
  });

  test('go on once a sign of life stands in the branch, and not while it is on its way', async () => {
    const begin = state({});
    const { publisher, branch, record, advance } = openStage(begin, { checkpoint: 1 });
    await publisher.join(begin);
    await publisher.claim(sending('1', '2'));
    const { commit } = branch;
    let land = (): void => {};
    branch.commit = async (...args) => {
      await new Promise<void>((resolve) => {
        land = resolve;
      });
      return await commit(...args);
    };
    publisher.intended('1');
    advance(16 * 60_000);
    record('1', buildRecord());
    await settle();
    expect(publisher.failure()).toMatchObject({ code: 'CLAIM_LOST' });
    land();
    await settle();
    expect(publisher.failure()).toBeNull();
  });

  test('that only this checkout knows go out with the next end', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch, stage } = openStage(begin);
    stage.local = state({ '1': buildRecord({ audit_id: '5', applied_at: '2026-11-25T09:00:00.000Z' }) });
    const joined = await publisher.join(stage.local);
    expect(joined.state).toEqual(stage.local);
    await publisher.finish();
    expect(tip(branch)).toEqual(stage.local);
  });

  test('are no commit where there is nothing to say', async () => {
    const begin = state({ '1': buildRecord() });
    const { publisher, branch } = openStage(begin);
    await publisher.join(begin);
    expect(await publisher.finish()).toEqual({
      published: { state: begin, tip: { commit: '1', text: formatState(begin) } },
      fault: null,
      unrecorded: 0,
    });
    expect(branch.commits).toHaveLength(1);
  });

  test('begin a branch that does not exist, only when there is something to say', async () => {
    for (const [records, commits] of [
      [{}, 0],
      [{ '1': buildRecord() }, 1],
    ] as const) {
      const { publisher, branch, stage } = openStage(state({}));
      branch.commits.splice(0);
      branch.base = null;
      stage.local = state(records);
      await publisher.join(stage.local);
      await publisher.finish();
      expect(branch.commits).toHaveLength(commits);
    }
  });

  test('of a look give way to what another run sent meanwhile, whatever the clocks say, but not with an audit id', async () => {
    const begin = state({ '1': buildRecord(), '2': buildRecord() });
    const { publisher, branch, record } = openStage(begin);
    await publisher.join(begin);
    record('1', buildRecord({ values: NEW, audit_id: '5', applied_at: '2026-11-25T23:00:00.000Z' }));
    const sent = buildRecord({ values: buildValues({ hour: '08:00-20:00' }), review: 'pending' });
    branch.before.push(() => branch.land(formatState(state({ '1': sent, '2': buildRecord() }))));
    await publisher.finish();
    expect(tip(branch).stores.get('1')).toEqual({ ...sent, audit_id: '5' });
  });

  test('are not lost whatever lands between: each store of either side ends as its newest record says', async () => {
    const ids = ['1', '2', '3', '4'];
    const at = (minute: number): string => `2026-11-25T11:${String(minute).padStart(2, '0')}:00.000Z`;
    const change = fc.record({ id: fc.constantFrom(...ids), minute: fc.integer({ min: 0, max: 59 }) });
    // Nobody records a store and later an older result of it.
    const changes = fc
      .array(change, { maxLength: 4 })
      .map((list) => list.sort((left, right) => left.minute - right.minute));
    await fc.assert(
      fc.asyncProperty(changes, changes, async (own, foreign) => {
        const begin = state(Object.fromEntries(ids.map((id) => [id, buildRecord()])));
        const { publisher, branch, record } = openStage(begin);
        await publisher.join(begin);
        if (own.length > 0) await publisher.claim(sending(...own.map(({ id }) => id)));
        for (const { id, minute } of own) {
          publisher.intended(id);
          record(id, buildRecord({ applied_at: at(minute), values: NEW }));
        }
        for (const { id, minute } of foreign) {
          branch.before.push(() => {
            const stores = new Map(tip(branch).stores);
            stores.set(id, buildRecord({ applied_at: at(minute) }));
            branch.land(formatState(state(Object.fromEntries(stores))));
          });
        }
        await publisher.finish();
        for (const id of ids) {
          const last = (list: readonly { id: string; minute: number }[]): string =>
            list
              .filter((each) => each.id === id)
              .map(({ minute }) => at(minute))
              .at(-1) ?? '';
          const landed = foreign.slice(
            0,
            branch.commits.filter(({ message }) => message === 'foreign').length,
          );
          const newest = [buildRecord().applied_at ?? '', last(own), last(landed)].sort().at(-1);
          expect(tip(branch).stores.get(id)?.applied_at).toBe(newest);
        }
      }),
      { numRuns: 200 },
    );
  });
});
