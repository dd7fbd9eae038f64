/** The state of a checkout beside its branch: a program that ends in between leaves no doubt about what comes next. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { openRecording, type Recording } from '../../src/commands/recording.ts';
import { en } from '../../src/messages/en.ts';
import type { StateBranch } from '../../src/model/branch.ts';
import { RecordingError } from '../../src/model/run.ts';
import type { State, StoreRecord } from '../../src/model.ts';
import { createStyle } from '../../src/report/style.ts';
import { formatState } from '../../src/state/format.ts';
import { loadState } from '../../src/state/load.ts';
import { buildRecord, buildValues } from '../builders.ts';
import { createMemoryBranch } from '../state/branch.ts';

const STATE = 'mendian.state.json';
const ACCOUNT = { name: 'default', stores: 'stores', state: STATE };
const NOON = buildRecord({ values: buildValues({ hour: '12:00-21:00' }) });
const NINE = buildRecord({ values: buildValues({ hour: '09:00-21:00' }) });

function state(records: Record<string, StoreRecord>): State {
  return { version: 1, stores: new Map(Object.entries(records)), extra: {} };
}

/** A checkout of a branch in memory. */
function openCheckout(begin: State) {
  const root = mkdtempSync(join(tmpdir(), 'mendian-recording-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const branch = createMemoryBranch(formatState(begin));
  writeFileSync(join(root, STATE), formatState(begin));
  const clock = { time: Date.parse('2026-11-25T10:00:00.000Z') };
  const open = (reached: StateBranch = branch): Recording => {
    const names = () => new Map();
    const self = { id: 'own', holder: 'run 1' };
    const sharing = {
      branch: reached,
      self,
      checkpoint: 1,
      retryBaseMs: 0,
      kept: STATE,
      names,
      checkRead: async () => null,
    };
    const { value } = openRecording(buildContext(root, clock), ACCOUNT, { ...sharing, claims: 'shared' });
    if (value === null) throw new Error('locked');
    return value;
  };
  return {
    branch,
    open,
    text: () => readFileSync(join(root, STATE), 'utf8'),
    records: () => Object.fromEntries(loadState(join(root, STATE), STATE).value?.state.stores ?? []),
    journal: () => readFileSync(join(root, `${STATE}.journal`), 'utf8'),
    sleep: (milliseconds: number): void => {
      clock.time += milliseconds;
    },
  };
}

function buildContext(root: string, clock: { readonly time: number }): Context {
  const silent = (): void => {};
  return {
    root,
    environment: {},
    config: null,
    accounts: [],
    select: [],
    exclude: [],
    format: 'text',
    verbosity: 'quiet',
    assets: '',
    entry: '',
    messages: en,
    style: createStyle(en, 'plain'),
    clock: { now: () => new Date(clock.time), sleep: async () => {} },
    signal: new AbortController().signal,
    print: silent,
    hint: silent,
    complain: silent,
    writeProgress: silent,
    progressMode: 'lines',
    ask: null,
  };
}

class Killed extends Error {}

/** The branch as a program sees it that is killed when it comes to `step`. */
function killAt(branch: StateBranch, step: 'follow' | 'commit'): StateBranch {
  return { ...branch, [step]: async () => Promise.reject(new Killed()) };
}

/** A run that joins and ends, as the next one of the same machine does. */
async function runWith(recording: Recording): Promise<void> {
  try {
    expect(await recording.join()).toEqual([]);
    await recording.fold();
  } finally {
    recording.release();
  }
}

describe('a program that is killed after it took the branch’s state over, and before the checkout followed', () => {
  test('keeps no store that another run released meanwhile', async () => {
    const { branch, open, records } = openCheckout(state({ '1': buildRecord(), '2': buildRecord() }));
    branch.land(formatState(state({ '1': NOON, '2': buildRecord() })));
    await expect(runWith(open(killAt(branch, 'follow')))).rejects.toThrow(Killed);
    branch.land(formatState(state({ '2': buildRecord() })));
    await runWith(open());
    expect(records()).toEqual({ '2': buildRecord() });
    expect(branch.commits.at(-1)?.text).toBe(formatState(state({ '2': buildRecord() })));
  });

  test('does not put its older reading over a newer record of a machine whose clock is late', async () => {
    const { branch, open, records } = openCheckout(state({ '1': buildRecord() }));
    branch.land(formatState(state({ '1': { ...NOON, applied_at: '2026-11-25T12:00:00.000Z' } })));
    await expect(runWith(open(killAt(branch, 'follow')))).rejects.toThrow(Killed);
    const newer = { ...NINE, applied_at: '2026-11-25T11:58:30.000Z' };
    branch.land(formatState(state({ '1': newer })));
    await runWith(open());
    expect(records()).toEqual({ '1': newer });
  });

  test('still tells what only this checkout knows', async () => {
    const { branch, open, records } = openCheckout(state({ '1': buildRecord(), '2': buildRecord() }));
    branch.land(formatState(state({ '1': NOON, '2': buildRecord() })));
    const told = { ...NINE, audit_id: '5' };
    const first = open(killAt(branch, 'commit'));
    await first.join();
    const recorder = await first.start();
    await recorder.record('2', told);
    await first.fold();
    first.release();
    branch.land(formatState(state({ '2': buildRecord() })));
    await runWith(open());
    expect(records()).toEqual({ '2': told });
    expect(branch.commits.at(-1)?.text).toBe(formatState(state({ '2': told })));
  });
});

describe('a run that wakes after its claim has lapsed', () => {
  test('begins no further store, and tells what it did before', async () => {
    const { branch, open, journal, sleep } = openCheckout(state({ '1': buildRecord(), '2': buildRecord() }));
    const values = NINE.values ?? buildValues();
    const recording = open();
    await recording.join();
    const recorder = await recording.start();
    await recorder.claim(new Map(['1', '2'].map((id) => [id, values])));
    await recorder.intend('1', values);
    sleep(16 * 60_000);
    await expect(recorder.intend('2', values)).rejects.toThrow(RecordingError);
    expect(journal()).not.toContain('"poi_id":"2"');
    await recorder.record('1', NINE);
    expect((await recording.fold()).diagnostics).toEqual([]);
    recording.release();
    expect(branch.commits.at(-1)?.text).toBe(formatState(state({ '1': NINE, '2': buildRecord() })));
  });
});

describe('the state file of a checkout', () => {
  test('is byte for byte the branch’s once the checkout has followed', async () => {
    const { branch, open, text } = openCheckout(state({ '1': buildRecord() }));
    branch.land(formatState(state({ '1': NOON })));
    await runWith(open());
    expect(text()).toBe(formatState(state({ '1': NOON })));
  });

  test('says which commit it has taken over where the checkout cannot follow, and the branch never does', async () => {
    const { branch, open, text } = openCheckout(state({ '1': buildRecord() }));
    branch.land(formatState(state({ '1': NOON })));
    const stays = { ...branch, follow: async () => {} };
    const recording = open(stays);
    await recording.join();
    expect(text()).toContain('"joined": "2"');
    const recorder = await recording.start();
    await recorder.record('1', NINE);
    await recording.fold();
    recording.release();
    expect(text()).toContain('"joined": "3"');
    expect(branch.commits.at(-1)?.text).toBe(formatState(state({ '1': NINE })));
  });
});
