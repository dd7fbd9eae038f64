/** Calling git: what a command that does not end leaves behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGit, hideCredentials } from '../../src/git/run.ts';
import { hang, startServer } from '../wechat/scripted-server.ts';

describe('a git command', () => {
  test('that waits for a remote is given up in time, with the helpers that it started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mendian-git-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startServer(() => hang);
    const git = createGit({ cwd: folder, timeout: () => 1_500 });
    // Without its helper's end the call would last until the server's.
    const end = await git(['ls-remote', `${server.base}/x.git`]);
    expect(end).toMatchObject({ ok: false, stderr: '(timed out)' });
    expect(server.received.length).toBeGreaterThan(0);
  });

  test('that ends by itself is not touched by its limit', async () => {
    const git = createGit({ cwd: tmpdir(), timeout: () => 60_000 });
    expect(await git(['--version'])).toMatchObject({ ok: true, exitCode: 0 });
  });

  test('where there is no git is an answer too', async () => {
    const git = createGit({ cwd: join(tmpdir(), 'nowhere-at-all'), timeout: () => 60_000 });
    expect(await git(['--version'])).toMatchObject({ ok: false, exitCode: null });
  });
});

describe('an address with a password', () => {
  test.each([
    ["unable to access 'https://user:pass@host/x.git': no", "unable to access 'https://***@host/x.git': no"],
    ["'https://user:pa/ss@wo@rd@host/x.git'", "'https://***@host/x.git'"],
    ['https://host/x.git and git@host:x.git', 'https://host/x.git and git@host:x.git'],
  ])('%s is shown without it', (text, shown) => {
    expect(hideCredentials(text)).toBe(shown);
  });
});
