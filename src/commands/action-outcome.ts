/** Tells the pull requests that a push merged what became of them, in the comment that showed their plan. */
import { keepComment, readComment } from '../github/comment.ts';
import { findMergedPulls } from '../github/pulls.ts';
import { asRunDiagnostic, type Diagnostic } from '../model.ts';
import { applyMarkdown } from '../report/apply.ts';
import { COMMENT_BOUND } from '../report/bounded.ts';
import type { ActionContext } from './action-context.ts';
import { keyOf, markerOf } from './action-plan.ts';
import type { Ended } from './ending.ts';

/** Lines of their own; a name can hold these words, but never as a whole line. */
const END_OF_OUTCOME = '<!-- mendian outcome ends -->';
/** The outcome's part of the comment; the plan takes the rest where it fits. */
const OUTCOME_PART = 0.6;

/** Writes the outcome into each comment; what could not be told comes back as warnings. */
export async function tellMergedPulls(context: ActionContext, ended: Ended): Promise<readonly Diagnostic[]> {
  const { event, inputs } = context;
  const silent =
    ended.outcomes.length === 0 && ended.diagnostics.every(({ severity }) => severity !== 'error');
  if (event.kind !== 'push' || inputs.comment === 'off' || silent || context.signal.aborted) return [];
  const github = await context.github();
  const pulls = await findMergedPulls(github, event.commits);
  if ('code' in pulls) return [asRunDiagnostic('warning', pulls)];
  const marker = markerOf(keyOf(context));
  const told: Diagnostic[] = [];
  for (const pull of pulls) {
    const earlier = await readComment(github, pull, marker);
    if (earlier !== null && 'code' in earlier) return [...told, asRunDiagnostic('warning', earlier)];
    const body = writeOutcome(context, ended, marker, earlier?.body ?? null);
    const failure = await keepComment(github, { pull, marker, body, mode: 'update', create: 'always' });
    if (failure !== null) told.push(asRunDiagnostic('warning', failure));
  }
  return told;
}

/** Outcome first, then the plan that the comment showed before, folded. */
function writeOutcome(
  { messages, run }: ActionContext,
  ended: Ended,
  marker: string,
  earlier: string | null,
): string {
  const outcome = applyMarkdown(ended, messages, {
    bound: { ...COMMENT_BOUND, most: COMMENT_BOUND.most * OUTCOME_PART },
    elsewhere: messages.github.elsewhere(run.url),
    foot: [messages.github.applied(run.url), END_OF_OUTCOME],
  });
  const head = `${marker}\n${outcome}`;
  const plan = earlier === null ? '' : findPlan(earlier);
  if (plan === '') return head;
  const whole = `${head}\n<details><summary>${messages.github.planFold}</summary>\n\n${plan}\n\n</details>\n`;
  return whole.length > COMMENT_BOUND.most ? head : whole;
}

/** The plan in a comment that may tell an earlier outcome already. */
function findPlan(body: string): string {
  const lines = body.split('\n');
  const end = lines.lastIndexOf(END_OF_OUTCOME);
  if (end < 0) return lines.slice(1).join('\n').trim();
  const folded = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  return folded
    .replace(/^<details><summary>[^<]*<\/summary>/u, '')
    .replace(/<\/details>$/u, '')
    .trim();
}
