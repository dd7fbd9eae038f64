/** Each workflow and each example of one is what GitHub takes, and what this house asks for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lintAction, lintWorkflow } from './fakes/workflow-lint.ts';

const ROOT = resolve(import.meta.dirname, '..');
const OWN = /^mendian\/mendian@v\d+\.\d+\.\d+$/u;

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const list = (folder: string): readonly string[] => readdirSync(join(ROOT, folder)).sort();

/** YAML blocks of a page that are whole workflows. */
function listExamples(page: string): readonly (readonly [string, string])[] {
  const blocks = [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block);
  return blocks
    .filter((block) => /^on:/mu.test(block) && /^jobs:/mu.test(block))
    .map((block, index) => [`${page}, example ${index + 1}`, block] as const);
}

const pages = ['README.md', ...list('docs').map((file) => `docs/${file}`)];

describe('workflows', () => {
  test.each(list('.github/workflows'))('%s is right', async (file) => {
    expect(await lintWorkflow(file, read(`.github/workflows/${file}`))).toEqual([]);
  });

  test.each(list('scaffold/workflows'))(
    'the scaffold’s %s is right, and uses the published action',
    async (file) => {
      const text = read(`scaffold/workflows/${file}`);
      expect(await lintWorkflow(file, text, { own: OWN })).toEqual([]);
      expect(text).toMatch(/uses: mendian\/mendian@v/u);
      expect(text).not.toMatch(/npm ci|uses: \.\//u);
    },
  );

  test.each(pages.flatMap(listExamples))('%s is right', async (_title, text) => {
    expect(await lintWorkflow('example.yml', text, { own: OWN })).toEqual([]);
  });

  test('the action is right', async () => {
    expect(await lintAction(read('action.yml'))).toEqual([]);
    expect(parse(read('action.yml')).runs).toEqual({ using: 'node24', main: 'dist/action.js' });
    expect(existsSync(join(ROOT, 'src/action.ts'))).toBe(true);
  });

  test('plans carry no filter of paths, and know no secret', () => {
    expect(read('.github/workflows/plan.yml')).not.toMatch(/paths|secrets\./u);
  });

  test('everything that writes the state stands in one queue', () => {
    for (const file of ['apply.yml', 'schedule.yml']) {
      expect(parse(read(`.github/workflows/${file}`)).concurrency).toEqual({
        group: 'store-apply',
        queue: 'max',
        'cancel-in-progress': false,
      });
    }
  });
});

describe('the linter', () => {
  const good = [
    'name: x',
    'on:',
    '  push:',
    '    branches: [main]',
    '  schedule:',
    '    - cron: "7 * * * *"',
    '      timezone: Asia/Shanghai',
    'permissions: {}',
    'concurrency:',
    '  group: a',
    '  queue: max',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-24.04',
    '    timeout-minutes: 5',
    '    permissions:',
    '      contents: read',
    '    steps:',
    `      - uses: actions/checkout@${'0'.repeat(40)} # v5.0.0`,
    '        with:',
    '          persist-credentials: false',
    '      - run: echo ok',
    '',
  ].join('\n');

  test('finds nothing in a good workflow with the newest keys', async () => {
    expect(await lintWorkflow('x.yml', good)).toEqual([]);
  });

  test.each([
    ['an action by its tag', `@${'0'.repeat(40)} # v5.0.0`, '@v5', /not pinned/u],
    ['a pin without a version', ' # v5.0.0', '', /no version/u],
    [
      'text from outside in a script',
      'echo ok',
      'echo $' + '{{ github.event.issue.title }}',
      /text from outside|injection|untrusted/u,
    ],
    ['missing rights', /permissions: \{\}\n| {4}permissions:\n {6}contents: read\n/gu, '', /no permissions/u],
    [
      'rights to write above all jobs',
      'permissions: {}',
      'permissions: { contents: write }',
      /above all jobs/u,
    ],
    ['a job without an end', '    timeout-minutes: 5\n', '', /timeout-minutes/u],
    ['a token left in the checkout', 'persist-credentials: false', 'fetch-depth: 2', /keeps the token/u],
    ['an unknown key', 'timeout-minutes: 5', 'timeout-minutes: 5\n    stepz: []', /stepz/u],
    ['an unknown job', 'timeout-minutes: 5', 'timeout-minutes: 5\n    needs: nobody', /nobody/u],
    ['an unknown right', 'contents: read', 'contentz: read', /contentz/u],
  ] as [string, string | RegExp, string, RegExp][])('finds %s', async (_title, from, to, finding) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    expect((await lintWorkflow('x.yml', bad)).join('\n')).toMatch(finding);
  });

  test('finds an unknown key of an action’s input', async () => {
    const action =
      'name: x\ndescription: y\ninputs:\n  a:\n    descripton: z\nruns:\n  using: node24\n  main: a.js\n';
    expect((await lintAction(action)).join('\n')).toMatch(/no description[\s\S]*unknown key descripton/u);
  });
});
