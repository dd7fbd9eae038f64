/** Tells the pull requests that a push merged what became of them, in the comment that showed their plan. */
import { keepComment, readComment } from '../github/comment.ts';
import { findMergedPulls } from '../github/pulls.ts';
import { asRunDiagnostic, type Diagnostic } from '../model.ts';
import type { ApplyDocument } from '../report/apply-document.ts';
import { applyMarkdown } from '../report/apply-markdown.ts';
import { COMMENT_BOUND } from '../report/bounded.ts';
import { composeComment, END_OF_OUTCOME, NO_PARTS, splitComment } from '../report/comment-parts.ts';
import type { ActionContext } from './action-context.ts';
import { keyOf, markerOf } from './action-plan.ts';

/** The outcome's part of the comment; the plan takes the rest where it fits. */
const OUTCOME_PART = 0.6;

/** Writes the outcome into each comment; what could not be told comes back as warnings. */
export async function tellMergedPulls(
  context: ActionContext,
  document: ApplyDocument,
): Promise<readonly Diagnostic[]> {
  const { event, inputs } = context;
  const silent =
    document.outcomes.length === 0 && document.diagnostics.every(({ severity }) => severity !== 'error');
  if (event.kind !== 'push' || inputs.comment === 'off' || silent || context.signal.aborted) return [];
  const github = await context.github();
  const pulls = await findMergedPulls(github, event.commits);
  if ('code' in pulls) return [asRunDiagnostic('warning', pulls)];
  const marker = markerOf(keyOf(context));
  const told: Diagnostic[] = [];
  for (const pull of pulls) {
    const earlier = await readComment(github, pull, marker);
    if (earlier !== null && 'code' in earlier) return [...told, asRunDiagnostic('warning', earlier)];
    const body = writeOutcome(context, document, marker, earlier?.body ?? null);
    const failure = await keepComment(github, { pull, marker, body, mode: 'update', create: 'always' });
    if (failure !== null) told.push(asRunDiagnostic('warning', failure));
  }
  return told;
}

/** The outcome in its place; what reviews and plan said stays. */
function writeOutcome(
  { messages, run }: ActionContext,
  document: ApplyDocument,
  marker: string,
  earlier: string | null,
): string {
  const outcome = applyMarkdown(document, messages, {
    bound: { ...COMMENT_BOUND, most: COMMENT_BOUND.most * OUTCOME_PART },
    elsewhere: messages.github.elsewhere(run.url),
    foot: [messages.github.applied(run.url), END_OF_OUTCOME],
  });
  const parts = earlier === null ? NO_PARTS : splitComment(earlier);
  return composeComment(marker, { ...parts, outcome: outcome.trimEnd() }, messages);
}
