/** A shop whose folder is a clone of a bare repository behind HTTP: the stage for recording by push. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { State } from '../../src/model.ts';
import { parseState } from '../../src/state/parse.ts';
import { runGit } from './git.ts';
import { type GitServer, openGitServer } from './git-server.ts';
import { type Finished, runProgram, startProgram } from './program.ts';
import { CASES, openShop, type Shop, type ShopOptions } from './shop.ts';

export interface Chain extends Shop {
  readonly server: GitServer;
  /** Path of the bare repository. */
  readonly remote: string;
  git(...args: readonly string[]): Promise<string>;
  /** Commits everything and pushes it. */
  publish(message: string): Promise<void>;
  /** The state file of a branch of the remote. */
  remoteState(branch?: string): Promise<State>;
  /** Subjects of a remote branch's commits, the oldest first. */
  subjects(branch?: string): Promise<readonly string[]>;
  /** Another clone of the same remote, with what was pushed so far. */
  clone(): Promise<Clone>;
  /** Puts a case's hook before every push to the remote's main. */
  guard(hook: string): void;
}

export interface Clone {
  readonly root: string;
  git(...args: readonly string[]): Promise<string>;
  run(args: readonly string[]): Promise<Finished>;
  start(args: readonly string[]): ReturnType<typeof startProgram>;
}

const IDENTITY = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.invalid'];

/** Opens a shop as a clone on `main`, its stores committed and pushed. */
export async function openChain(options: ShopOptions = {}): Promise<Chain> {
  const shop = await openShop(options);
  const folder = mkdtempSync(join(tmpdir(), 'mendian-remote-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const remote = join(folder, 'shop.git');
  await runGit(['init', '-q', '--bare', '-b', 'main', '--template=', remote], { cwd: folder });
  const settings = '[http]\n\treceivepack = true\n[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n';
  appendFileSync(join(remote, 'config'), settings);
  const server = await openGitServer(folder);
  const url = `${server.url}/shop.git`;
  const git = gitIn(shop.root);
  shop.write('.gitignore', '*.journal\n*.lock\n');
  await git('init', '-q', '-b', 'main');
  nameTester(shop.root);
  await git('remote', 'add', 'origin', url);
  await git('add', '-A');
  await git('commit', '-qm', 'begin');
  await git('push', '-qu', 'origin', 'main');
  const inRemote = gitIn(remote);
  return {
    ...shop,
    git,
    server,
    remote,
    publish: async (message) => {
      await git('add', '-A');
      await git('commit', '-qm', message);
      await git('push', '-q');
    },
    remoteState: async (branch = 'main') => {
      const text = await inRemote('show', `${branch}:mendian.state.json`);
      const state = parseState(text, branch).value;
      if (state === null) throw new Error(`${branch} holds no state`);
      return state;
    },
    subjects: async (branch = 'main') =>
      (await inRemote('log', '--reverse', '--format=%s', branch)).trim().split('\n'),
    clone: () => cloneShop(url, shop.env),
    guard: (hook) => {
      mkdirSync(join(remote, 'hooks'), { recursive: true });
      cpSync(join(CASES, hook), join(remote, 'hooks/pre-receive'));
    },
  };
}

async function cloneShop(url: string, env: Readonly<Record<string, string>>): Promise<Clone> {
  const root = mkdtempSync(join(tmpdir(), 'mendian-clone-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  await runGit([...IDENTITY, 'clone', '-q', url, root], { cwd: root });
  const git = gitIn(root);
  nameTester(root);
  return {
    root,
    git,
    run: (args) => runProgram(args, { cwd: root, env }),
    start: (args) => startProgram(args, { cwd: root, env }),
  };
}

/** A clone's own settings, as "git config" would write them. */
function nameTester(root: string): void {
  const settings =
    '[user]\n\tname = Tester\n\temail = tester@example.invalid\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n';
  appendFileSync(join(root, '.git/config'), settings);
}

function gitIn(cwd: string): (...args: readonly string[]) => Promise<string> {
  return (...args) => runGit(args, { cwd });
}
