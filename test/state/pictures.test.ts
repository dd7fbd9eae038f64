/** The state's list of uploaded pictures: journaled, folded, merged, and never taken for an empty one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { State } from '../../src/model.ts';
import { readUploads } from '../../src/pictures.ts';
import { composeEnd } from '../../src/state/compose.ts';
import { formatState } from '../../src/state/format.ts';
import { journalPath, openJournal } from '../../src/state/journal.ts';
import { loadState, settleState } from '../../src/state/load.ts';
import { mergeStates } from '../../src/state/merge.ts';
import { parseState } from '../../src/state/parse.ts';
import { splitConflict } from '../../src/state/repair.ts';
import { buildRecord, buildValues } from '../builders.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const address = (name: string): string => `http://mmbiz.qpic.cn/mmbiz_jpg/${name}/0?wx_fmt=jpeg`;
const NAME = 'mendian.state.json';
const CLOCK = { now: () => new Date('2026-11-26T00:00:00Z'), sleep: async () => {} };

function buildState(
  pictures: Record<string, string>,
  stores: State['stores'] = new Map([['1', buildRecord()]]),
): State {
  return { version: 1, stores, extra: { pictures } };
}

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-pictures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, NAME);
}

/** A state with all of its records read; null where it is damaged. */
function readAll(text: string): State | null {
  const { value } = parseState(text, NAME);
  return value && { ...value, stores: new Map(value.stores) };
}

test('the file has one upload a line, sorted, whatever order they came in', () => {
  const state = buildState({ [B]: address('b'), [A]: address('a') });
  const lines = formatState(state).split('\n');
  expect(lines.slice(1, 6)).toEqual([
    '"version": 1,',
    '"pictures": {',
    `"${A}": "${address('a')}",`,
    `"${B}": "${address('b')}"`,
    '},',
  ]);
  expect(readAll(formatState(state))).toEqual(state);
});

test('an upload is in the journal before anything uses it, and in the state after the next fold', async () => {
  const path = openFolder();
  writeFileSync(path, formatState(buildState({ [A]: address('a') })));
  const journal = await openJournal(journalPath(path), CLOCK);
  await journal.keepPicture(B, address('b'));
  expect(readUploads(loadState(path, NAME).value?.state ?? { extra: {} }).get(B)).toBe(address('b'));
  await journal.intend('1', buildValues({ pic_list: [address('b')] }));
  await journal.close();
  settleState(path, NAME);
  const { value } = parseState(readFileSync(path, 'utf8'), NAME);
  expect(value?.extra.pictures).toEqual({ [A]: address('a'), [B]: address('b') });
  expect(value?.stores.get('1')).toMatchObject({ uncertain: true, sending: { pic_list: [address('b')] } });
});

describe('a line of the journal that is no upload', () => {
  test.each([{ sha256: 'x', url: address('a') }, { sha256: A, url: 'http://example.com/a' }, { sha256: A }])(
    '%j is told like any other damage',
    (line) => {
      const path = openFolder();
      const good = JSON.stringify({
        type: 'picture',
        at: '2026-11-26T00:00:00Z',
        sha256: A,
        url: address('a'),
      });
      const bad = JSON.stringify({ type: 'picture', at: '2026-11-26T00:00:00Z', ...line });
      writeFileSync(journalPath(path), `${bad}\n${good}\n`);
      expect(loadState(path, NAME).diagnostics.map(({ code }) => code)).toEqual(['JOURNAL_DAMAGED']);
    },
  );
});

test.each([
  ['a text'],
  [[address('a')]],
  [{ x: address('a') }],
  [{ [A]: 'http://example.com/a' }],
  [{ [A]: null }],
])('a state whose list is %j is refused: nothing is uploaded again in silence', (pictures) => {
  const text = JSON.stringify({ version: 1, pictures, stores: {} });
  expect(parseState(text, NAME).diagnostics.map(({ code }) => code)).toEqual(['STATE_INVALID']);
});

describe('two states', () => {
  const lists = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd').map((each) => each.repeat(64)),
    fc.constantFrom('x', 'y').map(address),
  );

  test('are united, with the same result from either side', () => {
    fc.assert(
      fc.property(lists, lists, lists, (base, left, right) => {
        const [one, other] = [
          { ...base, ...left },
          { ...base, ...right },
        ];
        const merged = mergeStates(buildState(base), buildState(one), buildState(other));
        const mirrored = mergeStates(buildState(base), buildState(other), buildState(one));
        expect(formatState(mirrored)).toBe(formatState(merged));
        expect([...readUploads(merged).keys()].sort()).toEqual(
          [...new Set([...Object.keys(one), ...Object.keys(other)])].sort(),
        );
      }),
    );
  });

  test('with git’s conflict markers in the list are taken apart and repaired', () => {
    const [left, right] = [buildState({ [A]: address('a') }), buildState({ [B]: address('b') })];
    const conflict = formatState(left).replace(
      `"${A}": "${address('a')}"`,
      [
        '<<<<<<< ours',
        `"${A}": "${address('a')}"`,
        '=======',
        `"${B}": "${address('b')}",`,
        '>>>>>>> theirs',
      ].join('\n'),
    );
    const sides = splitConflict(conflict);
    expect(readAll(sides?.ours ?? '')).toEqual(left);
    expect(readAll(sides?.theirs ?? '')).toEqual(right);
  });

  test('of which one was told only the content agree with the record of its address', () => {
    const url = address('a');
    const sent = buildRecord({
      values: buildValues({ pic_list: [url] }),
      local_pictures: { [url]: A },
      audit_id: '7',
      review: 'pending',
      applied_at: '2026-11-26T00:00:00.000Z',
    });
    const claimed = buildRecord({ uncertain: true, sending: buildValues({ pic_list: [`sha256:${A}`] }) });
    const merged = mergeStates(
      null,
      buildState({}, new Map([['1', sent]])),
      buildState({}, new Map([['1', claimed]])),
    );
    expect(merged.stores.get('1')).toEqual(sent);
  });
});

test('what a run uploaded reaches the branch, also where no store came to an end', () => {
  const { state } = composeEnd({
    published: buildState({ [B]: address('b') }),
    local: buildState({ [A]: address('a') }),
    touched: new Map(),
    open: new Map(),
  });
  expect([...readUploads(state).keys()].sort()).toEqual([A, B]);
});
