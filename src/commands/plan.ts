/** `mendian plan`: what an apply would do. Offline unless `--refresh`; writes nothing but `--out`. */
import { dayIn } from '../base/clock.ts';
import { showSelection } from '../base/shell-words.ts';
import type { Plan } from '../model/plan.ts';
import type { Diagnostic } from '../model.ts';
import { mergePlans, withoutFaultyPlan } from '../plan/merge.ts';
import { emptyPlan, hasWork } from '../plan/plan.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { forTerminal } from '../report/escape.ts';
import { PLAN_FORMATS } from '../report/formats.ts';
import { describePlan } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import { areSeveral, eachAccount, openAccounts, remarkStrays } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE, parseDay } from './options.ts';
import { writeOutput } from './output-file.ts';
import {
  describeSelection,
  openWorkspace,
  type PlanOptions,
  planWorkspace,
  type Workspace,
} from './workspace.ts';

export interface PlanCommandOptions {
  readonly out: string | null;
  readonly exitCode: 'plain' | 'detailed';
  /** The day or moment to plan for, as written; null is today. */
  readonly at: string | null;
  /** `live`: the live stores are read first. */
  readonly refresh: 'offline' | 'live';
}

/** Plans and prints. Exit 1 with errors; 2 with `--detailed-exitcode` where there is something to do. */
export async function plan(context: Context, options: PlanCommandOptions): Promise<ExitCode> {
  const made = await planAll(context, options);
  const failed = countSeverity(made.diagnostics, 'error') > 0;
  context.print(PLAN_FORMATS[context.format](made, context.style));
  if (options.out !== null && !failed) writePlan(context, made, options.out);
  else if (!failed && made.changes.length > 0)
    context.hint(context.messages.plan.next(forTerminal(showSelection(listNarrowing(context, made)))));
  if (failed) return 1;
  return options.exitCode === 'detailed' && hasWork(made.changes) ? 2 : 0;
}

/** What the next command has to repeat, so that it does no more than was planned. */
function listNarrowing({ accounts }: Context, { selection }: Plan): readonly string[] {
  return [...accounts.map((account) => `--account ${account}`), ...selection];
}

/** The plan of today, as `mendian plan` makes it without options. */
export async function planOffline(context: Context): Promise<Plan> {
  return await planAll(context, { out: null, exitCode: 'plain', at: null, refresh: 'offline' });
}

/** One plan over all accounts. An error in any of them leaves nothing planned. */
async function planAll(context: Context, options: PlanCommandOptions): Promise<Plan> {
  const accounts = openAccounts(context);
  if (!areSeveral(accounts)) return await planOne(context, options);
  const plan = mergePlans(await eachAccount(context, accounts.opened, (each) => planOne(each, options)));
  const diagnostics = [...plan.diagnostics, ...remarkStrays(context, accounts.opened)];
  return withoutFaultyPlan({ ...plan, diagnostics });
}

async function planOne(context: Context, options: PlanCommandOptions): Promise<Plan> {
  // What a selection looks at, and what a refresh compares with live stores, is the whole store.
  const isWhole = options.refresh === 'live' || describeSelection(context).length > 0;
  const { workspace, diagnostics } = openWorkspace(context, isWhole ? 'all' : 'unsettled');
  const timezone = workspace?.settings.timezone ?? 'UTC';
  const asOf = options.at === null ? null : parseDay('--at', options.at, timezone);
  const planOptions = { asOf, retryRefused: 'no', rate: DEFAULT_RATE } as const;
  return await makePlan(context, workspace, options.refresh, planOptions, diagnostics);
}

async function makePlan(
  context: Context,
  workspace: Workspace | null,
  refresh: PlanCommandOptions['refresh'],
  options: PlanOptions,
  diagnostics: readonly Diagnostic[],
): Promise<Plan> {
  if (workspace === null) {
    const asOf = options.asOf ?? dayIn('UTC', context.clock.now());
    return emptyPlan({ asOf, selection: [], rate: options.rate }, diagnostics);
  }
  if (refresh === 'offline') return planWorkspace(context, workspace, options);
  // HTTP and all that comes with it is loaded only where somebody asks for it.
  const { planRefreshed } = await import('./online.ts');
  return await planRefreshed(context, workspace, options);
}

function writePlan(context: Context, made: Plan, file: string): void {
  const content = planJson(describePlan(made, context.messages));
  const isEarlier = (bytes: Buffer): boolean => bytes.includes('"mendian/plan@1"');
  writeOutput(context, { file, content, isEarlier, expected: 'expect-new-file' });
  context.hint(context.messages.plan.written(file));
}
