/** What the checks of `doctor` are made of: a table of small judgements over facts that were gathered before. */
import { readSystemCode } from '../base/system-error.ts';
import type { Messages } from '../messages/en.ts';
import type { FaultCode, FaultParams } from '../messages/faults.ts';
import type { Plan } from '../model/plan.ts';
import type { Account, Diagnostic, Fault } from '../model.ts';
import type { CheckEnd, CheckGroup, CheckName, Finding, Note, Reason } from '../report/doctor.ts';
import type { CheckedSettings } from './accounts.ts';
import type { Context } from './context.ts';
import type { Workspace } from './workspace.ts';

type Ui = Messages['doctor'];

/** One row: a name and what is made of the facts; null where the check does not apply here. */
export interface Check<F> {
  readonly name: CheckName;
  readonly judge: (facts: F) => Finding | null;
}

/** What the groups share. */
export interface Scene {
  readonly context: Context;
  readonly network: 'use' | 'leave';
  /** Null where no account is known; then `diagnostics` says why. */
  readonly opened: Opened | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Further accounts whose files a check of the whole clone counts in; absent where there is one. */
  readonly others?: readonly Account[];
}

/** The account's files as they are now. */
export interface Opened {
  readonly settings: CheckedSettings;
  readonly workspace: Workspace;
  /** What was found in state and journal alone. */
  readonly stateDiagnostics: readonly Diagnostic[];
  /** Null where errors in the files leave nothing to plan. */
  readonly plan: Plan | null;
}

/** All rows over the facts, each for itself. */
export function judgeAll<F>(group: CheckGroup, checks: readonly Check<F>[], facts: F): readonly CheckEnd[] {
  return checks.flatMap(({ name, judge }) => {
    const finding = judge(facts);
    return finding === null ? [] : [{ group, name, finding }];
  });
}

/**
 * A group whose facts are gathered by a probe. Where the system refuses the probe, the first row says so and the
 * others are not checked; the other groups go on.
 */
export async function examine<F>(
  group: CheckGroup,
  checks: readonly Check<F>[],
  probe: () => F | Promise<F>,
): Promise<readonly CheckEnd[]> {
  try {
    return judgeAll(group, checks, await probe());
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    return checks.map(({ name }, index) => ({
      group,
      name,
      finding: index === 0 ? faulty('MACHINE_FAILED', { detail }) : skipped('machine'),
    }));
  }
}

export function ok<N extends keyof Ui['notes']>(text: N, ...values: Parameters<Ui['notes'][N]>): Finding {
  // The signature guarantees that the pair is a member of the union.
  return { result: 'ok', note: { text, values } as unknown as Note };
}

export function skipped<N extends keyof Ui['reasons']>(
  text: N,
  ...values: Parameters<Ui['reasons'][N]>
): Finding {
  return { result: 'not-checked', reason: { text, values } as unknown as Reason };
}

export function faulty<C extends FaultCode>(code: C, params: FaultParams[C]): Finding {
  return withFault('fault', { code, params } as unknown as Fault);
}

export function doubtful<C extends FaultCode>(code: C, params: FaultParams[C]): Finding {
  return withFault('warning', { code, params } as unknown as Fault);
}

export function withFault(result: 'warning' | 'fault', fault: Fault): Finding {
  return { result, fault };
}

/** A fault with errors among the findings, a warning with warnings; null where there is neither. */
export function fromDiagnostics(diagnostics: readonly Diagnostic[], shownBy: string): Finding | null {
  const [first, ...more] = diagnostics.filter(({ severity }) => severity !== 'info');
  if (first === undefined) return null;
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return { result: failed ? 'fault' : 'warning', diagnostics: [first, ...more], shownBy };
}
