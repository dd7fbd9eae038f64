/** How an apply ends: what is printed, and the exit code. */
import { endBecause } from '../apply/outcomes.ts';
import type { ApplyResult } from '../apply/work.ts';
import { compareText } from '../base/canonical-json.ts';
import type { Plan } from '../model/plan.ts';
import { type Diagnostic, type Fault, NOWHERE, warning } from '../model.ts';
import { APPLY_FORMATS } from '../report/formats.ts';
import type { Context, ExitCode } from './context.ts';
import type { Workspace } from './workspace.ts';

/** How the command ended, before it is printed. */
export interface Ended extends ApplyResult {
  readonly digest: string;
  /** `--select` and `--exclude`, as given. */
  readonly selection: readonly string[];
  /** The plan that was applied or refused; null where none could be made. */
  readonly plan: Plan | null;
  /** The names of all accounts of the run; absent where there is one. */
  readonly accounts?: readonly string[];
}

/** A run that ended before anything could be planned. */
export function endUnplanned(diagnostics: readonly Diagnostic[]): Ended {
  return { digest: '', selection: [], plan: null, outcomes: [], diagnostics };
}

/** Nothing was sent: each planned store is skipped, with the reason. */
export function refuse(
  workspace: Workspace,
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  reason: Fault,
): Ended {
  const outcomes = plan.changes.map((change) => endBecause(change, 'skipped', reason));
  return finish(plan, { outcomes: [...outcomes, ...skipInvalid(workspace)], diagnostics });
}

/** Stores whose file cannot be read, named as far as their id is known. */
export function skipInvalid({ reading, account }: Workspace): ApplyResult['outcomes'] {
  return reading.invalid.flatMap(({ file, poi_id }) => {
    if (poi_id === null) return [];
    const place = { account: account.name, poi_id, name: null, file, attempts: 0 };
    const fault = { code: 'INVALID_FILE' as const, params: { file } };
    return [{ ...place, outcome: 'skipped' as const, error: { fault, errcode: null, rid: null } }];
  });
}

/** The end of a planned run, its outcomes in the order of the plan. */
export function finish(plan: Plan, { outcomes, diagnostics }: ApplyResult): Ended {
  const sorted = [...outcomes].sort((left, right) => compareText(left.poi_id, right.poi_id));
  const { digest, selection } = plan;
  const found = [...diagnostics, ...remarkDeferred(outcomes)];
  return { digest, selection, plan, outcomes: sorted, diagnostics: found };
}

/** Stores that were put off are no error, but must not be overlooked. */
export function remarkDeferred(outcomes: ApplyResult['outcomes']): readonly Diagnostic[] {
  const count = outcomes.filter(({ outcome }) => outcome === 'deferred').length;
  return count > 0 ? [warning('STORES_DEFERRED', NOWHERE, { count })] : [];
}

/** Prints the report. 1 where anything failed, is unknown, was skipped or invalid, or the run was refused. */
export function conclude(context: Context, ended: Ended): ExitCode {
  context.print(APPLY_FORMATS[context.format](ended, context.style));
  return judge(ended);
}

/** The exit code of an apply that ended so. */
export function judge(ended: Ended): ExitCode {
  const bad = ended.outcomes.some(({ outcome }) => ['failed', 'unknown', 'skipped'].includes(outcome));
  return bad || ended.diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}
