/** The command line as people write it wrongly, and its help: each mistake is named in both languages, with what to type. */
import { CommanderError } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { findNearMiss } from '../src/base/near-miss.ts';
import { COMMAND_GROUPS } from '../src/cli-options.ts';
import { buildProgram } from '../src/cli-program.ts';
import { COMMANDS } from '../src/cli-table.ts';
import { MistypedError, UsageError } from '../src/commands/options.ts';
import { describeFault } from '../src/messages/describe.ts';
import { en } from '../src/messages/en.ts';
import { zhCN } from '../src/messages/zh-CN.ts';

/** What a command line that names no command to run throws. */
async function read(line: string): Promise<unknown> {
  try {
    await buildProgram().parseAsync(['node', 'mendian', ...line.split(' ').filter((word) => word !== '')]);
  } catch (error) {
    return error;
  }
  throw new Error(`${line} was run`);
}

async function readMistake(line: string): Promise<UsageError> {
  const error = await read(line);
  if (error instanceof MistypedError) return error.settle(findNearMiss(error.word, error.known));
  if (error instanceof UsageError) return error;
  throw error;
}

/** What is printed for a line of help. */
async function readHelp(line: string, columns = 80): Promise<string> {
  const printed: string[] = [];
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => printed.push(String(text)) > 0);
  const { columns: before, isTTY } = process.stdout;
  Object.assign(process.stdout, { columns, isTTY: true });
  const error = await read(line).finally(() => {
    write.mockRestore();
    Object.assign(process.stdout, { columns: before, isTTY });
  });
  expect(error instanceof CommanderError && error.exitCode).toBe(0);
  return printed.join('');
}

describe('a mistake in the command line', () => {
  test.each([
    ['plna', 'COMMAND_UNKNOWN', '', 'mendian plan'],
    ['version', 'COMMAND_UNKNOWN', '', 'mendian --version'],
    ['diff', 'COMMAND_UNKNOWN', '', 'mendian plan'],
    ['export stores.csv', 'COMMAND_UNKNOWN', '', 'mendian sheet export'],
    ['xyz --select a', 'COMMAND_UNKNOWN', '', 'commands'],
    ['xyz --unknown', 'COMMAND_UNKNOWN', '', 'commands'],
    ['help xyz', 'COMMAND_UNKNOWN', '', 'commands'],
    ['help sheet exprot', 'COMMAND_UNKNOWN', 'sheet', 'mendian sheet export'],
    ['sheet expor x.csv', 'COMMAND_UNKNOWN', 'sheet', 'mendian sheet export'],
    ['sheet', 'COMMAND_NEEDED', 'sheet', 'mendian sheet import'],
    ['--foo', 'OPTION_UNKNOWN', '', 'right one'],
    ['-V', 'OPTION_UNKNOWN', '', 'right one'],
    ['plan --exlude x', 'OPTION_UNKNOWN', 'plan', '--exclude'],
    ['plan --detailed-exitcod', 'OPTION_UNKNOWN', 'plan', '--detailed-exitcode'],
    ['plan --yes', 'OPTION_UNKNOWN', 'plan', 'mendian apply'],
    ['plan --wait', 'OPTION_UNKNOWN', 'plan', 'mendian status'],
    ['apply --push=3', 'OPTION_UNKNOWN', 'apply', '--push'],
    ['plan stores/shanghai', 'ARGUMENT_SURPLUS', 'plan', '--select'],
    ['apply a.json b.json', 'ARGUMENT_SURPLUS', 'apply', '--select'],
    ['init here', 'ARGUMENT_SURPLUS', 'init', 'Leave it out'],
    ['show', 'ARGUMENT_MISSING', 'show', 'mendian show <poi_id>'],
    ['merge-state', 'ARGUMENT_MISSING', 'merge-state', 'mendian merge-state <files...>'],
    ['sheet export', 'ARGUMENT_MISSING', 'sheet export', 'mendian sheet export <file>'],
    ['report', 'OPTION_REQUIRED', 'report', 'mendian report --out <file>'],
    ['plan --at', 'OPTION_WITHOUT_VALUE', 'plan', '--at <date|time>'],
    ['plan -C', 'OPTION_WITHOUT_VALUE', '', '--cwd <dir>'],
    ['plan --format jsn', 'OPTION_INVALID', null, 'text, json, markdown, github'],
    ['plan --lang zh', 'OPTION_INVALID', null, 'en, zh-CN'],
    ['import --name-by id', 'OPTION_INVALID', null, 'name, poi_id'],
  ])('%s is a %s of "%s", and says %s', async (line, code, command, hint) => {
    const mistake = await readMistake(line);
    expect([mistake.diagnostic.code, mistake.command]).toEqual([code, command]);
    expect(describeFault(mistake.diagnostic, en).hint).toContain(hint);
    // What is to be typed is the same in Chinese; the words around it are not.
    const { message, hint: chinese } = describeFault(mistake.diagnostic, zhCN);
    expect(`${message}${chinese}`).toMatch(/\p{Script=Han}/u);
    if (hint.startsWith('mendian') || hint.startsWith('--')) expect(chinese).toContain(hint);
  });

  test('shows what was typed as text, and not all of it', async () => {
    const { diagnostic } = await readMistake(`\u001b[31m${'x'.repeat(200)}`);
    expect(describeFault(diagnostic, en).message.length).toBeLessThan(120);
  });
});

describe('the help', () => {
  test('has each command on one line of 80 columns, in groups, before the options', async () => {
    const help = await readHelp('--help');
    const lines = help.split('\n');
    for (const row of COMMANDS.filter((each) => !('hidden' in each))) {
      const name = row.usage.split(' ', 1).join();
      expect(lines.filter((line) => new RegExp(`^ {2}${name} +\\S`, 'u').test(line))).toEqual([
        expect.stringContaining(row.summary),
      ]);
    }
    const places = [...COMMAND_GROUPS.map((group) => `\n${group}:`), '\nOptions'].map((each) =>
      help.indexOf(each),
    );
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places).not.toContain(-1);
    expect(help).not.toContain('__complete');
    expect(await readHelp('help')).toBe(help);
  });

  test('of a command names the global options that it takes', async () => {
    const help = await readHelp('help sheet export');
    expect(help).toMatch(/^Usage: mendian sheet export \[options\] <file>\n\nWrite the stores into/u);
    expect(help).toBe(await readHelp('sheet export --help'));
    expect(await readHelp('help init')).not.toContain('--select');
  });

  test('is written for 80 columns, and for a terminal of its own width', async () => {
    const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
    for (const { usage } of COMMANDS) {
      const help = await readHelp(`${usage.split(' ', 1).join()} --help`);
      expect([usage, widest(help) <= 83]).toEqual([usage, true]);
    }
    expect(widest(await readHelp('plan --help', 200))).toBeGreaterThan(90);
  });
});
