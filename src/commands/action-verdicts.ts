/** Takes verdicts to the people who wait for them: the comments of merged pull requests, and the issues of rejections. */
import type { Diagnostic } from '../model.ts';
import { diagnosticsJson } from '../report/diagnostics.ts';
import type { ActionContext } from './action-context.ts';
import { keepRejectionIssues } from './action-rejections.ts';
import { type KnownReviews, tellReviews } from './action-reviews.ts';

/** Tells how the reviews of these stores ended; what could not be told is a warning, and never more. */
export async function tellVerdicts(
  context: ActionContext,
  known: KnownReviews,
  poiIds: ReadonlySet<string>,
): Promise<void> {
  const untold: readonly Diagnostic[] = [
    ...(await tellReviews(context, known, poiIds)),
    ...(await keepRejectionIssues(context, known)),
  ];
  if (untold.length > 0) context.annotate(diagnosticsJson(untold, context.messages));
}
