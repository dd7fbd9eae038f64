/** `mendian plan`: what an apply would do. Offline unless `--refresh`; writes nothing but `--out`. */
import { dirname, resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { dayIn } from '../base/clock.ts';
import { findPathPrefix } from '../base/path-prefix.ts';
import { findObstacle, LARGEST_JSON_BYTES, readPlainFile } from '../base/plain-file.ts';
import type { Diagnostic, Plan } from '../model.ts';
import { emptyPlan, hasWork } from '../plan/plan.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { PLAN_FORMATS } from '../report/formats.ts';
import { describePlan } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE, OptionError, parseDay } from './options.ts';
import { openWorkspace, type PlanOptions, planWorkspace, type Workspace } from './workspace.ts';

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
  const { workspace, diagnostics } = openWorkspace(context);
  const timezone = workspace?.settings.timezone ?? 'UTC';
  const asOf = options.at === null ? null : parseDay('--at', options.at, timezone);
  const planOptions = { asOf, retryRefused: 'no', rate: DEFAULT_RATE } as const;
  const made = await makePlan(context, workspace, options.refresh, planOptions, diagnostics);
  const failed = countSeverity(made.diagnostics, 'error') > 0;
  context.print(PLAN_FORMATS[context.format](made, context.style));
  if (options.out !== null && !failed) writePlan(context, made, options.out);
  else if (!failed && made.changes.length > 0)
    context.hint(context.messages.plan.next(made.selection.join(' ')));
  if (failed) return 1;
  return options.exitCode === 'detailed' && hasWork(made.changes) ? 2 : 0;
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
  const { planRefreshed } = await import('./refreshing.ts');
  return await planRefreshed(context, workspace, options);
}

/** Writes over nothing but an earlier plan: a slip must not cost a state, a store file or a device. */
function writePlan(context: Context, made: Plan, file: string): void {
  const path = resolve(context.root, file);
  if (!mayReplace(path) || findObstacle(context.root, findPathPrefix(context.root, dirname(path))) === 'link')
    throw new OptionError('--out', file, 'a new file, or an earlier plan to write over; no link');
  replaceFile(path, planJson(describePlan(made, context.messages)));
  context.hint(context.messages.plan.written(file));
}

function mayReplace(path: string): boolean {
  const { bytes, obstacle } = readPlainFile(path, LARGEST_JSON_BYTES);
  return obstacle === null ? bytes.includes('"mendian/plan@1"') : obstacle.reason === 'missing';
}
