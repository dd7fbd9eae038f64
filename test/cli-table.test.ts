/** Every command and every global option: taken, or refused with the reason. */
import { describe, expect, test } from 'vitest';
import { GLOBAL_OPTIONS } from '../src/cli-options.ts';
import { COMMANDS } from '../src/cli-table.ts';
import { findRefusal, type Refusals } from '../src/commands/refusals.ts';
import { describeFault } from '../src/messages/describe.ts';
import { en } from '../src/messages/en.ts';

/** The commands that a selection narrows; test/e2e/selection.test.ts shows each of them doing it. */
const NARROWED = ['validate', 'plan', 'apply', 'status', 'import', 'drift', 'sheet export', 'sheet import'];

/** What the others refuse, in the order of the options. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  init: ['--config', '--account', '--select', '--exclude', '--format'],
  event: ['--select', '--exclude'],
  show: ['--select', '--exclude'],
  doctor: ['--select', '--exclude'],
  explain: ['--config', '--account', '--select', '--exclude', '--format'],
  'merge-state': ['--config', '--account', '--select', '--exclude', '--format'],
  emulator: ['--config', '--account', '--select', '--exclude', '--format'],
  demo: ['--cwd', '--config', '--account', '--select', '--exclude', '--format'],
  report: ['--format'],
  matrix: ['--format'],
  completion: ['--cwd', '--config', '--account', '--select', '--exclude', '--format'],
  __complete: ['--cwd', '--config', '--account', '--select', '--exclude', '--format'],
};

/** Each command with its whole name. */
const rows = COMMANDS.flatMap((row): readonly { readonly name: string; readonly refuses: Refusals }[] => {
  const name = nameOf(row);
  if (!('commands' in row)) return [{ name, refuses: row.refuses ?? {} }];
  return row.commands.map((each) => ({ name: `${name} ${nameOf(each)}`, refuses: each.refuses ?? {} }));
});

function nameOf({ usage }: { readonly usage: string }): string {
  return usage.split(' ')[0] ?? '';
}

const given = GLOBAL_OPTIONS.map((option) => ({ name: option.attributeName(), flag: option.long ?? '' }));

describe('the table of commands', () => {
  test.each(rows)('$name takes a global option or refuses it with a reason', ({ name, refuses }) => {
    const refusals = given.flatMap((option) => findRefusal(name, refuses, [option]) ?? []);
    const flags = refusals.map((each) => ('option' in each.params ? each.params.option : ''));
    expect(flags).toEqual(NARROWED.includes(name) ? [] : REFUSED[name]);
    for (const refusal of refusals)
      expect(describeFault(refusal, en).message).toMatch(
        new RegExp(`^mendian ${name} takes no --[a-z]+: [a-z].*\\.$`, 'u'),
      );
  });

  test('has each command once', () => {
    const names = rows.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...NARROWED, ...Object.keys(REFUSED)].filter((name) => !names.includes(name))).toEqual([]);
  });
});
