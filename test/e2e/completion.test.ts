/** `mendian completion` in real shells: their scripts are loaded, and their functions called as a key press does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../fakes/program.ts';

const ENTRY = resolve(import.meta.dirname, '../../dist/cli.js');
const TRAP = '$(touch pwned)';

const root = mkdtempSync(join(tmpdir(), 'mendian-shells-'));
const shop = join(root, 'shop');

beforeAll(() => {
  mkdirSync(join(shop, 'stores', 'old town'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  // A person has the program in the path by its name.
  writeFileSync(join(root, 'bin', 'mendian'), `#!/bin/sh\nexec '${process.execPath}' '${ENTRY}' "$@"\n`);
  chmodSync(join(root, 'bin', 'mendian'), 0o755);
  writeFileSync(
    join(shop, 'stores', 'old town', 'a.yaml'),
    [
      `name: "${TRAP} \`touch pwned\` 人民广场店"`,
      'poi_id: "472671857" # the first',
      'labels:',
      `  region: ${TRAP}`,
      `  note: it's "so"; a|b`,
      '  地区: 华 东',
    ].join('\n'),
  );
  writeFileSync(
    join(shop, 'stores', "b'c.yaml"),
    ['name: x', "poi_id: '472671999'", 'labels: {region: east, "bad": "x\\ny", tier: \'one\'}'].join('\n'),
  );
  writeFileSync(join(shop, 'stores', 'broken.yaml'), 'poi_id: [\n');
});

afterAll(() => {
  const trapped = existsSync(join(shop, 'pwned'));
  rmSync(root, { recursive: true, force: true });
  expect(trapped).toBe(false);
});

const environment = () => ({
  PATH: `${join(root, 'bin')}:${process.env.PATH ?? ''}`,
  HOME: root,
  LC_ALL: 'C.UTF-8',
});

/** What a script prints in the shop's folder, by lines. */
function runShell(shell: string, args: readonly string[]): readonly string[] {
  const out = execFileSync(shell, args, { cwd: shop, env: environment(), encoding: 'utf8' });
  return out.split('\n').filter((line) => line !== '');
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' }).status === 0;
}

/** Completes several lines in one bash: `words` as bash breaks them, the last at the cursor. */
function completeInBash(lines: readonly { readonly line: string; readonly words: readonly string[] }[]) {
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const calls = lines.map(
    ({ line, words }) =>
      `COMP_LINE=${quote(line)} COMP_POINT=${line.length} COMP_WORDS=(${words.map(quote).join(' ')}) COMP_CWORD=${words.length - 1}; _mendian mendian; printf '%s\\n' "--" "\${COMPREPLY[@]}"`,
  );
  const script = ['source <(mendian completion bash)', ...calls, 'complete -p mendian'].join('\n');
  const out = runShell('bash', ['--norc', '--noprofile', '-c', script]).join('\n');
  const [, ...answers] = out.split(/^--$/mu);
  expect(out).toContain('complete -F _mendian mendian');
  return answers.map((answer) =>
    answer
      .replace('complete -F _mendian mendian', '')
      .split('\n')
      .filter((line) => line !== ''),
  );
}

describe('completion', () => {
  test('prints a script that says how to install it, and names the shells that it knows', async () => {
    const bash = await runProgram(['completion', 'bash'], { cwd: '/' });
    expect(bash.stdout).toMatch(/^# .*source <\(mendian completion bash\)$/mu);
    expect(bash.stderr).toBe('');
    const none = await runProgram(['completion'], { cwd: '/', env: { SHELL: '/usr/bin/zsh' } });
    expect(none).toMatchObject({ exitCode: 1, stdout: '' });
    expect(none.stderr).toBe(
      'error SHELL_UNKNOWN\n  Completion for which shell?\n  → There is one for bash, zsh and fish; yours seems to be: mendian completion zsh\n',
    );
    const other = await runProgram(['completion', 'tcsh'], { cwd: '/', env: { SHELL: '/bin/tcsh' } });
    expect(other.stderr).toContain('There is no completion for "tcsh".');
  });

  // Skipped only where the shell is missing; `.ci/run` installs it.
  test.skipIf(!isInstalled('bash'))('works in bash, whatever stands in the files', () => {
    const answers = completeInBash([
      { line: 'mendian plan --format=j', words: ['mendian', 'plan', '--format', '=', 'j'] },
      { line: 'mendian plan --select region=', words: ['mendian', 'plan', '--select', 'region', '='] },
      {
        line: 'mendian plan --select region=ea',
        words: ['mendian', 'plan', '--select', 'region', '=', 'ea'],
      },
      { line: 'mendian plan --select no', words: ['mendian', 'plan', '--select', 'no'] },
      { line: 'mendian plan --select "no', words: ['mendian', 'plan', '--select', '"no'] },
      { line: "mendian plan --select 'no", words: ['mendian', 'plan', '--select', "'no"] },
      { line: 'mendian plan --select region=$', words: ['mendian', 'plan', '--select', 'region', '=', '$'] },
      { line: 'mendian plan --select stores/o', words: ['mendian', 'plan', '--select', 'stores/o'] },
      { line: 'mendian plan --select stores/b', words: ['mendian', 'plan', '--select', 'stores/b'] },
      { line: 'mendian show 472671', words: ['mendian', 'show', '472671'] },
      { line: 'mendian plan --out st', words: ['mendian', 'plan', '--out', 'st'] },
      { line: 'mendian -C nowhere show ', words: ['mendian', '-C', 'nowhere', 'show', ''] },
    ]);
    expect(answers).toEqual([
      ['json'],
      ['\\$\\(touch\\ pwned\\)', 'east'],
      ['east'],
      [`note=it\\'s\\ \\"so\\"\\;\\ a\\|b`],
      ['note=it\'s \\"so\\"; a|b'],
      [],
      [],
      ['stores/old\\ town/'],
      ["stores/b\\'c.yaml", 'stores/broken.yaml'],
      ['472671999', '472671857'],
      ['stores'],
      [],
    ]);
  });

  // Skipped only where the shell is missing; `.ci/run` installs it.
  test.skipIf(!isInstalled('zsh'))('works in zsh (skipped where zsh is missing)', () => {
    // Outside of a key press there is no compadd: what it would be given is printed.
    const script = [
      'compdef() { print -r -- "compdef $*"; }',
      'source <(mendian completion zsh)',
      `compadd() { local list=\${@[-1]} about=\${@[-1]}_about; print -rl -- "\${(@P)list}"; [[ "$*" == *-d* ]] && print -rl -- "about: \${(@P)about}"; }`,
      '_files() { print -r -- "files $*"; }',
      'ask() { print -r -- --; words=("$@"); CURRENT=$#; PREFIX=$words[-1]; _mendian; }',
      'ask mendian pla',
      "ask mendian plan --select 'region=\\$'",
      'ask mendian plan --select no',
      'ask mendian show 472671857',
      "ask mendian plan --config ''",
      "ask mendian emulator --seed ''",
    ].join('\n');
    const lines = runShell('zsh', ['-f', '-c', script]);
    expect(lines).toEqual([
      'compdef _mendian mendian',
      ...['--', 'plan', expect.stringMatching(/^about: plan {2}\(show what an apply/u)],
      ...['--', `region=${TRAP}`, `about: region=${TRAP}`],
      ...['--', `note=it's "so"; a|b`, `about: note=it's "so"; a|b`],
      ...['--', '472671857', `about: 472671857  (${TRAP} \`touch pwned\` 人民广场店)`],
      ...['--', 'files '],
      ...['--', 'files -/'],
    ]);
  });

  // Skipped only where the shell is missing; `.ci/run` installs it.
  test.skipIf(!isInstalled('fish'))('works in fish (skipped where fish is missing)', () => {
    const asked = ['pla', 'plan --select region=', "plan --select 'no", 'show 472671857', 'plan --config st'];
    const script = [
      'source (mendian completion fish | psub)',
      ...asked.map((line) => `echo ==; complete -C "mendian ${line.replaceAll('$', '\\$')}"`),
    ].join('\n');
    expect(runShell('fish', ['--no-config', '-c', script])).toEqual([
      ...['==', expect.stringMatching(/^plan\tshow what an apply/u)],
      ...['==', `region=${TRAP}`, 'region=east'],
      ...['==', `note=it's "so"; a|b`],
      ...['==', `472671857\t${TRAP} \`touch pwned\` 人民广场店`],
      ...['==', 'stores/'],
    ]);
  });

  test('says nothing where nothing can be known, and never fails', async () => {
    const broken = join(root, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'mendian.yaml'), 'accounts: [\n');
    for (const words of [
      ['--select', 're'],
      ['--account', ''],
      ['show', '4'],
    ]) {
      const end = await runProgram(['__complete', '--', 'zsh', '', 'plan', ...words], { cwd: broken });
      expect(end).toMatchObject({ exitCode: 0, stderr: '' });
      expect(end.stdout).toMatch(/^words\n$/u);
    }
  });
});
