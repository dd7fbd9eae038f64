/** `mendian plan`: what an apply would do. Offline; writes nothing but `--out`. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { dayIn } from '../base/clock.ts';
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

/** Writes over nothing but an earlier plan: a slip must not cost a state or a store file. */
function writePlan(context: Context, made: Plan, file: string): void {
  const old = readText(resolve(context.root, file));
  if (old !== null && !old.includes('"mendian/plan@1"')) {
    throw new OptionError('--out', file, 'a new file, or an earlier plan to write over');
  }
  replaceFile(resolve(context.root, file), planJson(describePlan(made, context.messages)));
  context.hint(context.messages.plan.written(file));
}

function readText(path: string): string | null {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : null;
}
