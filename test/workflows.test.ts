/** Each workflow and each example of one is what GitHub takes, and what this house asks for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lintAction, lintWorkflow } from './fakes/workflow-lint.ts';

const ROOT = resolve(import.meta.dirname, '..');
const OWN = /^mendian\/mendian@v\d+\.\d+\.\d+$/u;

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const list = (folder: string): readonly string[] =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder), { recursive: true }).map(String).sort()
    : [];

/** YAML blocks of a page that are whole workflows. */
function listExamples(page: string): readonly (readonly [string, string])[] {
  const blocks = [...read(page).matchAll(/^```ya?ml\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block);
  return blocks
    .filter((block) => /^on:/mu.test(block) && /^jobs:/mu.test(block))
    .map((block, index) => [`${page}, example ${index + 1}`, block] as const);
}

const docs = list('docs').filter((file) => file.endsWith('.md'));
const pages = ['README.md', ...docs.map((file) => `docs/${file}`)];

describe('workflows', () => {
  test.each(list('.github/workflows'))('%s is right', async (file) => {
    expect(await lintWorkflow(file, read(`.github/workflows/${file}`))).toEqual([]);
  });

  test.each(list('scaffold/workflows'))(
    'the scaffold’s %s is right, and uses the published action',
    async (file) => {
      const text = read(`scaffold/workflows/${file}`);
      expect(await lintWorkflow(file, text, { ownAction: OWN })).toEqual([]);
      expect(text).toMatch(/uses: mendian\/mendian@v/u);
      expect(text).not.toMatch(/npm ci|uses: \.\//u);
    },
  );

  test.each(pages.flatMap(listExamples))('%s is right', async (_title, text) => {
    expect(await lintWorkflow('example.yml', text, { ownAction: OWN })).toEqual([]);
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
    for (const file of ['apply.yml', 'schedule.yml', 'events.yml']) {
      expect(parse(read(`.github/workflows/${file}`)).concurrency).toEqual({
        group: 'store-apply',
        queue: 'max',
        'cancel-in-progress': false,
      });
    }
  });
});

describe('the schedule', () => {
  test('has a line for each of its jobs: no job runs on the other’s, and none on neither', () => {
    const { on, jobs } = parse(read('.github/workflows/schedule.yml'));
    const [hourly, daily] = on.schedule.map(({ cron }: { cron: string }) => cron);
    expect(on.schedule).toHaveLength(2);
    expect(jobs.apply.if).toBe(`github.event.schedule != '${daily}'`);
    expect(jobs.drift.if).toContain(`github.event.schedule == '${daily}'`);
    expect(hourly).not.toBe(daily);
  });

  test('looks for drift with the right to write issues and no other', () => {
    const { drift } = parse(read('.github/workflows/schedule.yml')).jobs;
    expect(drift.permissions).toEqual({ contents: 'read', issues: 'write' });
  });
});

const PIN = `actions/checkout@${'0'.repeat(40)}`;
const GOOD = `name: x
on:
  push:
    branches: [main]
  issues:
    types: [opened]
  schedule:
    - cron: "7 * * * *"
      timezone: Asia/Shanghai
permissions: {}
concurrency:
  group: a
  queue: max
jobs:
  a:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: ${PIN} # v5.0.0
        with:
          persist-credentials: false
      - run: echo ok
`;

const ACTION = `name: x
description: y
inputs:
  a:
    description: z
outputs:
  b:
    description: z
runs:
  using: node24
  main: a.js
`;

interface Fault {
  readonly title: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly finding: string;
}

/** An expression, written so that no formatter takes it for a template of this language. */
const expression = (inner: string): string => ['$', '{{ ', inner, ' }}'].join('');

/** The good text with one thing put wrong. */
function spoil(good: string, { from, to }: Fault): string {
  const bad = good.replace(from, () => to);
  expect(bad).not.toBe(good);
  return bad;
}

const script = (title: string, inner: string): Fault => ({
  title,
  from: 'echo ok',
  to: `echo ${expression(inner)}`,
  finding: `24:19 job a puts text from outside into a script: ${expression(inner)}`,
});

const FAULTS: readonly Fault[] = [
  {
    title: 'an action by its tag',
    from: `${PIN} # v5.0.0`,
    to: 'actions/checkout@v5',
    finding: '21:15 actions/checkout@v5 is not pinned by its commit',
  },
  {
    title: 'an action by its tag, in braces',
    from: '- run: echo ok',
    to: '- { uses: actions/setup-node@v5 }',
    finding: '24:17 actions/setup-node@v5 is not pinned by its commit',
  },
  {
    title: 'a pin without a version',
    from: ' # v5.0.0',
    to: '',
    finding: `21:15 ${PIN} has no "# vX" behind it`,
  },
  {
    title: 'a called workflow by its branch',
    from: /jobs:[\s\S]*/u,
    to: 'jobs:\n  a:\n    uses: o/r/.github/workflows/a.yml@main\n',
    finding: '16:11 o/r/.github/workflows/a.yml@main is not pinned by its commit',
  },
  script('a title in a script', 'github.event.issue.title'),
  script('a part of the event in a script, in brackets', "github['event'].issue.title"),
  script('the name of a branch in a script', 'github.head_ref'),
  script('an input in a script', "format('{0}', inputs.x)"),
  script('the whole event in a script', 'toJSON(github)'),
  {
    title: 'missing permissions',
    from: /permissions: \{\}\n|^ {4}permissions:\n {6}contents: read\n/gmu,
    to: '',
    finding: '15:5 job a has no permissions',
  },
  {
    title: 'rights to write above all jobs',
    from: 'permissions: {}',
    to: 'permissions: { contents: write }',
    finding: '10:26 rights to write stand above all jobs, not at the job that needs them',
  },
  {
    title: 'all rights above all jobs',
    from: 'permissions: {}',
    to: 'permissions: write-all',
    finding: '10:14 rights to write stand above all jobs, not at the job that needs them',
  },
  {
    title: 'a job without an end',
    from: '    timeout-minutes: 5\n',
    to: '',
    finding: '16:5 job a has no timeout-minutes',
  },
  {
    title: 'a token left in a checkout that only reads',
    from: 'persist-credentials: false',
    to: 'fetch-depth: 2',
    finding: '21:9 job a keeps its token in the checkout',
  },
  {
    title: 'an unknown key',
    from: 'timeout-minutes: 5',
    to: 'timeout-minutes: 5\n    stepz: []',
    finding: "18:5 Unexpected value 'stepz'",
  },
  {
    title: 'an unknown right',
    from: 'contents: read',
    to: 'contentz: read',
    finding: "19:7 Unexpected value 'contentz'",
  },
  {
    title: 'an unknown activity of an event',
    from: 'opened',
    to: 'exploded',
    finding: "6:13 Unexpected value 'exploded'",
  },
  {
    title: 'an unknown job',
    from: 'timeout-minutes: 5',
    to: 'timeout-minutes: 5\n    needs: nobody',
    finding: "18:12 Value 'nobody' is not valid",
  },
  {
    title: 'a time that no clock shows',
    from: '7 * * * *',
    to: '77 * * * *',
    finding: "8:13 Invalid cron expression. Expected format: '* * * * *' (minute hour day month weekday)",
  },
  {
    title: 'an unknown length of the queue',
    from: 'queue: max',
    to: 'queue: mex',
    finding: "13:10 Unexpected value 'mex'",
  },
  {
    title: 'an empty job',
    from: /jobs:[\s\S]*/u,
    to: 'jobs:\n  a:\n',
    finding: "15:5 Unexpected value ''",
  },
  {
    title: 'broken YAML',
    from: 'jobs:',
    to: 'jobs: ][',
    finding: '14:7 Unexpected flow-seq-end token in YAML stream: "]" at line 14, column 7:',
  },
];

const ACTION_FAULTS: readonly Fault[] = [
  {
    title: 'an older runtime',
    from: 'node24',
    to: 'node20',
    finding: '10:10 runs.using is node20, not node24',
  },
  {
    title: 'a runtime that GitHub does not have',
    from: 'node24',
    to: 'node99',
    finding: "10:10 Unexpected value 'node99'",
  },
  { title: 'an unknown key', from: 'name: x', to: 'nam: x', finding: "1:1 Unexpected value 'nam'" },
  {
    title: 'an input without a description',
    from: 'description: z',
    to: 'required: true',
    finding: '5:5 inputs.a has no description',
  },
  {
    title: 'an output without a description',
    from: /b:\n {4}description: z/u,
    to: 'b: {}',
    finding: '7:6 outputs.b has no description',
  },
  {
    title: 'an unknown key of an input',
    from: 'description: z',
    to: 'description: z\n    type: string',
    finding: '6:11 inputs.a has the unknown key type',
  },
  {
    title: 'an unknown key of an output',
    from: /b:\n {4}description: z/u,
    to: 'b: { description: z, value: 1 }',
    finding: '7:31 outputs.b has the unknown key value',
  },
  {
    title: 'an empty input',
    from: '    description: z\n',
    to: '',
    finding: '4:5 inputs.a has no description',
  },
  {
    title: 'broken YAML',
    from: 'name: x',
    to: 'name: ][',
    finding: '1:7 Unexpected flow-seq-end token in YAML stream: "]" at line 1, column 7:',
  },
];

describe('the linter', () => {
  test('finds nothing in a good workflow with the newest keys', async () => {
    expect(await lintWorkflow('x.yml', GOOD)).toEqual([]);
  });

  test.each(FAULTS)('finds $title', async (fault) => {
    expect(await lintWorkflow('x.yml', spoil(GOOD, fault))).toContain(fault.finding);
  });

  test.each([
    [
      'an expression of our own in a script',
      'echo ok',
      `echo ${expression("format('inputs.x {0}', github.sha)")}`,
    ],
    ['the name of the event in a script', 'echo ok', `echo ${expression('github.event_name')}`],
    ['an action of the same repository', '- run: echo ok', '- uses: $/tools/a'],
    [
      'a workflow of the same repository',
      /jobs:[\s\S]*/u,
      'jobs:\n  a:\n    uses: $/.github/workflows/a.yml\n',
    ],
    ['a pin in quotes', PIN, `"${PIN}"`],
    ['a script that speaks of actions', '- run: echo ok', '- run: |\n          uses: a/b@v1'],
    [
      'a called workflow, which cannot have an end of its own',
      /jobs:[\s\S]*/u,
      'jobs:\n  a:\n    uses: ./.github/workflows/a.yml\n',
    ],
  ])('lets %s pass', async (title, from, to) => {
    expect(await lintWorkflow('x.yml', spoil(GOOD, { title, from, to, finding: '' }))).toEqual([]);
  });

  test('finds an unknown runner, which only actionlint knows', async () => {
    const findings = await lintWorkflow('x.yml', GOOD.replace('ubuntu-24.04', 'ubuntu-24.40'));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(/^16:14 label "ubuntu-24\.40" is unknown/u);
  });

  test('lets a job that pushes keep its token', async () => {
    const text = GOOD.replace('contents: read', 'contents: write').replace(
      'persist-credentials: false',
      'fetch-depth: 2',
    );
    expect(await lintWorkflow('x.yml', text)).toEqual([]);
  });

  test('lets our own action go unpinned, and no other', async () => {
    const text = GOOD.replace(
      '- run: echo ok',
      '- uses: mendian/mendian@v1.2.3\n      - uses: other/other@v1.2.3',
    );
    expect(await lintWorkflow('x.yml', text, { ownAction: OWN })).toEqual([
      '25:15 other/other@v1.2.3 is not pinned by its commit',
    ]);
  });

  test('judges each text by itself, whatever other text of the same name it has seen', async () => {
    const bad = GOOD.replace('timeout-minutes: 5', 'timeout-minutes: 5\n    needs: nobody');
    const [first, second, third] = await Promise.all(
      [GOOD, bad, GOOD].map((text) => lintWorkflow('x.yml', text)),
    );
    expect([first, third]).toEqual([[], []]);
    expect(second).toContain("18:12 Value 'nobody' is not valid");
  });

  test('finds nothing in a good action', async () => {
    expect(await lintAction(ACTION)).toEqual([]);
  });

  test.each(ACTION_FAULTS)('finds in an action $title', async (fault) => {
    expect(await lintAction(spoil(ACTION, fault))).toContain(fault.finding);
  });
});
