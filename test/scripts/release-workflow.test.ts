/** release.yml as it stands, its own shell lines included, over a real repository: npm and gh alone are stand-ins. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openGit } from '../../scripts/release/git.ts';
import { listNodes } from '../fakes/github/nodes.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WORKFLOW = parse(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'));
const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
const NODE = listNodes().at(-1);
const INSTALLS = /\bnpm (?:ci|install|exec)|\bnpx\b|scripts\/run\.mjs/u;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

const stepsOf = (job: string): readonly Step[] => WORKFLOW.jobs[job].steps;

describe('release.yml', () => {
  test('gives each job the one right that it needs, and installs nothing where there is a right to write', () => {
    const rights = Object.entries(WORKFLOW.jobs).map(([name, job]) => [name, Object(job).permissions]);
    expect([WORKFLOW.permissions, Object.fromEntries(rights)]).toEqual([
      {},
      {
        prepare: { contents: 'read' },
        tags: { contents: 'write' },
        publish: { 'id-token': 'write' },
        announce: { contents: 'write' },
      },
    ]);
    for (const job of ['tags', 'publish', 'announce'])
      expect(stepsOf(job).filter(({ run = '' }) => INSTALLS.test(run))).toEqual([]);
  });

  test('holds what it hands on against its digests before anything else is done with it', () => {
    for (const job of ['tags', 'publish', 'announce']) {
      const steps = stepsOf(job);
      const arrival = steps.findIndex(({ uses = '' }) => uses.startsWith('actions/download-artifact@'));
      const next = steps[arrival + 1];
      expect([job, next?.env?.SUMS, next?.run]).toEqual([
        job,
        ['$', '{{ needs.prepare.outputs.sums }}'].join(''),
        'echo "$SUMS  SHA256SUMS" | sha256sum --check - && sha256sum --check SHA256SUMS',
      ]);
    }
  });

  test('started by hand, goes no further than the rehearsal unless it is told to', () => {
    const { jobs, on } = WORKFLOW;
    expect(on.workflow_dispatch.inputs['dry-run']).toMatchObject({ type: 'boolean', default: true });
    expect(jobs.tags.if).toBe("github.event_name == 'push' || !inputs.dry-run");
    // Whoever needs a job that was left out is left out too.
    expect([jobs.publish.needs, jobs.announce.needs, jobs.publish.if, jobs.announce.if]).toEqual([
      ['prepare', 'tags'],
      ['prepare', 'publish'],
      undefined,
      undefined,
    ]);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'mendian-release-run-'));
const [remote, programs, log] = [join(folder, 'remote.git'), join(folder, 'bin'), join(folder, 'calls')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gitOf = (place: string): ReturnType<typeof openGit> => openGit(place);

/** What stands for a program: writes down how it was called, and does what the lines say. */
function standIn(name: string, lines: string): void {
  writeFileSync(join(programs, name), `#!/bin/bash\necho "${name} $*" >> '${log}'\n${lines}`);
  chmodSync(join(programs, name), 0o755);
}

/** A repository of what a package is made from, its changelog dated, tagged for release. */
function openRepository(): void {
  mkdirSync(programs);
  const work = join(folder, 'work');
  gitOf(folder)(['init', '-q', '--bare', '-b', 'main', '--template=', remote]);
  gitOf(folder)(['clone', '-q', '--template=', remote, work]);
  for (const part of [
    'package.json',
    'package-lock.json',
    'action.yml',
    'README.md',
    'LICENSE',
    '.gitignore',
  ])
    cpSync(join(ROOT, part), join(work, part));
  for (const part of ['schemas', 'scaffold', 'types', 'scripts/release', 'scripts/release.ts'])
    cpSync(join(ROOT, part), join(work, part), { recursive: true });
  writeFileSync(join(work, 'CHANGELOG.md'), `# Changelog\n\n## ${VERSION} - 2026-12-01\n\n- All of it.\n`);
  const git = gitOf(work);
  git(['add', '-A']);
  git(['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', 'commit', '-qm', 'ready']);
  git(['tag', `release/v${VERSION}`]);
  git(['push', '-q', 'origin', 'HEAD:main', `release/v${VERSION}`]);
}

interface Job {
  readonly outputs: Readonly<Record<string, string>>;
  /** The folder that the job worked in. */
  readonly workspace: string;
  readonly temp: string;
}

/** Plays the steps of a job: checkout and artifacts by hand, every `run` by bash with its own environment. */
async function play(job: string, context: Readonly<Record<string, string>>): Promise<Job> {
  const place = mkdtempSync(join(folder, `${job}-`));
  const [workspace, temp] = [join(place, 'workspace'), join(place, 'temp')];
  mkdirSync(workspace);
  mkdirSync(temp);
  const known: Record<string, string> = { ...context, 'runner.temp': temp };
  const fill = (text: string): string =>
    text.replace(/\$\{\{ (.*?) \}\}/gu, (_, name: string) => known[name] ?? `<no ${name}>`);
  for (const step of stepsOf(job).filter((each) => each.if === undefined)) {
    const { uses = '', run, env = {} } = step;
    if (uses.startsWith('actions/checkout@')) checkOut(workspace);
    if (uses.startsWith('actions/upload-artifact@'))
      cpSync(join(workspace, 'release'), join(folder, 'artifact'), { recursive: true });
    if (uses.startsWith('actions/download-artifact@'))
      cpSync(join(folder, 'artifact'), job === 'tags' ? join(temp, 'release') : join(workspace, 'release'), {
        recursive: true,
      });
    if (run === undefined) continue;
    const outputs = join(place, 'outputs');
    writeFileSync(outputs, '');
    await execa('bash', ['-eo', 'pipefail', '-c', run], {
      cwd: resolve(workspace, fill(step['working-directory'] ?? '.')),
      env: {
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
        PATH: [programs, dirname(NODE?.node ?? ''), process.env.PATH].join(delimiter),
        HOME: temp,
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: outputs,
      },
      extendEnv: false,
    });
    for (const line of readFileSync(outputs, 'utf8').split('\n').filter(Boolean)) {
      const [name = '', ...value] = line.split('=');
      known[`steps.${step.id}.outputs.${name}`] = value.join('=');
    }
  }
  const declared = Object.entries<string>(WORKFLOW.jobs[job].outputs ?? {});
  return {
    outputs: Object.fromEntries(declared.map(([name, value]) => [name, fill(value)])),
    workspace,
    temp,
  };
}

function checkOut(workspace: string): void {
  gitOf(folder)(['clone', '-q', '--template=', remote, workspace]);
  gitOf(workspace)(['checkout', '-q', `release/v${VERSION}`]);
}

const readCalls = (): readonly string[] =>
  existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];

describe.skipIf(NODE?.name !== 'Node 24' || !NODE.present)('a release, step by step', () => {
  let context: Record<string, string> = {};

  beforeAll(async () => {
    openRepository();
    // What is built and tested is this repository's own; the package is packed by npm itself.
    standIn(
      'npm',
      [
        'case "$1 $2" in',
        `"run check") cp -R '${join(ROOT, 'dist')}' dist ;;`,
        `"run package") exec '${process.execPath}' '${join(ROOT, 'scripts/run.mjs')}' '${join(ROOT, 'scripts/package.ts')}' "$4" ;;`,
        `pack*) exec '${process.execPath}' '${await findNpm()}' "$@" ;;`,
        'view*) exit 1 ;;',
        'esac\n',
      ].join('\n'),
    );
    standIn('gh', 'test "$2" != view\n');
    const prepared = await play('prepare', { 'github.ref': `refs/tags/release/v${VERSION}` });
    const outputs = Object.entries(prepared.outputs).map(([name, value]) => [
      `needs.prepare.outputs.${name}`,
      value,
    ]);
    context = {
      ...Object.fromEntries(outputs),
      'github.token': 'token',
      'github.repository': 'mendian/mendian',
    };
  });

  test('prepares a package, a commit and notes, and tells the others their digests', () => {
    expect(context).toMatchObject({
      'needs.prepare.outputs.version': VERSION,
      'needs.prepare.outputs.npm-tag': 'latest',
      'needs.prepare.outputs.commit': expect.stringMatching(/^[0-9a-f]{40}$/u),
      'needs.prepare.outputs.integrity': expect.stringMatching(/^sha512-/u),
      'needs.prepare.outputs.sums': expect.stringMatching(/^[0-9a-f]{64}$/u),
    });
    expect(readFileSync(join(folder, 'artifact/notes.md'), 'utf8')).toBe('- All of it.\n');
  });

  test('pushes tags on a tree that runs: as an action, and as a program', async () => {
    await play('tags', context);
    const [major] = VERSION.split('.');
    const tree = join(folder, 'used');
    gitOf(folder)([
      'clone',
      '-q',
      '--template=',
      '--depth',
      '1',
      '--branch',
      `v${major}`,
      `file://${remote}`,
      tree,
    ]);
    expect(gitOf(tree)(['rev-parse', 'HEAD'])).toBe(context['needs.prepare.outputs.commit']);
    const { runs } = parse(readFileSync(join(tree, 'action.yml'), 'utf8'));
    const env = { PATH: process.env.PATH ?? '', RUNNER_TEMP: folder };
    const { stdout } = await execa(NODE?.node ?? '', [join(tree, runs.main)], {
      cwd: folder,
      env,
      extendEnv: false,
      reject: false,
    });
    expect(stdout).toContain(`mendian ${VERSION}, plan, node v24`);
    expect(stdout).toContain('STORES_FOLDER_MISSING');
    const program = await execa(process.execPath, [join(tree, 'dist/cli.js'), '--version'], {
      env,
      extendEnv: false,
    });
    expect(program.stdout).toBe(VERSION);
  });

  test('publishes the package that was prepared, then announces it', async () => {
    await play('publish', context);
    await play('announce', context);
    expect(readCalls().slice(-4)).toEqual([
      `npm view mendian@${VERSION} dist.integrity`,
      'npm publish ./release/package.tgz --provenance --access public --tag latest',
      `gh release view v${VERSION}`,
      `gh release create v${VERSION} --verify-tag --title v${VERSION} --notes-file release/notes.md`,
    ]);
  });

  test('run once more, changes nothing', async () => {
    const refs = gitOf(remote)(['for-each-ref']);
    standIn('npm', `echo '${context['needs.prepare.outputs.integrity']}'\n`);
    standIn('gh', '');
    for (const job of ['tags', 'publish', 'announce']) await play(job, context);
    expect(gitOf(remote)(['for-each-ref'])).toBe(refs);
    expect(readCalls().slice(-2)).toEqual([
      `npm view mendian@${VERSION} dist.integrity`,
      `gh release view v${VERSION}`,
    ]);
  });

  test('goes no further with a file that is not what was prepared', async () => {
    writeFileSync(join(folder, 'artifact/package.tgz'), 'other');
    const calls = readCalls().length;
    for (const job of ['tags', 'publish', 'announce'])
      await expect(play(job, context)).rejects.toThrow(/package\.tgz: FAILED/u);
    expect(readCalls()).toHaveLength(calls);
  });
});

/** npm's own program: the stand-in is first in PATH. */
async function findNpm(): Promise<string> {
  const { stdout } = await execa('bash', ['-c', 'readlink -f "$(command -v npm)"']);
  return stdout;
}
