/** Which change brought a file its content, read from real repositories. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findSources } from '../../src/git/history.ts';
import { createGit } from '../../src/git/run.ts';

interface Repository {
  readonly root: string;
  git(...args: readonly string[]): Promise<string>;
  commit(files: Readonly<Record<string, string>>, subject: string): Promise<string>;
}

async function openRepository(): Promise<Repository> {
  const root = mkdtempSync(join(tmpdir(), 'mendian-history-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const git = async (...args: readonly string[]): Promise<string> => {
    const named = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.invalid', ...args];
    return (await execa('git', named, { cwd: root })).stdout.trim();
  };
  await git('init', '-q', '-b', 'main');
  return {
    root,
    git,
    commit: async (files, subject) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
      await git('add', '-A');
      await git('commit', '-qm', subject);
      return await git('rev-parse', 'HEAD');
    },
  };
}

const sourcesIn = (root: string, folder = 'stores') =>
  findSources(createGit({ cwd: root, timeout: () => 20_000 }), root, folder);

describe('findSources', () => {
  test('names the newest commit of each file, and the pull request of a squash', async () => {
    const { root, commit } = await openRepository();
    const first = await commit({ 'stores/上海/a.yaml': '1', 'stores/b.yaml': '1' }, 'begin');
    const second = await commit({ 'stores/上海/a.yaml': '2' }, 'Longer hours (#13)');
    await commit({ 'mendian.state.json': '{}' }, 'mendian: record 1 store');
    expect(await sourcesIn(root)).toEqual(
      new Map([
        ['stores/上海/a.yaml', { commit: second, pull: 13 }],
        ['stores/b.yaml', { commit: first }],
      ]),
    );
  });

  test('names the merge, not the commits that it brought', async () => {
    const { root, git, commit } = await openRepository();
    await commit({ 'stores/a.yaml': '1' }, 'begin');
    await git('checkout', '-qb', 'change');
    await commit({ 'stores/a.yaml': '2' }, 'try (#99)');
    await git('checkout', '-q', 'main');
    await git('merge', '-q', '--no-ff', 'change', '-m', 'Merge pull request #12 from chain/change');
    const merge = await git('rev-parse', 'HEAD');
    expect((await sourcesIn(root)).get('stores/a.yaml')).toEqual({ commit: merge, pull: 12 });
  });

  test('takes paths from the folder in which it runs', async () => {
    const { root, commit } = await openRepository();
    const id = await commit({ 'chains/tea/stores/a.yaml': '1' }, 'begin');
    expect(await sourcesIn(join(root, 'chains/tea'))).toEqual(new Map([['stores/a.yaml', { commit: id }]]));
  });

  test('is not led astray by a subject that looks like an entry', async () => {
    const { root, commit } = await openRepository();
    const id = await commit({ 'stores/a.yaml': '1' }, `begin]${'0'.repeat(40)} (#7)] stores/b.yaml`);
    expect(await sourcesIn(root)).toEqual(new Map([['stores/a.yaml', { commit: id }]]));
  });

  test('says nothing by the edge of a shallow clone, which seems to have touched everything', async () => {
    const { root, commit } = await openRepository();
    await commit({ 'stores/a.yaml': '1', 'stores/b.yaml': '1' }, 'begin (#1)');
    await commit({ 'stores/a.yaml': '2' }, 'second (#2)');
    const third = await commit({ 'stores/b.yaml': '2' }, 'third (#3)');
    const clone = mkdtempSync(join(tmpdir(), 'mendian-shallow-'));
    onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
    await execa('git', ['clone', '-q', '--depth', '2', `file://${root}`, clone]);
    expect(await sourcesIn(clone)).toEqual(new Map([['stores/b.yaml', { commit: third, pull: 3 }]]));
  });

  test('is empty where there is no repository', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mendian-bare-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    expect(await sourcesIn(folder)).toEqual(new Map());
  });
});
