/** Builds a commit that changes a few files, without touching index or working tree. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitFile } from '../model/branch.ts';
import type { Fault } from '../model.ts';
import { describeGit, type Git } from './run.ts';

/** The new commit's id; its parent is `parent`, or none where the branch is to begin with it. */
export async function commitFiles(
  git: Git,
  parent: string | null,
  files: readonly CommitFile[],
  message: string,
): Promise<string | Fault> {
  const entries: string[] = [];
  for (const { path, text } of files) {
    const blob = await writeBlob(git, text);
    if (typeof blob !== 'string') return blob;
    entries.push('--cacheinfo', `100644,${blob},${path}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'mendian-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const steps = [['read-tree', parent ?? '--empty'], ['update-index', '--add', ...entries], ['write-tree']];
    let tree = '';
    for (const step of steps) {
      const end = await git(step, { env });
      if (!end.ok) return describeGit(step[0] ?? '', end);
      tree = end.stdout.trim();
    }
    const parents = parent === null ? [] : ['-p', parent];
    const commit = await git(['commit-tree', '--no-gpg-sign', ...parents, tree], { input: message });
    return commit.ok ? commit.stdout.trim() : describeGit('commit-tree', commit);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a file's text into the object store; its id. */
export async function writeBlob(git: Git, text: string): Promise<string | Fault> {
  const blob = await git(['hash-object', '-w', '--stdin'], { input: text });
  return blob.ok ? blob.stdout.trim() : describeGit('hash-object', blob);
}
