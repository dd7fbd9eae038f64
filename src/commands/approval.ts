/** Reads what was approved: a plan file, an expected digest, or whatever is planned now. */

import { resolve } from 'node:path';
import { type ApprovedChange, checkDigest, splitByApproval } from '../apply/approval.ts';
import { checkPlanFile } from '../apply/plan-file.ts';
import { describeObstacle, LARGEST_JSON_BYTES, readNamedFile } from '../base/plain-file.ts';
import type { Change, Plan } from '../model/plan.ts';
import { asRunDiagnostic, type Diagnostic, type Fault, fault, NOWHERE, type Read } from '../model.ts';
import type { Context } from './context.ts';
import type { ApplyCommandOptions } from './sending.ts';

export interface Approval {
  readonly approved: readonly Change[];
  readonly unapproved: readonly Change[];
  /** Why the run must not begin, or null. */
  readonly refusal: Fault | null;
  readonly diagnostics: readonly Diagnostic[];
}

type ApprovalOptions = Pick<ApplyCommandOptions, 'planFile' | 'expectDigest' | 'approved'>;

/** Compares the plan of now with what was approved. */
export function readApproval(
  context: Context,
  plan: Plan,
  { planFile, expectDigest, approved }: ApprovalOptions,
): Approval {
  const mismatch = expectDigest === null ? null : checkDigest(plan.digest, expectDigest);
  if (mismatch !== null) {
    return {
      approved: [],
      unapproved: [],
      refusal: mismatch,
      diagnostics: [asRunDiagnostic('error', mismatch)],
    };
  }
  if (approved !== null)
    return { ...splitByApproval(plan.changes, approved), refusal: null, diagnostics: [] };
  if (planFile === null) return { approved: plan.changes, unapproved: [], refusal: null, diagnostics: [] };
  const file = readPlanFile(context, planFile);
  if (file.value !== null) {
    return { ...splitByApproval(plan.changes, file.value), refusal: null, diagnostics: [] };
  }
  const refusal: Fault = { code: 'STOPPED', params: { cause: 'PLAN_FILE_UNREADABLE' } };
  return { approved: [], unapproved: [], refusal, diagnostics: file.diagnostics };
}

function readPlanFile(context: Context, file: string): Read<readonly ApprovedChange[]> {
  const { bytes, obstacle } = readNamedFile(resolve(context.root, file), LARGEST_JSON_BYTES);
  if (obstacle === null) return checkPlanFile(bytes.toString('utf8'), file);
  const detail = describeObstacle(obstacle);
  return { value: null, diagnostics: [fault('PLAN_FILE_UNREADABLE', NOWHERE, { file, detail })] };
}
