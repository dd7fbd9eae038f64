/**
 * A fleet: many merchants in one repository, an emulator with a world for each of them, and the jobs of fleet.yml as child
 * processes: deal, apply, fold.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts';
import type { State } from '../../../src/model.ts';
import { parseState } from '../../../src/state/parse.ts';
import { buildValues } from '../../builders.ts';
import { recordAll } from '../baseline.ts';
import { type StoreText, storeYaml } from '../shop.ts';
import { checkOut } from './checkout.ts';
import type { RunEvent } from './events.ts';
import type { Files, Repository } from './repository.ts';
import { type ActionEnd, type ActionOptions, runAction, startAction } from './runner.ts';
import { type FakeGitHub, type GitHubOptions, openGitHub } from './server.ts';

/** One job of the matrix, as the action gave it. */
export interface Job {
  readonly batch: number;
  readonly name: string;
  readonly account: string;
  readonly accounts: number;
}

export interface Merchant {
  readonly account: string;
  readonly appid: string;
  readonly secretEnv: string;
  readonly stores: readonly StoreText[];
}

export interface FleetOptions extends GitHubOptions {
  /** How many stores each merchant has. */
  readonly stores: readonly number[];
  /** Milliseconds that each answer of the platform takes. */
  readonly platformLatency?: number;
}

export interface Fleet {
  readonly github: FakeGitHub;
  readonly repository: Repository;
  readonly emulator: Emulator;
  readonly merchants: readonly Merchant[];
  /** What the workflow hands over as `toJSON(secrets)`. A test may take some out. */
  readonly secrets: Record<string, string>;
  /** The files of a merchant's stores, with values changed. */
  files(merchant: Merchant, change?: Partial<StoreText>): Files;
  /** The job `deal`, into that many batches. */
  deal(run: FleetRun, batches: number): Promise<{ readonly end: ActionEnd; readonly jobs: readonly Job[] }>;
  /** A job of the matrix. Its report is where `fold` looks, once it has ended. */
  start(run: FleetRun, job: Job, more?: Partial<ActionOptions>): Promise<StartedJob>;
  /** The job `fold`, over the reports that the run's jobs left so far. */
  fold(run: FleetRun, matrix: string): Promise<ActionEnd>;
  /** The state of an account on the branch. */
  state(account: string): Promise<State>;
}

export interface StartedJob {
  readonly done: Promise<ActionEnd>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly pid: number | undefined;
}

/** One run of the workflow: its event, and the folder to which its jobs upload. */
export interface FleetRun {
  readonly event: RunEvent;
  readonly runId: number;
  readonly reports: string;
}

/** The first store of each merchant; the others count up. */
const FIRST_ID = 700_000_000;
const IDS_EACH = 1_000;

/** Opens all of it, with a state in which everything is at WeChat as the files say. */
export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const { atEnd = onTestFinished, stores, platformLatency = 0 } = options;
  const merchants = stores.map(describeMerchant);
  const github = await openGitHub(options);
  const emulator = await startEmulator({
    latency: platformLatency,
    merchants: merchants.map(({ appid, stores: own, secretEnv }) => ({
      appid,
      secret: secretOf(secretEnv),
      stores: own.map(({ poi_id, name = '', ...values }) => ({ poi_id, name, values: buildValues(values) })),
    })),
  });
  atEnd(() => void emulator.close());
  const repository = await github.create('shop/fleet');
  const files = merchants.map((merchant) => ({
    ...storeFiles(merchant, {}),
    [`state/${merchant.account}.json`]: recordAll(merchant.stores),
  }));
  await repository.commit('main', Object.assign({ 'mendian.yaml': settings(merchants) }, ...files), 'begin');
  const stage = { github, repository, atEnd };
  const secrets = Object.fromEntries(merchants.map(({ secretEnv }) => [secretEnv, secretOf(secretEnv)]));
  return {
    github,
    repository,
    emulator,
    merchants,
    secrets,
    files: storeFiles,
    deal: async ({ event, runId }, batches) => {
      const workspace = await checkOut(github, repository, { ref: event.ref, atEnd });
      const inputs = { ...inputsOf('deal'), batches: String(batches) };
      const end = await runAction({ ...stage, event, runId, workspace, inputs });
      const { include = [] } = JSON.parse(end.outputs.matrix ?? '{}') as { include?: readonly Job[] };
      return { end, jobs: include };
    },
    start: async (run, job, more = {}) => {
      const checkout = { ref: run.event.ref, depth: 100, credentials: 'kept', atEnd } as const;
      const workspace = more.workspace ?? (await checkOut(github, repository, checkout));
      const inputs = { ...inputsOf('apply'), account: job.account, ...more.inputs };
      const env = {
        WECHAT_API_BASE: emulator.baseUrl,
        MENDIAN_SECRETS: JSON.stringify(secrets),
        ...more.env,
      };
      const started = startAction({ ...stage, ...run, ...more, workspace, inputs, env });
      return { ...started, done: started.done.then((end) => upload(run, job, end)) };
    },
    fold: async ({ event, runId, reports }, matrix) => {
      const workspace = await checkOut(github, repository, { ref: event.ref, atEnd });
      const inputs: Record<string, string> = { ...inputsOf('fold'), matrix };
      cpSync(reports, join(workspace, inputs.reports ?? ''), { recursive: true });
      return await runAction({ ...stage, event, runId, workspace, inputs });
    },
    state: async (account) => {
      const text = await repository.read('main', `state/${account}.json`);
      const state = text === null ? null : parseState(text, account).value;
      if (state === null) throw new Error(`main holds no state of ${account}`);
      return state;
    },
  };
}

/** A run for an event. */
export function openRun(
  event: RunEvent,
  runId: number,
  atEnd: typeof onTestFinished = onTestFinished,
): FleetRun {
  const reports = mkdtempSync(join(tmpdir(), 'mendian-reports-'));
  atEnd(() => rmSync(reports, { recursive: true, force: true }));
  return { event, runId, reports };
}

/** Which way a call of the emulator counts: one of a store's updates that was asked for, by account. */
export function listUpdates({
  emulator,
  merchants,
}: Pick<Fleet, 'emulator' | 'merchants'>): readonly string[] {
  const accounts = new Map(merchants.map(({ account, appid }) => [appid, account]));
  return emulator.requests.flatMap(({ path, appid = '', poi_id }) =>
    path === '/wxa/update_store' ? [`${accounts.get(appid)} ${poi_id}`] : [],
  );
}

function describeMerchant(count: number, index: number): Merchant {
  const number = String(index + 1).padStart(3, '0');
  const stores = Array.from({ length: count }, (_, place) => ({
    poi_id: String(FIRST_ID + index * IDS_EACH + place),
    name: `示例店${number}-${place + 1}`,
  }));
  return { account: `m${number}`, appid: `wxm${number}`, secretEnv: `SECRET_M${number}`, stores };
}

function secretOf(secretEnv: string): string {
  return `the-secret-behind-${secretEnv}`;
}

function settings(merchants: readonly Merchant[]): string {
  const rows = merchants.map(
    ({ account, appid, secretEnv }) => `  ${account}: { appid: ${appid}, secret_env: ${secretEnv} }`,
  );
  return `policy: { max_changes: 100%, max_reviews: 100% }\naccounts:\n${rows.join('\n')}\n`;
}

function storeFiles({ account, stores }: Merchant, change: Partial<StoreText> = {}): Files {
  return Object.fromEntries(
    stores.map((store) => [
      `stores/${account}/${store.poi_id}.yaml`,
      storeYaml({ ...store, ...change, poi_id: store.poi_id }),
    ]),
  );
}

/** The action's inputs of a job of fleet.yml, apart from those that are filled in by the run. */
function inputsOf(job: 'deal' | 'apply' | 'fold'): Readonly<Record<string, string>> {
  // The file is our own; the linter of workflows holds its form.
  const workflow = parse(readFileSync(join(process.cwd(), '.github/workflows/fleet.yml'), 'utf8')) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  };
  const step = workflow.jobs[job]?.steps.find(({ uses }) => uses === './');
  const inputs = Object.entries(step?.with ?? {}).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(inputs.filter(([, value]) => !value.includes('${{')));
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

/** What `actions/upload-artifact` and `actions/download-artifact` do with a job's report. */
function upload({ reports }: FleetRun, { batch }: Job, end: ActionEnd): ActionEnd {
  if (end.outputs['report-file'] === undefined) return end;
  const artifact = join(reports, `mendian-apply-${batch}`);
  rmSync(artifact, { recursive: true, force: true });
  mkdirSync(artifact);
  for (const name of readdirSync(end.temp).filter((each) => each.startsWith('mendian-')))
    cpSync(join(end.temp, name), join(artifact, name), { recursive: true });
  return end;
}
