/** A plan as Markdown, for summaries and pull requests. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Change, Plan } from '../model.ts';
import { countSeverity, diagnosticsMarkdown } from './diagnostics.ts';
import { forMarkdown, shorten } from './escape.ts';
import { listPictureChanges, reviewNote, showFieldChange } from './fields.ts';
import { planTitle } from './plan-text.ts';

const NAME_LENGTH = 60;

/** The whole plan: counts first, findings, a table of changes, forecast and digest. Ends with a line break. */
export function planMarkdown(plan: Plan, messages: Messages): string {
  const errors = countSeverity(plan.diagnostics, 'error');
  const blocks = [
    `### ${planTitle(plan, messages)}`,
    errors > 0 ? `**${messages.plan.nothingPlanned(errors)}**` : `**${messages.plan.summary(plan.summary)}**`,
    ...(plan.selection.length > 0 ? [messages.plan.selection(forMarkdown(plan.selection.join(' ')))] : []),
    ...(plan.diagnostics.length > 0 ? [diagnosticsMarkdown(plan.diagnostics, messages).join('\n')] : []),
    ...(plan.changes.length > 0 ? [changesTable(plan.changes, messages)] : []),
    errors > 0 ? '' : endMarkdown(plan, messages),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function changesTable(changes: readonly Change[], messages: Messages): string {
  const { action, store, change: what } = messages.plan.table;
  const rows = changes.map((change) => {
    const name = change.name === null ? '' : `${forMarkdown(shorten(change.name, NAME_LENGTH))}<br>`;
    const cells = [
      messages.actions[change.action],
      `${name}${forMarkdown(change.poi_id)}${change.file === null ? '' : `<br>${forMarkdown(change.file)}`}`,
      changeCell(change, messages),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [`| ${action} | ${store} | ${what} |`, '| --- | --- | --- |', ...rows].join('\n');
}

function changeCell(change: Change, messages: Messages): string {
  const lines = change.fields.flatMap((each) => {
    const note = reviewNote(change, each, messages);
    const head = `${each.field}: ${forMarkdown(showFieldChange(each, messages))}${note === null ? '' : ` (${note})`}`;
    return [
      head,
      ...listPictureChanges(each).map(({ sign, url }) => `${sign === '+' ? '➕' : '➖'} ${forMarkdown(url)}`),
    ];
  });
  if (change.action === 'hold' && change.reason !== null)
    lines.unshift(`*${messages.plan.reasons[change.reason]}*`);
  if (change.action === 'update' && change.reason === 'rejected')
    lines.unshift(`*${messages.plan.rejectedInPlace}*`);
  if (change.action === 'verify' || change.action === 'release')
    lines.unshift(`*${messages.plan.notes[change.action]}*`);
  return lines.join('<br>');
}

function endMarkdown(plan: Plan, messages: Messages): string {
  if (plan.changes.length === 0) return messages.plan.noChanges;
  const forecast =
    plan.forecast.calls > 0
      ? `${messages.plan.forecastLabel}: ${messages.plan.forecast(plan.forecast)}.\n\n`
      : '';
  return `${forecast}${messages.plan.digestLabel}: \`${plan.digest}\``;
}
