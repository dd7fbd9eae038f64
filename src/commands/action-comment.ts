/**
 * The second half for forks: their runs may not comment, so a run of the base repository does, from the plan file that
 * they left. The file is data: its size is bounded, its form is checked, and the Markdown is made anew.
 */

import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validatePlan } from '../base/generated/validate-plan.js';
import { keepComment } from '../github/comment.ts';
import { findPullOfHead } from '../github/pulls.ts';
import { loadMessages } from '../messages/choose.ts';
import type { Phrase } from '../messages/phrases.ts';
import { asRunDiagnostic, type Fault } from '../model.ts';
import { diagnosticsJson } from '../report/diagnostics.ts';
import type { PlanDocument } from '../report/plan-document.ts';
import type { ActionContext } from './action-context.ts';
import { writePlanComment } from './action-plan.ts';
import type { ExitCode } from './context.ts';

const PLAN_FILE = 'plan.json';
const LARGEST_BYTES = 20_000_000;

/** Posts the plan of another run on the pull request that the run was for. */
export async function commentAction(context: ActionContext): Promise<ExitCode> {
  const failure = await comment(context);
  if (failure === null) return 0;
  context.annotate(diagnosticsJson([asRunDiagnostic('error', failure)], context.messages));
  return 1;
}

async function comment(context: ActionContext): Promise<Fault | null> {
  const { event, inputs } = context;
  if (event.kind !== 'workflow_run' || event.event !== 'pull_request') {
    return invalid('artifact-not-of-a-pull');
  }
  const document = readPlanDocument(join(context.root, PLAN_FILE));
  if ('code' in document) return document;
  // The findings have their texts already: without an own choice the rest goes on in their language.
  const chosen = document.pull?.language ?? 'en';
  const messages = inputs.language === null ? await loadMessages(chosen) : context.messages;
  const github = await context.github();
  const head = { owner: event.headOwner, branch: event.headBranch, sha: event.headSha };
  const pull = await findPullOfHead(github, head);
  if (pull !== null && typeof pull !== 'number') return pull;
  if (pull === null) {
    // Closed, or moved on: the newer commit has a run of its own.
    context.print(`${messages.github.noPull}\n`);
    return null;
  }
  if (inputs.comment === 'off') return null;
  const foot = [messages.github.commit(event.headSha, event.url), messages.github.forkPlan];
  const text = writePlanComment({ messages, run: context.run }, document, event, foot);
  return await keepComment(github, { ...text, pull, mode: inputs.comment });
}

function readPlanDocument(path: string): PlanDocument | Fault {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return invalid({ phrase: 'artifact-missing', file: PLAN_FILE });
  if (!found.isFile()) return invalid({ phrase: 'artifact-special', file: PLAN_FILE });
  if (found.size > LARGEST_BYTES) return invalid({ phrase: 'artifact-too-large', file: PLAN_FILE });
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return invalid({ phrase: 'artifact-not-json', file: PLAN_FILE });
  }
  if (!validatePlan(document)) return invalid({ phrase: 'artifact-other-format', file: PLAN_FILE });
  // The schema has just been held against it.
  const plan = document as PlanDocument;
  return plan.pull === undefined ? invalid('artifact-outside-a-pull') : plan;
}

function invalid(detail: Phrase): Fault {
  return { code: 'ARTIFACT_INVALID', params: { detail } };
}
