/** Text in the log of a run: only the commands that are meant, whatever the stores are called. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import type { Diagnostic, Severity } from '../../src/model.ts';
import { combineMessages, commitMessage } from '../../src/report/commit-message.ts';
import { diagnosticsJson } from '../../src/report/diagnostics.ts';
import { forCommitMessage, forRunnerLog } from '../../src/report/escape.ts';
import { annotations } from '../../src/report/github.ts';
import { jsonText } from '../../src/report/json-text.ts';
import { buildRecord } from '../builders.ts';

function finding(severity: Severity, index: number): Diagnostic {
  const params = { poi_id: String(index) };
  return { severity, code: 'UNKNOWN_STORE', params, file: `a/${index}.yaml`, line: 3, column: 5 };
}

const annotate = (found: readonly Diagnostic[], prefix = ''): readonly string[] =>
  annotations(diagnosticsJson(found, en), prefix, en);

describe('annotations', () => {
  test('name file, line and column from the workspace, escaped for where they stand', () => {
    const [line] = annotate([{ ...finding('error', 1), file: 'a,b/店:1%.yaml' }], 'shops/');
    expect(line).toBe(
      '::error file=shops/a%2Cb/店%3A1%25.yaml,line=3,endLine=3,col=5,endColumn=5,title=mendian UNKNOWN_STORE::' +
        'No store file and no record has the poi_id 1.%0A→ Check the digits; "mendian plan" names the stores that it knows.',
    );
  });

  test('are ten, the most serious first, and one that says how many more', () => {
    const found = [
      ...Array.from({ length: 9 }, (_, index) => finding('warning', index)),
      ...Array.from({ length: 5 }, (_, index) => finding('error', index)),
    ];
    const lines = annotate(found);
    expect(lines.map((line) => line.slice(0, 8))).toEqual([
      ...Array.from({ length: 5 }, () => '::error '),
      ...Array.from({ length: 5 }, () => '::warnin'),
      '::notice',
    ]);
    expect(lines.at(-1)).toContain('4 more');
  });

  test('are never more than ten of a kind, also when all are notices', () => {
    const lines = annotate(Array.from({ length: 30 }, (_, index) => finding('info', index)));
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('21 more');
  });
});

/** The runner's two grammars: a command at the start of a line after blanks, and the old form anywhere. */
function findCommands(log: string): readonly string[] {
  return log.split(/\r\n|\r|\n/u).filter((line) => /^\s*::[^:]/u.test(line) || /##\[/u.test(line));
}

describe('text in a log', () => {
  test.each([
    ['::set-output name=a::b', ': :set-output name=a::b'],
    ['  ::add-mask::x', '  : :add-mask::x'],
    ['name ##[error]x', 'name # #[error]x'],
    ['a\r::error::x', 'a\\r::error::x'],
  ])('%j becomes %j', (raw, safe) => {
    expect(forRunnerLog(raw)).toBe(safe);
    expect(findCommands(safe)).toEqual([]);
  });

  test('is never a command', () => {
    const unit = fc.constantFrom(
      ':',
      '#',
      '[',
      ']',
      ' ',
      '\n',
      '\r',
      '\t',
      'error',
      '店',
      '\u0085',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (raw) => {
        expect(findCommands(forRunnerLog(raw))).toEqual([]);
      }),
    );
  });

  test('is never a command in JSON either, and means the same', () => {
    const document = { name: '##[error]x', other: ['##[', '#'] };
    expect(findCommands(jsonText(document))).toEqual([]);
    expect(JSON.parse(jsonText(document))).toEqual(document);
  });
});

describe('a commit message', () => {
  const names = new Map([
    ['1', '人民广场店'],
    ['2', '[skip ci] fixes #12 @all\nskip-checks: true'],
  ]);

  test('lists stores with what became of them, and audit ids with every digit', () => {
    const changed = new Map([
      ['1', buildRecord({ review: 'pending', audit_id: '9007199254740995' })],
      ['3', null],
      ['4', buildRecord({ uncertain: true })],
    ]);
    expect(commitMessage({ kind: 'end', changed, uploads: 0, names, holder: 'run 1' }, en)).toBe(
      [
        'mendian: record 3 stores',
        '',
        '- 人民广场店 (1): review started, audit id 9007199254740995',
        '- 3: no longer managed',
        '- 4: about to be sent',
        '',
        'Mendian-Run: run 1',
        '',
      ].join('\n'),
    );
  });

  test('of a claim counts the stores that are about to be sent', () => {
    const changed = new Map([
      ['1', buildRecord()],
      ['4', buildRecord({ uncertain: true })],
    ]);
    const text = commitMessage({ kind: 'claim', changed, uploads: 0, names, holder: 'x' }, en);
    expect(text.split('\n')[0]).toBe('mendian: claim 1 store before sending');
  });

  test('tells of uploads where nothing else is new', () => {
    const text = commitMessage({ kind: 'end', changed: new Map(), uploads: 2, names, holder: 'x' }, en);
    expect(text.split('\n')[0]).toBe('mendian: record 2 uploaded pictures');
  });

  test('names the account where there are several, and joins their messages with one trailer', () => {
    const changed = new Map([['2', buildRecord()]]);
    const messageOf = (account: string) =>
      commitMessage({ kind: 'end', changed, uploads: 0, names, holder: 'run 1', account }, en);
    expect(messageOf('tea').split('\n')[0]).toBe('mendian: record 1 store (tea)');
    const joined = combineMessages([messageOf('tea'), messageOf('bun')], en)
      .trimEnd()
      .split('\n\n');
    expect(joined[0]).toBe('mendian: 2 accounts');
    expect(joined[1]).toContain('mendian: record 1 store (bun)');
    expect(joined.slice(2)).toEqual(['Mendian-Run: run 1']);
  });

  test('holds no word that skips a workflow, closes an issue or calls a person', () => {
    const text = commitMessage(
      { kind: 'claim', changed: new Map([['2', buildRecord()]]), uploads: 0, names, holder: 'x' },
      en,
    );
    expect(text).not.toMatch(/\[skip ci\]|#\d|@\w|^skip-checks:/mu);
    expect(text.split('\n')).toHaveLength(6);
  });

  test('skips nothing whatever a store is called', () => {
    const words = [
      '[skip ci]',
      '[CI SKIP]',
      '[no ci]',
      '[skip actions]',
      '[actions skip]',
      'skip-checks: true',
      '#1',
      '\n',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, '[', ']', ' ', 'skip ci')), (parts) => {
        const safe = forCommitMessage(parts.join(''));
        expect(safe).not.toMatch(
          /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]|skip-checks\s*:|\n/iu,
        );
      }),
    );
  });

  test('names a hundred stores at most, and counts the others', () => {
    const changed = new Map(
      Array.from({ length: 130 }, (_, index) => [String(index), buildRecord()] as const),
    );
    const text = commitMessage({ kind: 'end', changed, uploads: 0, names, holder: 'x' }, en);
    expect(text).toContain('- and 30 more');
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(101);
  });
});
