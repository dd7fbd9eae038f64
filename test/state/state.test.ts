/** The state file: its form, what damages it, journal, lock and merge. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../src/model/run.ts';
import type { State, StoreRecord } from '../../src/model.ts';
import { readStateFile } from '../../src/state/file.ts';
import { foldJournal } from '../../src/state/fold.ts';
import { formatState } from '../../src/state/format.ts';
import { journalPath, openJournal } from '../../src/state/journal.ts';
import { loadState, settleState } from '../../src/state/load.ts';
import { mergeStates } from '../../src/state/merge.ts';
import { parseState } from '../../src/state/parse.ts';
import { splitConflict } from '../../src/state/repair.ts';
import { buildRecord, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';

const NAME = 'mendian.state.json';

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function buildState(records: Record<string, StoreRecord>, extra: Record<string, unknown> = {}): State {
  return { version: 1, stores: new Map(Object.entries(records)), extra };
}

/** With its records in a map of their own, however they were read. */
function withMap(state: State | null | undefined): unknown {
  return state ? { ...state, stores: new Map(state.stores) } : state;
}

const SAMPLE = buildState({
  '10': buildRecord(),
  '2': buildRecord({ audit_id: '9007199254740993', review: 'pending' }),
});

describe('the form', () => {
  test('is one store a line, sorted by id, members in a fixed order', () => {
    expect(formatState(SAMPLE)).toBe(
      [
        '{',
        '"version": 1,',
        '"stores": {',
        '"10":{"values":{"hour":"10:00-21:00","contract_phone":"021-00001234","pic_list":["http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg"]},"review":"none","applied_at":"2026-11-25T02:00:00.000Z"},',
        '"2":{"values":{"hour":"10:00-21:00","contract_phone":"021-00001234","pic_list":["http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg"]},"audit_id":"9007199254740993","review":"pending","applied_at":"2026-11-25T02:00:00.000Z"}',
        '}',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('is read from any other layout of the same content', () => {
    const reformatted = JSON.stringify(JSON.parse(formatState(SAMPLE)), null, 2);
    expect(withMap(parseState(reformatted, NAME).value)).toEqual(
      withMap(parseState(formatState(SAMPLE), NAME).value),
    );
    expect(parseState(`\ufeff${formatState(SAMPLE).replaceAll('\n', '\r\n')}`, NAME).value).not.toBeNull();
  });

  test('keeps members that this version does not know', () => {
    const state = buildState(
      { '1': { ...buildRecord(), later: { a: 1 } } as StoreRecord },
      { later: { x: 'y' } },
    );
    const text = formatState(state);
    expect(text).toContain('"later":{"a":1}');
    expect(formatState(parseState(text, NAME).value ?? SAMPLE)).toBe(text);
  });

  test('of an empty state is read back', () => {
    expect(parseState(formatState(buildState({})), NAME).value?.stores.size).toBe(0);
  });
});

describe('a damaged state', () => {
  const text = formatState(SAMPLE);
  test.each([
    ['conflict markers', text.replace('"10"', '<<<<<<< HEAD\n"10"'), 'STATE_CONFLICT', 4],
    ['a cut in the middle', text.slice(0, text.length / 2), 'STATE_DAMAGED', 5],
    ['a cut at the end', text.slice(0, -3), 'STATE_DAMAGED', 6],
    ['nothing', '', 'STATE_DAMAGED', 1],
    ['blanks', ' \n', 'STATE_DAMAGED', 1],
    ['null', 'null', 'STATE_DAMAGED', 1],
    ['trailing text', `${text}{}`, 'STATE_DAMAGED', 8],
    ['a list', '[]', 'STATE_DAMAGED', 1],
    ['a missing comma', text.replace('},\n', '}\n'), 'STATE_DAMAGED', null],
    ['a store twice', text.replace('"2":', '"10":'), 'STATE_DUPLICATE', 5],
    [
      'a store twice in another layout',
      JSON.stringify(JSON.parse(text)).replace('"2":', '"10":'),
      'STATE_DUPLICATE',
      1,
    ],
    [
      'a member twice',
      text.replace('"review":"none"', '"review":"none","review":"none"').replace('{\n', '{ \n'),
      'STATE_DUPLICATE',
      null,
    ],
    ['a newer version', text.replace('"version": 1', '"version": 2'), 'STATE_NEWER', null],
    ['no version', text.replace('"version": 1,', '"x": 1,'), 'STATE_INVALID', null],
    ['an id that is none', text.replace('"10":', '"abc":'), 'STATE_INVALID', null],
    ['a bare audit id', text.replace('"9007199254740993"', '9007199254740993'), 'STATE_INVALID', 5],
    ['an unknown review', text.replace('"pending"', '"maybe"'), 'STATE_INVALID', 5],
    ['a record without a review', text.replace('"review":"none",', ''), 'STATE_INVALID', 4],
    ['stores that are a list', '{"version":1,"stores":[]}', 'STATE_INVALID', null],
    ['a prototype', '{"version":1,"stores":{"__proto__":{"review":"none"}}}', 'STATE_INVALID', null],
  ])('with %s is refused with one clear fault', (_what, damaged, code, line) => {
    const { value, diagnostics } = parseState(damaged, NAME);
    expect(value).toBeNull();
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    if (line !== null) expect(diagnostics[0]?.line).toBe(line);
  });

  test('at any cut is never read as another state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 2 }), (end) => {
        expect(parseState(text.slice(0, end), NAME).value).toBeNull();
      }),
    );
  });

  test('of any noise gives a fault and no exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (noise) => {
        const { value, diagnostics } = parseState(noise, NAME);
        expect(value === null).toBe(diagnostics.length > 0);
      }),
    );
  });

  test('as a link, a folder or bytes that are no text is refused', () => {
    const folder = openFolder();
    const path = join(folder, NAME);
    mkdirSync(path);
    expect(readStateFile(path, NAME).diagnostics[0]?.code).toBe('STATE_UNREADABLE');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link.json'));
    expect(readStateFile(join(folder, 'link.json'), NAME).diagnostics[0]?.code).toBe('STATE_UNREADABLE');
    writeFileSync(join(folder, 'bytes.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    expect(readStateFile(join(folder, 'bytes.json'), NAME).diagnostics[0]?.code).toBe('STATE_DAMAGED');
    expect(readStateFile(join(folder, 'none.json'), NAME).value?.presence).toBe('missing');
  });
});

const clock: Clock = { now: () => new Date('2026-11-25T10:00:00.000Z'), sleep: async () => {} };

describe('the journal', () => {
  test('is folded into the state, and then gone', async () => {
    const path = join(openFolder(), NAME);
    writeFileSync(path, formatState(SAMPLE));
    const journal = await openJournal(journalPath(path), clock);
    await Promise.all([
      journal.intend('10', buildValues({ hour: '09:00-21:00' })),
      journal.intend('3', buildValues()),
    ]);
    await journal.record('2', null);
    await journal.close();
    const loaded = loadState(path, NAME);
    expect(loaded.value?.journalLines).toBe(3);
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(['JOURNAL_FOUND']);
    expect([...(loaded.value?.state.stores.keys() ?? [])].sort()).toEqual(['10', '3']);
    expect(loaded.value?.state.stores.get('10')).toMatchObject({ uncertain: true, values: buildValues() });
    expect(readFileSync(path, 'utf8')).toBe(formatState(SAMPLE));
    settleState(path, NAME);
    expect(withMap(readStateFile(path, NAME).value?.state)).toEqual(withMap(loaded.value?.state));
    expect(loadState(path, NAME).value?.journalLines).toBe(0);
  });

  // A device that is always full.
  test.skipIf(!existsSync('/dev/full'))(
    'that cannot be written says so for each line, however many come',
    async () => {
      const journal = await openJournal('/dev/full', clock);
      for (const id of ['1', '2', '3', '4']) {
        await expect(journal.record(id, buildRecord())).rejects.toMatchObject({ code: 'ENOSPC' });
      }
      await journal.close();
    },
  );

  test('of a run whose clock was set back still tells the newest of its stores', async () => {
    const path = join(openFolder(), NAME);
    writeFileSync(path, formatState(SAMPLE));
    const late: Clock = { ...clock, now: () => new Date('2026-11-20T10:00:00.000Z') };
    const journal = await openJournal(journalPath(path), late, SAMPLE.stores);
    const record = buildRecord({ audit_id: '9007199254740993', applied_at: '2026-11-20T10:00:00.000Z' });
    await journal.intend('10', buildValues());
    await journal.record('10', record);
    await journal.close();
    expect(loadState(path, NAME).value?.state.stores.get('10')).toEqual(record);
  });

  test('that is a link is neither read nor written through', async () => {
    const folder = openFolder();
    const path = join(folder, NAME);
    writeFileSync(join(folder, 'elsewhere'), 'kept');
    symlinkSync(join(folder, 'elsewhere'), journalPath(path));
    expect(loadState(path, NAME).diagnostics.map(({ code }) => code)).toEqual(['STATE_UNREADABLE']);
    await expect(openJournal(journalPath(path), clock)).rejects.toMatchObject({ code: 'ELOOP' });
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('kept');
  });

  test('folded twice gives the same, so that a kill between writing and removing is harmless', () => {
    const text = `${JSON.stringify({ type: 'intent', at: '2026-11-25T10:00:00.000Z', poi_id: '10', sending: buildValues() })}\n`;
    const once = foldJournal(SAMPLE, text, NAME).value?.state ?? SAMPLE;
    expect(foldJournal(once, text, NAME).value?.state).toEqual(once);
  });

  test('gives way to a newer record that came by git', () => {
    const older = `${JSON.stringify({ type: 'intent', at: '2026-11-24T10:00:00.000Z', poi_id: '10', sending: buildValues() })}\n`;
    expect(foldJournal(SAMPLE, older, NAME).value?.state).toEqual(SAMPLE);
  });

  test('gives way to a newer record, but not with the only audit id', () => {
    const record = buildRecord({ audit_id: '777', review: 'pending' });
    const line = `${JSON.stringify({ type: 'outcome', at: '2026-11-24T10:00:00.000Z', poi_id: '10', record })}\n`;
    expect(foldJournal(SAMPLE, line, NAME).value?.state.stores.get('10')).toEqual(
      buildRecord({ audit_id: '777' }),
    );
  });

  test('with a broken line in the middle is a fault, and nothing is folded', () => {
    const good = JSON.stringify({
      type: 'outcome',
      at: '2026-11-25T10:00:00.000Z',
      poi_id: '10',
      record: null,
    });
    const { value, diagnostics } = foldJournal(SAMPLE, `${good}\n{"type":\n${good}\n`, NAME);
    expect(value).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'JOURNAL_DAMAGED', line: 2 }]);
  });

  test('cut after any byte leaves each store known or uncertain, never other than was sent', () => {
    const lines = [
      {
        type: 'intent',
        at: '2026-11-25T10:00:00.000Z',
        poi_id: '10',
        sending: buildValues({ hour: '09:00-21:00' }),
      },
      {
        type: 'outcome',
        at: '2026-11-25T10:00:01.000Z',
        poi_id: '10',
        record: buildRecord({ values: buildValues({ hour: '09:00-21:00' }) }),
      },
      { type: 'intent', at: '2026-11-25T10:00:02.000Z', poi_id: '7', sending: buildValues() },
      {
        type: 'outcome',
        at: '2026-11-25T10:00:03.000Z',
        poi_id: '7',
        record: buildRecord({ audit_id: '5', review: 'pending' }),
      },
    ];
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (let end = 0; end <= bytes.length; end += 1) {
      for (const tail of [bytes.subarray(0, end), Buffer.concat([bytes.subarray(0, end), Buffer.alloc(3)])]) {
        const folded = foldJournal(SAMPLE, tail.toString('utf8'), NAME);
        expect(folded.diagnostics).toEqual([]);
        const ten = folded.value?.state.stores.get('10');
        expect(
          ten?.uncertain === true || ['10:00-21:00', '09:00-21:00'].includes(ten?.values?.hour ?? ''),
        ).toBe(true);
      }
    }
  });
});

describe('a merge', () => {
  const at = (time: string, record: Partial<StoreRecord> = {}): StoreRecord =>
    buildRecord({ applied_at: `2026-11-25T${time}:00.000Z`, ...record });

  test('keeps what each side alone did', () => {
    const base = buildState({ '1': at('01:00'), '2': at('01:00'), '3': at('01:00') });
    const left = buildState({ '1': at('02:00'), '2': at('01:00'), '3': at('01:00'), '4': at('02:00') });
    const right = buildState({ '1': at('01:00'), '2': at('03:00') });
    const merged = mergeStates(base, left, right);
    expect(Object.fromEntries(merged.stores)).toEqual({
      '1': at('02:00'),
      '2': at('03:00'),
      '4': at('02:00'),
    });
  });

  test('takes the later record, and never loses an audit id', () => {
    const left = buildState({ '1': at('02:00', { audit_id: '7', review: 'pending' }) });
    const right = buildState({ '1': at('03:00') });
    expect(mergeStates(null, left, right).stores.get('1')).toEqual(at('03:00', { audit_id: '7' }));
  });

  test('keeps a doubt that the later side does not know of', () => {
    const receipt = { review: 'started', audit_id: '777' } as const;
    const sending = buildValues({ hour: '09:00-21:00' });
    const left = buildState({ '1': at('02:00', { uncertain: true, sending, receipt }) });
    const right = buildState({ '1': at('03:00') });
    expect(mergeStates(null, left, right).stores.get('1')).toEqual(
      at('03:00', { uncertain: true, sending, receipt }),
    );
  });

  test('takes a later record of the very values that were sent for the verdict', () => {
    const sent = buildValues({ pic_list: [NEW_PICTURE] });
    const left = buildState({ '1': at('02:00', { uncertain: true, sending: sent }) });
    const known = at('03:00', { values: sent, audit_id: '7', review: 'pending' });
    const right = buildState({ '1': known });
    expect(mergeStates(null, left, right).stores.get('1')).toEqual(known);
  });

  test('takes a verdict over a review that still runs', () => {
    const left = buildState({ '1': at('02:00', { audit_id: '7', review: 'pending' }) });
    const right = buildState({ '1': at('02:00', { audit_id: '7', review: 'approved' }) });
    expect(mergeStates(null, left, right).stores.get('1')?.review).toBe('approved');
  });

  const record = fc.record(
    {
      review: fc.constantFrom('none' as const, 'pending' as const, 'approved' as const, 'rejected' as const),
      values: fc.constantFrom(buildValues(), buildValues({ pic_list: [NEW_PICTURE, PICTURE] })),
      audit_id: fc.constantFrom(null, '1', '2'),
      applied_at: fc.constantFrom('2026-11-25T01:00:00.000Z', '2026-11-25T02:00:00.000Z'),
      uncertain: fc.constant(true as const),
    },
    { requiredKeys: ['review'] },
  );
  const state = fc.dictionary(fc.constantFrom('1', '2', '3'), record).map((records) => buildState(records));

  test('does not depend on which side is ours, and merging again changes nothing', () => {
    fc.assert(
      fc.property(fc.option(state), state, state, (base, left, right) => {
        const merged = mergeStates(base, left, right);
        expect(mergeStates(base, right, left)).toEqual(merged);
        expect(formatState(mergeStates(null, left, left))).toBe(formatState(left));
        expect(mergeStates(null, merged, merged)).toEqual(merged);
      }),
    );
  });

  test('names no commit that it has taken over, whichever side did', () => {
    const noted = buildState({ '1': at('03:00') }, { joined: 'a'.repeat(40), verdicts: {} });
    const merged = mergeStates(null, noted, buildState({ '2': at('02:00') }));
    expect(merged.extra).toEqual({ verdicts: {} });
  });

  test.each([
    ['two sides', false],
    ['diff3', true],
  ])('of a file with markers (%s) takes both sides apart', (_style, withBase) => {
    const line = (id: string, time: string, comma: string): string =>
      `"${id}":${JSON.stringify(at(time))}${comma}`;
    const conflicted = [
      '{',
      '"version": 1,',
      '"stores": {',
      line('1', '01:00', ','),
      '<<<<<<< HEAD',
      line('2', '03:00', ','),
      line('3', '01:00', ''),
      ...(withBase ? ['||||||| base', line('2', '01:00', '')] : []),
      '=======',
      line('2', '02:00', ''),
      '>>>>>>> theirs',
      '}',
      '}',
      '',
    ].join('\n');
    const sides = splitConflict(conflicted);
    expect(parseState(sides?.ours ?? '', NAME).value?.stores.size).toBe(3);
    expect(parseState(sides?.theirs ?? '', NAME).value?.stores.size).toBe(2);
    expect(sides?.base === null).toBe(!withBase);
    if (sides?.base) expect(parseState(sides.base, NAME).value?.stores.size).toBe(2);
    expect(splitConflict(formatState(SAMPLE))).toBeNull();
  });
});
