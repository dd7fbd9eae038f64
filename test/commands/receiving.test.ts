/** An event that is recorded while another run tells something of the same store. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { receiveEvent } from '../../src/commands/receiving.ts';
import { en } from '../../src/messages/en.ts';
import type { State, StoreRecord } from '../../src/model.ts';
import { createStyle } from '../../src/report/style.ts';
import { formatState } from '../../src/state/format.ts';
import { parseState } from '../../src/state/parse.ts';
import { buildRecord, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { createMemoryBranch } from '../state/branch.ts';
import { AT, AUDIT_ID, envelope, eventXml, KEYS } from '../wechat/push-fixtures.ts';

const STATE = 'mendian.state.json';
const PENDING = buildRecord({
  values: buildValues({ pic_list: [NEW_PICTURE] }),
  review: 'pending',
  audit_id: AUDIT_ID,
  approved_pic_list: [PICTURE],
});

function buildState(record: StoreRecord): State {
  return { version: 1, stores: new Map([['1', record]]), extra: {} };
}

/** A checkout of a branch in memory, without credentials for calls. */
function openCheckout(begin: State) {
  const root = mkdtempSync(join(tmpdir(), 'mendian-receiving-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'stores'));
  writeFileSync(join(root, STATE), formatState(begin));
  const branch = createMemoryBranch(formatState(begin));
  const self = { id: 'own', holder: 'run 1' };
  const choice = { publish: 'push', stateBranch: null, checkpoint: 1 } as const;
  const receive = (text: string) =>
    receiveEvent(buildContext(root), text, { choice, maxAgeMs: null }, async () => ({
      branch,
      self,
      claims: 'shared',
      checkRead: async () => null,
    }));
  const record = () => parseState(branch.commits.at(-1)?.text ?? '', STATE).value?.stores.get('1');
  return { branch, receive, record };
}

function buildContext(root: string): Context {
  const silent = (): void => {};
  return {
    root,
    environment: {
      WECHAT_PUSH_TOKEN: KEYS.token,
      WECHAT_ENCODING_AES_KEY: KEYS.aesKey,
      WECHAT_APPID: KEYS.appids[0],
      MENDIAN_RETRY_BASE_MS: '1',
    },
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
    clock: { now: () => new Date(AT), sleep: async () => {} },
    signal: new AbortController().signal,
    print: silent,
    hint: silent,
    complain: silent,
    writeProgress: silent,
    progressMode: 'lines',
    ask: null,
  };
}

describe('a verdict', () => {
  test('stands on the record in the branch', async () => {
    const { receive, record } = openCheckout(buildState(PENDING));
    expect(await receive(envelope(eventXml()))).toMatchObject({ result: 'recorded' });
    expect(record()).toMatchObject({ review: 'rejected', reason: '图片模糊' });
  });

  test('is not lost where another run tells something of the store in between', async () => {
    const { branch, receive, record } = openCheckout(buildState(PENDING));
    const commit = 'a'.repeat(40);
    branch.before.push(() => branch.land(formatState(buildState({ ...PENDING, source: { commit } }))));
    const report = await receive(envelope(eventXml()));
    expect(report).toMatchObject({
      result: 'recorded',
      stores: [{ review: 'rejected', reason: '图片模糊' }],
    });
    expect(record()).toMatchObject({ review: 'rejected', reason: '图片模糊', source: { commit } });
  });

  test('gives way to a later review that another run began in between', async () => {
    const { branch, receive, record } = openCheckout(buildState(PENDING));
    const later = { ...PENDING, audit_id: '5', applied_at: '2026-11-26T03:00:00.000Z' };
    branch.before.push(() => branch.land(formatState(buildState(later))));
    const report = await receive(envelope(eventXml()));
    expect(report.stores).toMatchObject([{ review: 'pending', reason: null }]);
    expect(record()).toEqual(later);
  });

  test('finds the record that another run brings in between', async () => {
    const before = buildRecord({ audit_id: '4' });
    const { branch, receive, record } = openCheckout(buildState(before));
    branch.before.push(() => branch.land(formatState(buildState(PENDING))));
    expect(await receive(envelope(eventXml()))).toMatchObject({ result: 'kept' });
    expect(record()).toMatchObject({ review: 'rejected', reason: '图片模糊' });
    expect(branch.commits.at(-1)?.text).not.toContain('verdicts');
  });

  test('waits for no other run: one that is at work refuses it, and the event can be received again', async () => {
    const run = { id: 'other', holder: 'run 2', started_at: AT, seen_at: AT };
    const claimed = { ...buildState(PENDING), extra: { run } };
    const { receive } = openCheckout(claimed);
    expect(await receive(envelope(eventXml()))).toMatchObject({
      result: 'refused',
      diagnostics: [{ code: 'CLAIMED' }],
    });
  });
});
