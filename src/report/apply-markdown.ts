/** The end of an apply as Markdown, for summaries and comments. Pure. */

import type { Messages } from '../messages/en.ts';
import type { OutcomeKind } from '../model/run.ts';
import type { ApplyDocument, DescribedOutcome } from './apply-document.ts';
import { type Bound, FINDINGS_SHARE, FRAME, leave, NO_BOUND, share, takeFitting } from './bounded.ts';
import { diagnosticsMarkdown } from './diagnostics.ts';
import { forMarkdown, forMarkdownSentence, shorten } from './escape.ts';
import { selectionMarkdown } from './selection.ts';
import { keepTogether } from './table-words.ts';

const NAME_LENGTH = 60;

/** How much of an apply is shown, and with what around it. */
export interface ApplyView {
  readonly bound: Bound;
  /** Markdown that says where all of it stands. */
  readonly elsewhere: string | null;
  readonly foot: readonly string[];
}

const WHOLE_APPLY: ApplyView = { bound: NO_BOUND, elsewhere: null, foot: [] };
const FAILURES_FIRST: readonly OutcomeKind[] = [
  'failed',
  'unknown',
  'deferred',
  'skipped',
  'applied',
  'released',
];

/** Counts first, then findings and a table with failures on top. */
export function applyMarkdown(
  document: ApplyDocument,
  messages: Messages,
  { bound, elsewhere, foot }: ApplyView = WHOLE_APPLY,
): string {
  const head = [
    `### ${messages.apply.title(document.outcomes.length)}`,
    `**${messages.apply.summary(document.summary)}**`,
    ...selectionMarkdown(document.selection ?? [], messages),
  ];
  const room = leave(
    { ...bound, most: bound.most - FRAME },
    [...head, ...foot, elsewhere ?? ''].join('\n\n'),
  );
  const findings = diagnosticsMarkdown(document.diagnostics, messages);
  const told = takeFitting(findings, share(room, document.outcomes.length > 0 ? FINDINGS_SHARE : 1));
  const rest = told.left > 0 ? [`- ${messages.plan.leftOutFindings(told.left)}${elsewhere ?? ''}`] : [];
  const found = [...told.fitting, ...rest].join('\n');
  const table = outcomesTable(document, messages, leave(room, found), elsewhere ?? '');
  const blocks = [...head, found, table, ...foot].filter((block) => block !== '');
  return `${blocks.join('\n\n')}\n`;
}

function outcomesTable(
  { outcomes, accounts }: ApplyDocument,
  messages: Messages,
  room: Bound,
  elsewhere: string,
): string {
  const several = accounts !== undefined;
  const sorted = FAILURES_FIRST.flatMap((kind) => outcomes.filter(({ outcome }) => outcome === kind));
  if (sorted.length === 0) return '';
  const { fitting, left } = takeFitting(
    sorted.map((outcome) => outcomeRow(outcome, messages, several)),
    room,
  );
  const { store, outcome: what, detail } = messages.apply.table;
  const columns = [what, ...(several ? [messages.accounts.column] : []), store, detail];
  const table = [
    `| ${columns.map(keepTogether).join(' | ')} |`,
    `|${' --- |'.repeat(columns.length)}`,
    ...fitting,
  ].join('\n');
  return left > 0 ? `${table}\n\n${messages.plan.leftOut(left)}${elsewhere}` : table;
}

function outcomeRow(outcome: DescribedOutcome, messages: Messages, several: boolean): string {
  const name = outcome.name === null ? '' : `${forMarkdown(shorten(outcome.name, NAME_LENGTH))}<br>`;
  const whose = several ? `${forMarkdown(outcome.account)} | ` : '';
  return `| ${keepTogether(messages.outcomes[outcome.outcome])} | ${whose}${name}${forMarkdown(outcome.poi_id)} | ${outcomeDetail(outcome, messages)} |`;
}

function outcomeDetail({ error, ...outcome }: DescribedOutcome, messages: Messages): string {
  if (error === null) return successNote(outcome, messages);
  const { message, hint } = error;
  const rid = error.rid === null ? '' : `<br>${forMarkdown(messages.apply.rid(error.rid))}`;
  return `${forMarkdownSentence(message)}${hint === null ? '' : `<br>→ ${forMarkdownSentence(hint)}`}${rid}`;
}

/** What an applied store's end means; empty for any other. */
function successNote(outcome: Omit<DescribedOutcome, 'error'>, { apply }: Messages): string {
  if (outcome.outcome !== 'applied') return '';
  if (!outcome.sent) return apply.notSent;
  if (outcome.audit_id !== null) return apply.auditStarted(outcome.audit_id);
  return outcome.review === 'pending' ? apply.auditUnknown : apply.sent;
}
