/** The steps of a release over real repositories: what is refused, what the commit holds, and which tags move. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findSection, isEmpty } from '../../scripts/release/changelog.ts';
import { checkRelease } from '../../scripts/release/check.ts';
import { openGit } from '../../scripts/release/git.ts';
import { runStep } from '../../scripts/release/main.ts';
import { planTags } from '../../scripts/release/tags.ts';
import { makeReleaseCommit } from '../../scripts/release/tree.ts';
import { majorTagOf, npmTagOf, parseVersion, type Version } from '../../scripts/release/version.ts';

const version = (text: string): Version => {
  const parsed = parseVersion(text);
  if (parsed === null) throw new Error(`${text} is no version`);
  return parsed;
};

describe('a version', () => {
  test.each(['1.2', 'v1.2.3', '1.02.3', '1.2.3+build', '1.2.3-', '1.2.3 ', ''])('is not "%s"', (text) => {
    expect(parseVersion(text)).toBeNull();
  });

  test('says which tags follow it: those of its major, and none for a prerelease', () => {
    const told = ['0.1.0', '1.2.3', '2.0.0-rc.1']
      .map(version)
      .map((each) => [majorTagOf(each), npmTagOf(each)]);
    expect(told).toEqual([
      ['v0', 'latest'],
      ['v1', 'latest'],
      [null, 'next'],
    ]);
  });
});

describe('the changelog’s part of a version', () => {
  const changelog = [
    '# Changelog',
    '## Unreleased',
    '- later',
    '## [1.2.0] – 2026-12-01',
    '',
    '### Added',
    '- a thing',
    '',
    '## 1.1.0 - 2026-13-01',
    '### Fixed',
    '## 1.0.0',
    'First.',
  ].join('\r\n');

  test('ends where the next version begins, and has its date', () => {
    expect(findSection(changelog, '1.2.0')).toEqual({ date: '2026-12-01', body: '### Added\n- a thing' });
    expect(findSection(changelog, '1.0.0')).toEqual({ date: null, body: 'First.' });
  });

  test('is missing for a version that only begins alike, and is empty with headings alone', () => {
    expect(findSection(changelog, '1.2')).toBeNull();
    const part = findSection(changelog, '1.1.0');
    expect(part).toEqual({ date: null, body: '### Fixed' });
    expect(part !== null && isEmpty(part)).toBe(true);
  });
});

interface Stage {
  readonly root: string;
  readonly remote: string;
  readonly git: ReturnType<typeof openGit>;
  write(file: string, content: string): void;
  /** Raises the version, commits and pushes to main. */
  prepare(version: string): void;
  /** Runs a step of the release; what it printed, line by line. */
  run(...args: readonly string[]): { readonly exitCode: number; readonly lines: readonly string[] };
  /** The commits of the remote's tags. */
  tags(): Readonly<Record<string, string>>;
}

/** A clone whose remote is bare, with the files that a release looks at and a `dist/` that git ignores. */
function openStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-release-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [root, remote] = [join(folder, 'clone'), join(folder, 'remote.git')];
  openGit(folder)(['init', '-q', '--bare', '-b', 'main', '--template=', remote]);
  openGit(folder)(['clone', '-q', '--template=', remote, root]);
  const git = openGit(root);
  mkdirSync(join(root, '.git'), { recursive: true });
  appendFileSync(
    join(root, '.git/config'),
    '[user]\n\tname = Tester\n\temail = tester@example.invalid\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n',
  );
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  git(['checkout', '-q', '-B', 'main']);
  write('.gitignore', 'dist/\nnode_modules/\n');
  for (const file of [
    'action.js',
    'cli.js',
    'assets/scaffold/a',
    'assets/schemas/b',
    'THIRD-PARTY-NOTICES.txt',
  ])
    write(`dist/${file}`, `${file}\r\n`);
  const run = (...args: readonly string[]) => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line);
    return { exitCode: runStep(args, { root, print, complain: print, outputs: null }), lines };
  };
  const prepare = (text: string): void => {
    const named = { name: 'mendian', version: text };
    write('package.json', JSON.stringify(named));
    write('package-lock.json', JSON.stringify({ ...named, packages: { '': named } }));
    write(
      'CHANGELOG.md',
      `# Changelog\n\n## Unreleased\n\n## ${text} - 2026-12-01\n\n- What ${text} brings.\n`,
    );
    write('README.md', `    - uses: mendian/mendian@v${text}\n`);
    git(['add', '-A']);
    git(['commit', '-qm', `version ${text}`]);
    git(['push', '-q', 'origin', 'main']);
  };
  const tags = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      openGit(remote)(['for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/tags'])
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' ')),
    );
  return { root, remote, git, write, prepare, run, tags };
}

/** The release commit of what is checked out, and its tags. */
function release(stage: Stage, ...more: readonly string[]): { commit: string; lines: readonly string[] } {
  const [commit = ''] = stage.run('tree').lines;
  return { commit, lines: stage.run('tags', '--commit', commit, ...more).lines };
}

describe('check', () => {
  test('lets a version pass that is whole, with its tag and without', () => {
    const stage = openStage();
    stage.prepare('1.2.0');
    expect(stage.run('check', '--ref', 'refs/tags/release/v1.2.0')).toEqual({
      exitCode: 0,
      lines: ['v1.2.0 can be released.'],
    });
    expect(stage.run('check', '--ref', 'refs/heads/main').lines[1]).toBe(
      'To ask for it: git tag release/v1.2.0 && git push origin release/v1.2.0',
    );
    expect(stage.run('notes').lines).toEqual(['- What 1.2.0 brings.']);
  });

  test('tells all that is wrong at once', () => {
    const stage = openStage();
    stage.prepare('1.2.0');
    stage.write('package.json', '{"version":"1.3.0"}');
    stage.write('CHANGELOG.md', '# Changelog\n\n## 1.3.0\n\n### Added\n');
    stage.git(['commit', '-qam', 'only here']);
    stage.write('forgotten.txt', '');
    const { faults } = checkRelease(stage.root, 'release/v1.2.0');
    expect(faults).toEqual([
      'The tag is release/v1.2.0, and package.json says 1.3.0: push release/v1.3.0, or raise the version first.',
      'package-lock.json is of another version than package.json (1.3.0): npm install --package-lock-only',
      'CHANGELOG.md: the part of 1.3.0 has no date: write "## 1.3.0 - YYYY-MM-DD".',
      'CHANGELOG.md: the part of 1.3.0 says nothing.',
      'README.md names the action of v1.2.0: write v1.3.0',
      'Files differ from the commit: ?? forgotten.txt. Commit them, or put them away.',
      'This commit is not part of origin/main: merge it, fetch, and tag the merged commit.',
    ]);
    expect(stage.run('notes')).toEqual({ exitCode: 1, lines: ['CHANGELOG.md says nothing of 1.3.0.'] });
  });
});

describe('the release commit', () => {
  test('is the tagged commit with dist/ on top, byte for byte, and moves neither branch nor index', () => {
    const stage = openStage();
    stage.prepare('1.2.0');
    const { git, root } = stage;
    git(['config', 'core.autocrlf', 'true']);
    const commit = makeReleaseCommit(root, version('1.2.0'));
    expect(git(['rev-parse', `${commit}^`])).toBe(git(['rev-parse', 'main']));
    expect(git(['diff', '--name-status', 'main', commit]).split('\n')).toEqual([
      'A\tdist/THIRD-PARTY-NOTICES.txt',
      'A\tdist/action.js',
      'A\tdist/assets/scaffold/a',
      'A\tdist/assets/schemas/b',
      'A\tdist/cli.js',
    ]);
    expect(git(['cat-file', '-s', `${commit}:dist/cli.js`])).toBe('8');
    expect(git(['status', '--porcelain'])).toBe('');
    expect(git(['log', '-1', '--format=%an %cn %s', commit])).toBe(
      'github-actions[bot] github-actions[bot] v1.2.0 with dist/',
    );
  });

  test('is the same commit each time, and for whoever makes it', () => {
    const stage = openStage();
    stage.prepare('1.2.0');
    const first = makeReleaseCommit(stage.root, version('1.2.0'));
    stage.git(['config', 'user.name', 'Somebody else']);
    expect(makeReleaseCommit(stage.root, version('1.2.0'))).toBe(first);
    stage.write('dist/cli.js', 'other\n');
    expect(makeReleaseCommit(stage.root, version('1.2.0'))).not.toBe(first);
  });

  test('is not made from half a build', () => {
    const stage = openStage();
    stage.prepare('1.2.0');
    rmSync(join(stage.root, 'dist/action.js'));
    expect(() => stage.run('tree')).toThrow('dist/action.js is missing: npm run build');
  });

  test('gives what is checked out there again where dist/ was on the branch already', () => {
    const stage = openStage();
    stage.git(['add', '-f', 'dist']);
    stage.prepare('1.2.0');
    rmSync(join(stage.root, 'dist/assets/scaffold/a'));
    stage.write('dist/assets/scaffold/c', 'c');
    const commit = makeReleaseCommit(stage.root, version('1.2.0'));
    expect(stage.git(['ls-tree', '-r', '--name-only', commit, 'dist/assets/scaffold'])).toBe(
      'dist/assets/scaffold/c',
    );
  });
});

describe('the tags', () => {
  test('come and move with each version, and a second run changes nothing', () => {
    const stage = openStage();
    stage.prepare('0.1.0');
    const first = release(stage);
    expect(first.lines).toEqual([
      `v0.1.0: new, at ${first.commit}`,
      `v0: new, to ${first.commit}`,
      'Before 1.0 any version may break: v0 follows all of them.',
    ]);
    expect(stage.tags()).toEqual({ 'v0.1.0': first.commit, v0: first.commit });
    stage.prepare('0.2.0');
    const second = release(stage);
    const now = { 'v0.1.0': first.commit, 'v0.2.0': second.commit, v0: second.commit };
    expect(stage.tags()).toEqual(now);
    expect(release(stage).lines).toEqual(['v0.2.0: there already', 'v0: there already']);
    expect(stage.tags()).toEqual(now);
  });

  test('of another major and of a prerelease leave those of others where they are', () => {
    const out = { 'v1.0.0': 'a', v1: 'a', 'v2.0.0-rc.1': 'b', 'release/v2.0.0': 'c' };
    const tags = { objects: new Map(Object.entries(out)), commits: new Map(Object.entries(out)) };
    expect(planTags(version('2.0.0-rc.2'), 'd', tags)).toEqual({
      moves: [{ tag: 'v2.0.0-rc.2', from: null }],
      notes: ['v2.0.0-rc.2: new, at d', 'A prerelease: no other tag moves.'],
    });
    expect(planTags(version('2.0.0'), 'd', tags).moves).toEqual([
      { tag: 'v2.0.0', from: null },
      { tag: 'v2', from: null },
    ]);
    expect(planTags(version('1.0.1'), 'd', tags).moves).toEqual([
      { tag: 'v1.0.1', from: null },
      { tag: 'v1', from: 'a' },
    ]);
  });

  test('of an older version do not take the major back', () => {
    const out = new Map(Object.entries({ 'v1.9.0': 'a', 'v1.10.0': 'b', v1: 'b', 'v1.11.0-rc.1': 'c' }));
    const { moves, notes } = planTags(version('1.9.1'), 'd', { objects: out, commits: out });
    expect(moves).toEqual([{ tag: 'v1.9.1', from: null }]);
    expect(notes[1]).toBe('v1: stays at v1.10.0, which is newer');
  });

  test('that are annotated count by the commit that they lead to', () => {
    const stage = openStage();
    stage.prepare('1.0.0');
    const { commit } = release(stage, '--dry-run');
    stage.git(['tag', '-a', 'v1', '-m', 'by hand', 'main']);
    stage.git(['tag', '-a', 'v1.0.0', '-m', 'by hand', commit]);
    stage.git(['push', '-q', 'origin', 'v1', 'v1.0.0']);
    expect(release(stage).lines).toEqual(['v1.0.0: there already', `v1: moves, to ${commit}`]);
    expect(stage.tags()).toMatchObject({ v1: commit });
  });

  test('of a version that is out as something else are refused, and none moves', () => {
    const stage = openStage();
    stage.prepare('1.0.0');
    const { commit } = release(stage);
    stage.write('dist/cli.js', 'built otherwise');
    expect(() => release(stage)).toThrow(`v1.0.0 is out already, as ${commit}`);
    expect(stage.tags()).toEqual({ 'v1.0.0': commit, v1: commit });
  });

  test.each(['v1', 'v1.1.0'])(
    'come all or none: a remote that refuses %s gets neither, and both with the next run',
    (tag) => {
      const stage = openStage();
      stage.prepare('1.1.0');
      const hook = join(stage.remote, 'hooks/update');
      mkdirSync(dirname(hook), { recursive: true });
      writeFileSync(hook, `#!/bin/sh\ntest "$1" != refs/tags/${tag}\n`, { mode: 0o755 });
      expect(() => release(stage)).toThrow(/rejected/u);
      expect(stage.tags()).toEqual({});
      rmSync(hook);
      const { commit } = release(stage);
      expect(stage.tags()).toEqual({ 'v1.1.0': commit, v1: commit });
    },
  );

  test('are only told in a dry run', () => {
    const stage = openStage();
    stage.prepare('1.0.0');
    expect(release(stage, '--dry-run').lines.at(-1)).toBe('A dry run: nothing was pushed.');
    expect(stage.tags()).toEqual({});
  });
});

test('a step that there is not is answered with those that there are', () => {
  const stage = openStage();
  const { exitCode, lines } = stage.run('toString');
  expect([exitCode, lines[0]]).toEqual([1, 'usage: release STEP']);
});
