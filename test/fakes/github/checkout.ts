/** A workspace as actions/checkout makes it: one commit or a few, the token in the local settings or nowhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import type { Repository } from './repository.ts';
import type { FakeGitHub } from './server.ts';

export interface CheckoutOptions {
  /** A full reference. */
  readonly ref: string;
  readonly depth?: number;
  readonly credentials?: 'kept' | 'dropped';
}

/** Checks a reference out; a branch by its name, all else detached. The folder is gone when the test ends. */
export async function checkOut(
  github: FakeGitHub,
  { owner, name }: Repository,
  { ref, depth = 1, credentials = 'dropped' }: CheckoutOptions,
): Promise<string> {
  const workspace = mkdtempSync(join(tmpdir(), 'mendian-workspace-'));
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
  const git = async (...args: readonly string[]): Promise<void> => {
    await execa('git', args, { cwd: workspace, env: { LC_ALL: 'C' } });
  };
  const basic = Buffer.from(`x-access-token:${github.token}`).toString('base64');
  const header = [`http.${github.serverUrl}/.extraheader`, `AUTHORIZATION: basic ${basic}`] as const;
  const target = ref.replace(
    /^refs\/(heads\/)?/u,
    (_all, heads) => `refs/remotes/${heads === undefined ? '' : 'origin/'}`,
  );
  await git('init', '-q', '-b', 'unborn');
  await git('remote', 'add', 'origin', `${github.serverUrl}/${owner}/${name}.git`);
  await git('config', ...header);
  await git('fetch', '-q', '--no-tags', `--depth=${depth}`, 'origin', `+${ref}:${target}`);
  const branch = /^refs\/heads\/(.+)$/u.exec(ref)?.[1];
  if (branch === undefined) await git('checkout', '-q', '--detach', target);
  else await git('checkout', '-q', '-B', branch, target);
  if (credentials === 'dropped') await git('config', '--unset-all', header[0]);
  return workspace;
}
