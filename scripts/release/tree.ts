/**
 * The commit that a version's tag stands on: the tagged commit with `dist/` on top, which main does not hold. The action runs
 * from it. The same commit and the same build give the same id, so that a second run makes nothing new.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit } from './git.ts';
import { tagOf, type Version } from './version.ts';

/** Whom GitHub shows for what a workflow commits. */
const AUTHOR = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
/** Without these nothing runs. */
const ENTRIES = [
  ...['dist/action.js', 'dist/cli.js', 'dist/THIRD-PARTY-NOTICES.txt'],
  ...['dist/assets/scaffold', 'dist/assets/schemas'],
];
/** Where a bundle keeps the commit. */
export const BUNDLE_REF = 'refs/release/commit';

/** Makes the commit from the checked-out one and the `dist/` beside it, and gives its id. Neither branch nor checkout moves. */
export function makeReleaseCommit(root: string, version: Version): string {
  const missing = ENTRIES.find((entry) => !existsSync(join(root, entry)));
  if (missing !== undefined) throw new Error(`${missing} is missing: npm run build`);
  const git = openGit(root);
  const folder = mkdtempSync(join(tmpdir(), 'mendian-release-'));
  // An index of its own: what stands in the person's stays.
  const index = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    git(['read-tree', 'HEAD'], index);
    git(['rm', '-r', '--cached', '--quiet', '--ignore-unmatch', 'dist'], index);
    // Bytes as they were built, wherever this runs.
    git(['-c', 'core.autocrlf=false', '-c', 'core.fileMode=false', 'add', '--force', 'dist'], index);
    const tree = git(['write-tree'], index);
    const [parent = '', date = ''] = git(['log', '-1', '--format=%H %ct']).split(' ');
    const who = (role: string): Record<string, string> => ({
      [`GIT_${role}_NAME`]: AUTHOR.name,
      [`GIT_${role}_EMAIL`]: AUTHOR.email,
      [`GIT_${role}_DATE`]: `${date} +0000`,
    });
    const message = `${tagOf(version)} with dist/\n\nBuilt from ${parent}.`;
    const commit = ['-c', 'commit.gpgSign=false', 'commit-tree', tree, '-p', parent, '-m', message];
    return git(commit, { ...who('AUTHOR'), ...who('COMMITTER') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the commit, without what its parent holds, into a file that another clone can fetch from. */
export function bundleCommit(root: string, commit: string, file: string): void {
  const git = openGit(root);
  git(['update-ref', BUNDLE_REF, commit]);
  try {
    git(['bundle', 'create', '--quiet', file, BUNDLE_REF, `^${commit}~1`]);
  } finally {
    git(['update-ref', '-d', BUNDLE_REF]);
  }
}
