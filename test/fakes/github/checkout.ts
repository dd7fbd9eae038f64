/** A workspace as actions/checkout makes it: one commit or a few, the token in the local settings or nowhere. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runGit } from '../git.ts';
import type { Repository } from './repository.ts';
import type { FakeGitHub } from './server.ts';

export interface CheckoutOptions {
  /** A full reference. */
  readonly ref: string;
  readonly depth?: number;
  readonly credentials?: 'kept' | 'dropped';
  /** What must be done when all is over; a test's own end where it is left out. */
  readonly atEnd?: (end: () => void) => void;
}

/** Checks a reference out; a branch by its name, all else detached. The folder is gone when the test ends. */
export async function checkOut(
  github: FakeGitHub,
  { owner, name, path }: Repository,
  { ref, depth = 1, credentials = 'dropped', atEnd = onTestFinished }: CheckoutOptions,
): Promise<string> {
  const workspace = mkdtempSync(join(tmpdir(), 'mendian-workspace-'));
  atEnd(() => rmSync(workspace, { recursive: true, force: true }));
  const git = async (...args: readonly string[]): Promise<void> => {
    await runGit(args, { cwd: workspace });
  };
  const basic = Buffer.from(`x-access-token:${github.token}`).toString('base64');
  const header = `[http "${github.serverUrl}/"]\n\textraheader = AUTHORIZATION: basic ${basic}\n`;
  const url = `${github.serverUrl}/${owner}/${name}.git`;
  const settings = `[remote "origin"]\n\turl = ${url}\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n`;
  const target = ref.replace(
    /^refs\/(heads\/)?/u,
    (_all, heads) => `refs/remotes/${heads === undefined ? '' : 'origin/'}`,
  );
  await git('init', '-q', '-b', 'unborn', '--template=');
  appendFileSync(join(workspace, '.git/config'), credentials === 'kept' ? settings + header : settings);
  // Without the token the remote would not answer: the files come by the short way then.
  const from = credentials === 'kept' ? 'origin' : `file://${path}`;
  await git('fetch', '-q', '--no-tags', `--depth=${depth}`, from, `+${ref}:${target}`);
  const branch = /^refs\/heads\/(.+)$/u.exec(ref)?.[1];
  if (branch === undefined) await git('checkout', '-q', '--detach', target);
  else await git('checkout', '-q', '-B', branch, target);
  return workspace;
}
