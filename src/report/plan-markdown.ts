/** A plan as Markdown, for summaries and pull requests. Pure. */

import type { Messages } from '../messages/en.ts';
import { type Bound, FINDINGS_SHARE, FRAME, leave, NO_BOUND, share, takeFitting } from './bounded.ts';
import { countSeverity, diagnosticsMarkdown } from './diagnostics.ts';
import { forMarkdown, shorten } from './escape.ts';
import { listPictureChanges, reviewNote, showFieldChange } from './fields.ts';
import { type DocumentChange, type PicturePlaces, pictureMarkdown, shownFields } from './pictures.ts';
import type { PlanDocument } from './plan-document.ts';
import { planTitle } from './plan-text.ts';
import { scheduledForecast, scheduledMarkdown } from './scheduled.ts';
import { selectionMarkdown } from './selection.ts';
import { keepTogether } from './table-words.ts';

const NAME_LENGTH = 60;
/** Longer tables are folded where the place folds at all. */
const LONGEST_OPEN_TABLE = 10;
const MOST_FINDINGS = 50;
/** The part of a place that coming days may take beside the stores. */
const SCHEDULED_SHARE = 0.3;

/** How much of a plan is shown, and with what around it. */
export interface PlanView {
  readonly bound: Bound;
  readonly fold: 'long-tables' | 'nothing';
  /** Markdown that says where all of it stands. */
  readonly elsewhere: string | null;
  /** Where local pictures can be looked at; without, they are named. */
  readonly places?: PicturePlaces | null;
  /** Blocks of Markdown after the counts and at the end. */
  readonly lead: readonly string[];
  readonly foot: readonly string[];
}

/** All of it, with nothing around. */
export const WHOLE_PLAN: PlanView = {
  bound: NO_BOUND,
  fold: 'nothing',
  elsewhere: null,
  lead: [],
  foot: [],
};

/** Counts first, findings, tables of changes, forecast and digest. Ends with a line break. */
export function planMarkdown(
  document: PlanDocument,
  messages: Messages,
  view: PlanView = WHOLE_PLAN,
): string {
  const errors = countSeverity(document.diagnostics, 'error');
  const head = [
    `### ${planTitle(document, messages)}`,
    errors > 0
      ? `**${messages.plan.nothingPlanned(errors)}**`
      : `**${messages.plan.summary(document.summary)}**`,
    ...view.lead,
    ...selectionMarkdown(document.selection, messages),
  ];
  const tail = [errors > 0 ? '' : endMarkdown(document, messages), ...view.foot];
  const frame = `${joinBlocks([...head, ...tail])}${view.elsewhere ?? ''}`;
  const room = leave({ ...view.bound, most: view.bound.most - FRAME }, frame);
  const findings = findingsBlock(document, messages, view, room);
  const around = leave(room, findings);
  const bound = document.changes.length > 0 ? share(around, SCHEDULED_SHARE) : around;
  const coming = scheduledMarkdown(document, messages, { bound, elsewhere: view.elsewhere });
  const tables = tableBlocks(document, messages, view, leave(around, joinBlocks(coming)));
  return `${joinBlocks([...head, findings, ...tables, ...coming, ...tail])}\n`;
}

function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

function findingsBlock(
  { diagnostics, changes }: PlanDocument,
  messages: Messages,
  { bound, elsewhere }: PlanView,
  room: Bound,
): string {
  const lines = diagnosticsMarkdown(diagnostics, messages);
  const shown = bound.most === Number.POSITIVE_INFINITY ? lines : lines.slice(0, MOST_FINDINGS);
  const { fitting } = takeFitting(shown, changes.length > 0 ? share(room, FINDINGS_SHARE) : room);
  const left = lines.length - fitting.length;
  const rest = left > 0 ? [`- ${messages.plan.leftOutFindings(left)}${elsewhere ?? ''}`] : [];
  return [...fitting, ...rest].join('\n');
}

/** Whether a pull request changes anything: now, or on a later day. */
export function hasOwnChanges(document: PlanDocument): boolean {
  const later = document.pull?.scheduled;
  const days = (later?.added.length ?? document.scheduled.length) + (later?.removed.length ?? 0);
  return days > 0 || listOwnChanges(document).length > 0;
}

/** The changes that a pull request brings, apart from those that wait already; all of them where nobody can tell. */
export function listOwnChanges({
  changes,
  pull,
  accounts,
}: Pick<PlanDocument, 'changes' | 'pull' | 'accounts'>): readonly DocumentChange[] {
  const earlier = new Set(pull?.waiting ?? []);
  return changes.filter((change) => !earlier.has(waitingKey(change, accounts)));
}

/** How a pull request's part of a plan names a store: by its id, and before it the account where there are several. */
export function waitingKey(
  { account, poi_id }: Pick<DocumentChange, 'account' | 'poi_id'>,
  accounts: PlanDocument['accounts'],
): string {
  return accounts === undefined ? poi_id : `${account}/${poi_id}`;
}

/** One table, or in a pull request two: what it brings, and what waits already. */
function tableBlocks(
  document: PlanDocument,
  messages: Messages,
  view: PlanView,
  room: Bound,
): readonly string[] {
  const { changes, pull } = document;
  if (changes.length === 0) return [];
  const several = document.accounts !== undefined;
  const tell = (rows: readonly DocumentChange[], title: string | null, left: Bound): string =>
    rows.length === 0 ? '' : tableBlock({ changes: rows, several }, title, messages, view, left);
  if ((pull?.waiting ?? null) === null) return [tell(changes, null, room)];
  const own = listOwnChanges(document);
  const others = changes.filter((change) => !own.includes(change));
  const { fromPull, waiting: waits } = messages.plan.sections;
  const first = tell(own, fromPull(own.length), room);
  const second = tell(others, waits(others.length), leave(room, first));
  return [own.length === 0 ? `**${fromPull(0)}**` : '', first, second];
}

function tableBlock(
  { changes, several }: { readonly changes: readonly DocumentChange[]; readonly several: boolean },
  title: string | null,
  messages: Messages,
  { fold, elsewhere, places = null }: PlanView,
  room: Bound,
): string {
  const rows = changes.map((change) => changeRow(change, messages, places, several));
  const { fitting, left } = takeFitting(rows, room);
  const rest = left > 0 ? `${messages.plan.leftOut(left)}${elsewhere ?? ''}` : '';
  const { action, store, change: what } = messages.plan.table;
  const columns = [action, ...(several ? [messages.accounts.column] : []), store, what];
  const table =
    fitting.length === 0
      ? ''
      : [
          `| ${columns.map(keepTogether).join(' | ')} |`,
          `|${' --- |'.repeat(columns.length)}`,
          ...fitting,
        ].join('\n');
  if (fold === 'nothing' || rows.length <= LONGEST_OPEN_TABLE) {
    return joinBlocks([title === null ? '' : `#### ${title}`, table, rest]);
  }
  const summary = title ?? messages.plan.sections.all(changes.length);
  return joinBlocks([`<details><summary>${summary}</summary>`, table, '</details>', rest]);
}

function changeRow(
  change: DocumentChange,
  messages: Messages,
  places: PicturePlaces | null,
  several: boolean,
): string {
  const name = change.name === null ? '' : `${forMarkdown(shorten(change.name, NAME_LENGTH))}<br>`;
  const file = change.file === null ? '' : `<br>${forMarkdown(change.file)}`;
  const cells = [
    keepTogether(messages.actions[change.action]),
    ...(several ? [forMarkdown(change.account)] : []),
    `${name}${forMarkdown(change.poi_id)}${file}`,
    changeCell(change, messages, places),
  ];
  return `| ${cells.join(' | ')} |`;
}

function changeCell(change: DocumentChange, messages: Messages, places: PicturePlaces | null): string {
  const lines = shownFields(change).flatMap((each) => {
    const note = reviewNote(change, each, messages);
    const head = `${messages.signs.labelled(each.field, forMarkdown(showFieldChange(each, messages)))}${note === null ? '' : messages.signs.aside(note)}`;
    return [
      head,
      ...listPictureChanges(each).map(
        (news) => `${news.sign === '+' ? '➕' : '➖'} ${pictureMarkdown(news, change, places)}`,
      ),
    ];
  });
  if (change.as_desired) lines.unshift(`*${messages.drift.onlyRecorded}*`);
  if (change.action === 'hold' && change.reason !== null)
    lines.unshift(`*${messages.plan.reasons[change.reason]}*`);
  if (change.action === 'update' && change.reason === 'special_hours')
    lines.unshift(`*${messages.plan.reasons.special_hours}*`);
  if (change.action === 'update' && change.reason === 'rejected')
    lines.unshift(`*${messages.plan.rejectedInPlace}*`);
  if (change.action === 'verify' || change.action === 'release')
    lines.unshift(`*${messages.plan.notes[change.action]}*`);
  return lines.join('<br>');
}

function endMarkdown(document: PlanDocument, messages: Messages): string {
  const { changes, forecast: expected, digest } = document;
  const { signs } = messages;
  const costs = changes.length > 0 && expected.calls > 0 ? messages.plan.forecast(expected) : null;
  const uploads = expected.uploads === undefined ? null : messages.pictures.forecast(expected.uploads);
  const parts = [costs, uploads, scheduledForecast(document, messages)].filter((part) => part !== null);
  const forecast =
    parts.length > 0 ? signs.sentence(signs.labelled(messages.plan.forecastLabel, signs.series(parts))) : '';
  if (changes.length === 0) return joinBlocks([messages.plan.noChanges, forecast]);
  return joinBlocks([forecast, signs.labelled(messages.plan.digestLabel, `\`${digest}\``)]);
}
