/** `mendian plan`: what an apply would do. Offline; writes nothing but `--out`. */
import { dirname, resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { dayIn } from '../base/clock.ts';
import { findPathPrefix } from '../base/path-prefix.ts';
import { findObstacle, LARGEST_JSON_BYTES, readPlainFile } from '../base/plain-file.ts';
import type { Plan } from '../model.ts';
import { emptyPlan, hasWork } from '../plan/plan.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { PLAN_FORMATS } from '../report/formats.ts';
import { describePlan } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE, OptionError, parseDay } from './options.ts';
import { openWorkspace, planWorkspace } from './workspace.ts';

export interface PlanCommandOptions {
  readonly out: string | null;
  readonly exitCode: 'plain' | 'detailed';
  /** The day or moment to plan for, as written; null is today. */
  readonly at: string | null;
}

/** Plans and prints. Exit 1 with errors; 2 with `--detailed-exitcode` where there is something to do. */
export function plan(context: Context, options: PlanCommandOptions): ExitCode {
  const { workspace, diagnostics } = openWorkspace(context);
  const timezone = workspace?.settings.timezone ?? 'UTC';
  const asOf = options.at === null ? null : parseDay('--at', options.at, timezone);
  const planOptions = { asOf, retryRefused: 'no', rate: DEFAULT_RATE } as const;
  const made =
    workspace === null
      ? emptyPlan(
          { asOf: asOf ?? dayIn(timezone, context.clock.now()), selection: [], rate: DEFAULT_RATE },
          diagnostics,
        )
      : planWorkspace(context, workspace, planOptions);
  const failed = countSeverity(made.diagnostics, 'error') > 0;
  context.print(PLAN_FORMATS[context.format](made, context.style));
  if (options.out !== null && !failed) writePlan(context, made, options.out);
  else if (!failed && made.changes.length > 0)
    context.hint(context.messages.plan.next(made.selection.join(' ')));
  if (failed) return 1;
  return options.exitCode === 'detailed' && hasWork(made.changes) ? 2 : 0;
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
