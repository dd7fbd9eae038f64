/** The whole stage of the action: GitHub, a repository of stores, and an emulator that holds them. */
import { onTestFinished } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts';
import type { State } from '../../../src/model.ts';
import { parseState } from '../../../src/state/parse.ts';
import { buildValues } from '../../builders.ts';
import { recordAll } from '../baseline.ts';
import { type StoreText, storeYaml } from '../shop.ts';
import { checkOut } from './checkout.ts';
import { pullRequestEvent, pushEvent, type RunEvent, tipEvent } from './events.ts';
import type { Files, PullRequest, Repository } from './repository.ts';
import { type ActionEnd, type ActionOptions, runAction, startAction } from './runner.ts';
import { type FakeGitHub, openGitHub } from './server.ts';

export interface Stage {
  readonly github: FakeGitHub;
  readonly repository: Repository;
  readonly emulator: Emulator;
  /** Secrets of the apply job. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Files of stores, by their poi_id. */
  storeFiles(stores: readonly StoreText[]): Files;
  /** Opens a pull request with these files changed. */
  propose(branch: string, files: Files, fork?: string): Promise<PullRequest>;
  /** Plans a pull request in a run of its own. */
  plan(pull: PullRequest, more?: Partial<ActionOptions>): Promise<ActionEnd>;
  /** Merges, and gives the event of the push. */
  merge(pull: PullRequest): Promise<RunEvent>;
  /** Applies for an event, on a checkout of the branch by its name. */
  apply(event: RunEvent, more?: Partial<ActionOptions>): Promise<ActionEnd>;
  startApply(event: RunEvent, more?: Partial<ActionOptions>): Promise<ReturnType<typeof startAction>>;
  tip(name?: string): Promise<RunEvent>;
  /** The state in a branch. */
  state(branch?: string): Promise<State>;
  /** Calls of `update_store` that came in, by store. */
  updates(): readonly string[];
}

export interface StageOptions {
  readonly stores: readonly StoreText[];
  /** `recorded`: the state holds them, as a first apply leaves it. */
  readonly begin?: 'live' | 'recorded';
  /** Files besides. */
  readonly files?: Files;
}

/** Opens the stage; all of it ends with the test. */
export async function openStage({ stores, begin = 'recorded', files = {} }: StageOptions): Promise<Stage> {
  const github = await openGitHub();
  const seeds = stores.map(({ poi_id, name = '示例店', ...values }) => ({
    poi_id,
    name,
    values: buildValues(values),
  }));
  const emulator = await startEmulator({ stores: seeds });
  onTestFinished(() => emulator.close());
  const repository = await github.create('shop/stores');
  const secrets = {
    WECHAT_API_BASE: emulator.baseUrl,
    WECHAT_APPID: 'wxtest',
    WECHAT_SECRET: 'the-secret-of-the-tests',
  };
  const stage: Stage = {
    github,
    repository,
    emulator,
    secrets,
    storeFiles: (list) =>
      Object.fromEntries(list.map((store) => [`stores/${store.poi_id}.yaml`, storeYaml(store)])),
    propose: async (branch, changed, fork) => {
      await repository.commit(
        branch,
        changed,
        `change ${branch}`,
        (await repository.tip('main')) ?? undefined,
      );
      return await repository.openPull({ branch, title: branch, ...(fork === undefined ? {} : { fork }) });
    },
    plan: async (pull, more = {}) => {
      await repository.refresh(pull);
      const event = more.event ?? (await pullRequestEvent(repository, pull));
      const workspace = await checkOut(github, repository, { ref: event.ref, depth: 2 });
      return await runAction({ github, repository, event, workspace, ...more });
    },
    merge: async (pull) => {
      const before = (await repository.tip('main')) ?? '';
      await repository.merge(pull);
      const commits = await repository.git(['rev-list', '--reverse', `${before}..main`]);
      return await pushEvent(repository, 'main', commits.trim().split('\n'));
    },
    apply: async (event, more = {}) => await (await stage.startApply(event, more)).done,
    startApply: async (event, more = {}) => {
      const workspace = more.workspace ?? (await checkOut(github, repository, { ref: event.ref }));
      const inputs = { command: 'apply', ...more.inputs };
      return startAction({
        github,
        repository,
        event,
        ...more,
        inputs,
        workspace,
        env: { ...secrets, ...more.env },
      });
    },
    tip: (name = 'workflow_dispatch') => tipEvent(repository, name),
    state: async (branch = 'main') => {
      const text = await repository.read(branch, 'mendian.state.json');
      const state = text === null ? null : parseState(text, branch).value;
      if (state === null) throw new Error(`${branch} holds no state`);
      return state;
    },
    updates: () =>
      emulator.requests.flatMap(({ path, poi_id }) => (path === '/wxa/update_store' ? [poi_id ?? ''] : [])),
  };
  const baseline =
    begin === 'recorded' && stores.length > 0 ? { 'mendian.state.json': recordAll(stores) } : {};
  await repository.commit('main', { ...stage.storeFiles(stores), ...baseline, ...files }, 'stores');
  return stage;
}
