/** A plan for the terminal. Pure. */

import type { Messages } from '../messages/en.ts';
import type { Action, Change, Plan } from '../model/plan.ts';
import { countSeverity, diagnosticsText } from './diagnostics.ts';
import { forTerminal } from './escape.ts';
import { listPictureChanges, reviewNote, showFieldChange } from './fields.ts';
import { describeChange, shownFields } from './pictures.ts';
import type { PlanDocument } from './plan-document.ts';
import { scheduledForecast, scheduledText } from './scheduled.ts';
import { selectionText } from './selection.ts';
import { fitTo, NAME_COLUMNS, padTo, type Style, widest } from './style.ts';

const SIGNS: Readonly<Record<Action, string>> = {
  adopt: '+',
  update: '~',
  hold: '!',
  verify: '?',
  release: '-',
};

/** The whole plan: findings, changes, counts, forecast, digest. Ends with a line break. */
export function planText(plan: Plan, style: Style): string {
  const { messages } = style;
  const errors = countSeverity(plan.diagnostics, 'error');
  const blocks = [
    style.colors.bold(planTitle(plan, messages)),
    ...selectionText(plan.selection, messages),
    ...diagnosticsText(plan.diagnostics, style),
    ...listChanges(plan, style),
    ...scheduledText(plan, style),
    errors > 0 ? style.colors.red(messages.plan.nothingPlanned(errors)) : endText(plan, style),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The first line of a report; with errors nothing was counted. */
export function planTitle(
  { diagnostics, summary, as_of }: Pick<PlanDocument, 'diagnostics' | 'summary' | 'as_of'> | Plan,
  messages: Messages,
): string {
  const failed = countSeverity(diagnostics, 'error') > 0;
  return failed ? messages.plan.titleWithErrors(as_of) : messages.plan.title(summary.stores, as_of);
}

/** The changes and counts alone, for the question before an apply. */
export function changesText(plan: Plan, style: Style): string {
  return [...listChanges(plan, style), endText(plan, style)].join('\n\n');
}

/** The changes, under the name of their account where there are several. */
function listChanges({ changes, accounts }: Plan, style: Style): readonly string[] {
  if (accounts === undefined) return changes.map((change) => changeText(change, style));
  const { messages, colors } = style;
  const busy = accounts.filter(({ account }) => changes.some((change) => change.account === account));
  return busy.flatMap(({ account, summary }) => {
    const head = messages.signs.labelled(account, messages.plan.summary(summary));
    const own = changes.filter((change) => change.account === account);
    return [colors.bold(head), ...own.map((change) => changeText(change, style))];
  });
}

/** One change: a line for the store, one for the reason, one for each field. */
export function changeText(change: Change, style: Style): string {
  const { messages, colors } = style;
  const paint = paintFor(change.action, style);
  const name = change.name === null ? '' : `${fitTo(forTerminal(change.name), NAME_COLUMNS)} `;
  const action = messages.actions[change.action];
  const file = change.file === null ? '' : colors.dim(`  ${forTerminal(change.file)}`);
  const head = `${paint(SIGNS[change.action])} ${colors.bold(name)}${change.poi_id}  ${paint(action)}${file}`;
  const note = noteFor(change, style);
  return [head, ...(note === null ? [] : [`    ${colors.dim(note)}`]), ...fieldLines(change, style)].join(
    '\n',
  );
}

function fieldLines(change: Change, { messages, colors }: Style): readonly string[] {
  const fields = shownFields(describeChange(change));
  const width = widest(fields.map(({ field }) => field));
  return fields.flatMap((each) => {
    const note = reviewNote(change, each, messages);
    const suffix = note === null ? '' : colors.yellow(messages.signs.remark(note));
    const line = `    ${padTo(each.field, width)}  ${showFieldChange(each, messages)}${suffix}`;
    return [line, ...listPictureChanges(each).map(({ sign, url }) => `      ${sign} ${url}`)];
  });
}

function noteFor({ action, reason, as_desired }: Change, { messages }: Style): string | null {
  if (as_desired) return messages.drift.onlyRecorded;
  if (action === 'update' && reason === 'special_hours') return messages.plan.reasons.special_hours;
  if (action === 'update') return reason === 'rejected' ? messages.plan.rejectedInPlace : null;
  if (action === 'hold') return reason === null ? null : messages.plan.reasons[reason];
  return messages.plan.notes[action];
}

function paintFor(action: Action, { colors }: Style): (text: string) => string {
  return {
    adopt: colors.green,
    update: colors.yellow,
    hold: colors.magenta,
    verify: colors.cyan,
    release: colors.red,
  }[action];
}

/** How many of several accounts have nothing to show. */
function idleLine({ accounts, changes }: Plan, messages: Messages): readonly string[] {
  const busy = new Set(changes.map(({ account }) => account)).size;
  const idle = (accounts?.length ?? busy) - busy;
  return idle === 0 ? [] : [messages.accounts.unchanged(idle)];
}

function endText(plan: Plan, { messages, colors }: Style): string {
  const { signs } = messages;
  const summary = signs.sentence(
    signs.labelled(messages.plan.summaryLabel, messages.plan.summary(plan.summary)),
  );
  if (plan.diagnostics.some(({ code }) => code === 'SELECTION_EMPTY'))
    return colors.yellow(messages.plan.nothingSelected);
  const coming = scheduledForecast(plan, messages);
  if (plan.changes.length === 0) {
    const forecast =
      coming === null ? [] : [signs.sentence(signs.labelled(messages.plan.forecastLabel, coming))];
    return [colors.green(messages.plan.noChanges), summary, ...forecast].join('\n');
  }
  const lines = [colors.bold(summary), ...idleLine(plan, messages)];
  const costs = plan.forecast.calls > 0 ? messages.plan.forecast(plan.forecast) : null;
  const uploads =
    plan.forecast.uploads === undefined ? null : messages.pictures.forecast(plan.forecast.uploads);
  const forecast = signs.series([costs, uploads, coming].filter((part) => part !== null));
  if (forecast !== '') lines.push(signs.sentence(signs.labelled(messages.plan.forecastLabel, forecast)));
  lines.push(colors.dim(signs.labelled(messages.plan.digestLabel, plan.digest)));
  return lines.join('\n');
}
