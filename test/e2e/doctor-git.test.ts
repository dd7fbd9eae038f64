/** `mendian doctor` looks at git and GitHub: what the clone and the token may do, told honestly and without a change. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { type Chain, openChain } from '../fakes/chain.ts';
import { EMULATED, examine, listTrouble, type Report } from '../fakes/doctor.ts';
import { checkOut } from '../fakes/github/checkout.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { runProgram } from '../fakes/program.ts';
import { expectNone, PROXY_PASSWORD } from '../fakes/secrets.ts';
import { listStores, openShop } from '../fakes/shop.ts';
import { findDeadPort } from '../wechat/scripted-server.ts';

const NO_GIT = { repository: 'warning NOT_A_REPOSITORY' };

describe('git', () => {
  const open = (): Promise<Chain> => openChain({ stores: listStores(2), begin: 'recorded' });
  /** Ends of the group, without those that are as they should be. */
  const judge = async (chain: Pick<Chain, 'run'>): Promise<Readonly<Record<string, string>>> => {
    const { checks, ends } = await examine(chain.run);
    const names = checks
      .filter(({ group, result }) => group === 'git' && result !== 'ok')
      .map(({ name }) => name);
    return Object.fromEntries(names.map((name) => [name, ends[name] ?? '']));
  };

  test('is not needed: its absence is a warning', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const report = await examine(shop.run);
    expect(listTrouble(report)).toEqual({ ...EMULATED, ...NO_GIT });
    expect(report.exitCode).toBe(0);
  });

  test('without a remote says so', async () => {
    const chain = await open();
    await chain.git('remote', 'remove', 'origin');
    expect(await judge(chain)).toEqual({
      remote: 'warning NO_REMOTE',
      tip: 'not-checked',
      push: 'not-checked',
    });
  });

  test('with changes that are not committed names them', async () => {
    const chain = await open();
    chain.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '09:00-20:00' });
    const report = await examine(chain.run);
    expect(report.find('changes')).toMatchObject({
      code: 'UNCOMMITTED',
      message: 'Changed here and not committed: stores/472671857.yaml.',
    });
  });

  test('on a bare commit', async () => {
    const chain = await open();
    await chain.git('checkout', '-q', '--detach');
    expect(await judge(chain)).toEqual({
      branch: 'warning DETACHED_HEAD',
      remote: 'not-checked',
      tip: 'not-checked',
      push: 'not-checked',
    });
  });

  test('with files of a run, or without the state, says what to add and remove', async () => {
    const chain = await open();
    chain.write('.gitignore', 'mendian.state.json\n');
    await chain.git('rm', '-q', '--cached', 'mendian.state.json');
    await chain.publish('rules');
    const report = await examine(chain.run);
    expect(report.find('ignored').hint).toBe(
      'Add to .gitignore:\nmendian.state.json.journal\nmendian.state.json.lock',
    );
    expect(report.find('tracked')).toMatchObject({ code: 'STATE_UNTRACKED' });
    expect(report.find('tracked').message).toContain('.gitignore leaves it out');
  });

  test('asks for the merge driver only where .gitattributes names it', async () => {
    const chain = await open();
    chain.write('.gitattributes', 'mendian.state.json merge=mendian\n');
    await chain.publish('attributes');
    expect(await judge(chain)).toEqual({ 'merge-driver': 'warning MERGE_DRIVER_UNSET' });
    await chain.git('config', 'merge.mendian.driver', 'mendian merge-state %O %A %B %P');
    expect(await judge(chain)).toEqual({});
  });

  test.each(['ahead', 'behind', 'apart'] as const)('whose checkout is %s of its branch', async (relation) => {
    const chain = await open();
    const clone = await chain.clone();
    if (relation !== 'behind') {
      chain.writeStore('stores/1.yaml', { poi_id: '1' });
      await chain.git('add', '-A');
      await chain.git('commit', '-qm', 'one more');
    }
    if (relation !== 'ahead') {
      writeFileSync(join(clone.root, 'notes.txt'), 'x');
      await clone.git('add', '-A');
      await clone.git('commit', '-qm', 'elsewhere');
      await clone.git('push', '-q');
    }
    if (relation === 'apart') await chain.git('fetch', '-q');
    const report = await examine(chain.run);
    expect(report.ends).toMatchObject({ remote: 'ok', tip: 'warning CHECKOUT_APART', push: 'ok' });
    const words = { ahead: 'has commits that', behind: 'has moved on', apart: 'differ' }[relation];
    expect(report.find('tip').message).toContain(words);
  });

  test('whose branch holds newer commits of the state alone is at its tip', async () => {
    const chain = await open();
    const clone = await chain.clone();
    writeFileSync(join(clone.root, 'mendian.state.json'), chain.read('mendian.state.json').replace('Z', 'Z'));
    const text = chain.read('mendian.state.json').replaceAll('"review":"none"', '"review":"approved"');
    writeFileSync(join(clone.root, 'mendian.state.json'), text);
    await clone.git('commit', '-qam', 'state');
    await clone.git('push', '-q');
    await chain.git('fetch', '-q');
    const report = await examine(chain.run);
    expect(report.ends.tip).toBe('ok');
    expect(report.find('tip').message).toContain('but for commits of the state');
  });

  test('that may read and not push says so, and no hook of the clone runs', async () => {
    const chain = await open();
    const hook = join(chain.root, '.git/hooks/pre-push');
    chain.write('.git/hooks/pre-push', '#!/bin/sh\ntouch hook-ran\nexit 1\n');
    chmodSync(hook, 0o755);
    expect(await judge(chain)).toEqual({});
    await execa('git', ['config', 'http.receivepack', 'false'], { cwd: chain.remote });
    expect(await judge(chain)).toEqual({ push: 'warning PUSH_FAILS' });
    expect(chain.exists('hook-ran')).toBe(false);
  });

  test('whose remote does not answer, with a password in its address', async () => {
    const chain = await open();
    const port = await findDeadPort();
    await chain.git('remote', 'set-url', 'origin', `http://user:${PROXY_PASSWORD}@127.0.0.1:${port}/x.git`);
    const report = await examine(chain.run);
    expect(report.ends).toMatchObject({
      remote: 'warning REMOTE_UNREACHABLE',
      tip: 'not-checked',
      push: 'not-checked',
    });
    expectNone(JSON.stringify(report));
  });
});

describe('GitHub', () => {
  const open = (): Promise<Stage> => openStage({ stores: listStores(2) });
  /** Runs in a job of the repository, as a step of a workflow does. */
  const examineJob = async (stage: Stage, env: Readonly<Record<string, string>> = {}): Promise<Report> => {
    const { github, repository, secrets } = stage;
    const workspace = await checkOut(github, repository, { ref: 'refs/heads/main', credentials: 'kept' });
    const job = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'shop/stores',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_API_URL: github.apiUrl,
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_TOKEN: github.token,
      ...secrets,
    };
    return await examine((args, more) => runProgram(args, { cwd: workspace, env: { ...job, ...more } }), env);
  };

  test('tells what the token of a job may read, and is honest about the rest', async () => {
    const stage = await open();
    const report = await examineJob(stage);
    expect(report.ends).toMatchObject({
      'github-repository': 'ok',
      'github-contents': 'not-checked',
      'github-pulls': 'not-checked',
      'github-issues': 'not-checked',
      'github-protection': 'ok',
      'clock-github': 'ok',
      push: 'ok',
    });
    expect(report.find('github-pulls').message).toContain('permissions: pull-requests: write');
    expect(JSON.stringify(report)).not.toContain(stage.github.token);
    expect(stage.github.problems).toEqual([]);
    expect(stage.github.requests.map(({ operation }) => operation)).not.toContain('git/create-ref');
  });

  test.each([
    ['GH006', /main is protected: it may refuse/u],
    ['GH013', /main is protected \(pull_request\)/u],
  ] as const)('tells that the branch is protected (%s), with the ways out', async (rule, message) => {
    const stage = await open();
    stage.repository.protect('main', rule);
    const check = (await examineJob(stage)).find('github-protection');
    expect(check.code).toBe('BRANCH_PROTECTED');
    expect(check.message).toMatch(message);
    expect(check.hint).toMatch(/state-branch.*GitHub App/u);
  });

  test('refuses the token, or does not know the repository: a fault in a job', async () => {
    const stage = await open();
    const refused = await examineJob(stage, { GITHUB_TOKEN: 'ghs_wrong' });
    expect(refused.ends).toMatchObject({
      'github-repository': 'fault GITHUB_TOKEN_REFUSED',
      'github-contents': 'not-checked',
    });
    const hidden = await examineJob(stage, { GITHUB_REPOSITORY: 'shop/other' });
    expect(hidden.ends['github-repository']).toBe('fault REPOSITORY_HIDDEN');
  });

  test('without a token for the step says how to give one', async () => {
    const report = await examineJob(await open(), { GITHUB_TOKEN: '' });
    expect(report.find('github-repository')).toMatchObject({ result: 'warning', code: 'GITHUB_TOKEN_UNSET' });
  });

  test('that does not let the token read pull requests names the permission', async () => {
    const stage = await open();
    const body = { message: 'Resource not accessible by integration' };
    stage.github.script({ operation: 'pulls/list', times: 9, fault: { status: 403, body } });
    const report = await examineJob(stage);
    expect(report.find('github-pulls')).toMatchObject({ result: 'warning', code: 'GITHUB_RIGHT_MISSING' });
    expect(report.find('github-pulls').hint).toContain('pull-requests: write');
    expect(report.ends['github-repository']).toBe('ok');
  });

  test.each([
    ['repo, workflow', true, 'ok'],
    ['repo', false, 'warning GITHUB_RIGHT_MISSING'],
    ['gist', true, 'warning GITHUB_RIGHT_MISSING'],
  ])('lists the scopes of a classic token: %s', async (scopes, push, end) => {
    const stage = await open();
    const body = {
      name: 'stores',
      full_name: 'shop/stores',
      private: true,
      default_branch: 'main',
      permissions: { push },
    };
    stage.github.script({
      operation: 'repos/get',
      fault: { status: 200, body, headers: { 'x-oauth-scopes': scopes } },
    });
    expect((await examineJob(stage)).ends['github-contents']).toBe(end);
  });

  test('has no part where neither a job nor a token speaks of it', async () => {
    const chain = await openChain({ stores: listStores(1), begin: 'recorded' });
    const { checks } = await examine(chain.run);
    expect(checks.filter(({ group, name }) => group === 'github' || name === 'clock-github')).toEqual([]);
    // The token goes to GitHub alone, and this remote is somebody else.
    const other = await examine(chain.run, { GITHUB_TOKEN: 'ghp_somebody' });
    expect(other.checks.filter(({ group }) => group === 'github')).toEqual([]);
  });
});
