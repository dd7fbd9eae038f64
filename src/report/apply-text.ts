/** The end of an apply for the terminal. Pure. */

import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Outcome, OutcomeKind } from '../model/run.ts';
import { type ApplyReport, countOutcomes } from './apply-document.ts';
import { diagnosticsText } from './diagnostics.ts';
import { forTerminal } from './escape.ts';
import { selectionText } from './selection.ts';
import { fitTo, NAME_COLUMNS, padTo, type Style, widest } from './style.ts';

const MOST_QUIET_LINES = 20;
const MOST_SKIPPED_LINES = 3;

/** Every store that is worth a line, failures last so that they stay on the screen; then the counts. */
export function applyText(report: ApplyReport, style: Style): string {
  const { messages, colors } = style;
  const order: readonly OutcomeKind[] = ['applied', 'released', 'deferred', 'skipped', 'unknown', 'failed'];
  const sorted = order.flatMap((kind) => report.outcomes.filter(({ outcome }) => outcome === kind));
  const counts = countOutcomes(report.outcomes);
  const end = [
    ...(report.outcomes.length === 0 && report.diagnostics.every(({ severity }) => severity !== 'error')
      ? [colors.green(messages.apply.nothing)]
      : [
          colors.bold(
            messages.signs.sentence(
              messages.signs.labelled(messages.apply.summaryLabel, messages.apply.summary(counts)),
            ),
          ),
        ]),
    ...idleLine(report, messages),
  ];
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const remarks = report.diagnostics.filter(
    ({ severity, code }) => severity !== 'error' && code !== 'STORES_DEFERRED',
  );
  const deferred = report.diagnostics.filter(({ code }) => code === 'STORES_DEFERRED');
  const blocks = [
    ...selectionText(report.selection, messages),
    ...diagnosticsText(remarks, style),
    ...(sorted.length > 0 ? [outcomeLines(sorted, style, report.accounts !== undefined).join('\n')] : []),
    ...diagnosticsText([...deferred, ...errors], style),
    end.join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** How many of several accounts have neither an outcome nor a finding. */
function idleLine({ accounts, outcomes, diagnostics }: ApplyReport, messages: Messages): readonly string[] {
  if (accounts === undefined || outcomes.length === 0) return [];
  const busy = new Set([
    ...outcomes.map(({ account }) => account),
    ...diagnostics.flatMap((each) => each.accounts ?? []),
  ]);
  const idle = accounts.filter((account) => !busy.has(account)).length;
  return idle === 0 ? [] : [messages.accounts.idle(idle)];
}

/** A line a store; many that ended alike without a call are told in one, so that what happened stays on the screen. */
function outcomeLines(outcomes: readonly Outcome[], style: Style, several: boolean): readonly string[] {
  const { messages } = style;
  const quiet = ifMany(outcomes.filter(isQuiet), MOST_QUIET_LINES);
  const alike = groupSkipped(outcomes, messages).filter(({ length }) => length > MOST_SKIPPED_LINES);
  const told = new Set([...quiet, ...alike.flat()]);
  return [
    ...(quiet.length > 0 ? [groupText('applied', messages.apply.alreadySo(quiet.length), style)] : []),
    ...outcomes.filter((each) => !told.has(each)).map((outcome) => outcomeText(outcome, style, several)),
    ...alike.map((group) => skippedText(group, style, several)),
  ];
}

function skippedText(group: readonly Outcome[], style: Style, several: boolean): string {
  const [first] = group;
  if (first === undefined) return '';
  const { messages } = style;
  const reason = forTerminal(outcomeReason(first, messages));
  const whose = several ? `[${forTerminal(first.account)}] ` : '';
  return groupText('skipped', `${whose}${messages.apply.skippedAlike(group.length, reason)}`, style);
}

function isQuiet(outcome: Outcome): boolean {
  return outcome.outcome === 'applied' && !outcome.sent;
}

/** The skipped stores by account and reason, word for word: runs that were refused or stopped. */
function groupSkipped(outcomes: readonly Outcome[], messages: Messages): readonly (readonly Outcome[])[] {
  const groups = new Map<string, Outcome[]>();
  for (const each of outcomes.filter(({ outcome }) => outcome === 'skipped')) {
    const key = JSON.stringify([each.account, outcomeReason(each, messages)]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** A group that is too long to list, or nothing. */
function ifMany(group: readonly Outcome[], most: number): readonly Outcome[] {
  return group.length > most ? group : [];
}

function groupText(kind: 'applied' | 'skipped', text: string, { messages, colors }: Style): string {
  const paint = kind === 'applied' ? colors.green : colors.yellow;
  return `${paint(outcomeWord(kind, messages))} ${text}`;
}

function outcomeReason(outcome: Outcome, messages: Messages): string {
  return 'error' in outcome ? describeFault(outcome.error.fault, messages).message : '';
}

/** One store's end: a line, and for anything but success the reason and the next step. */
export function outcomeText(outcome: Outcome, { messages, colors }: Style, several = false): string {
  const paint = {
    applied: colors.green,
    released: colors.green,
    deferred: colors.yellow,
    skipped: colors.yellow,
    unknown: colors.red,
    failed: colors.red,
  }[outcome.outcome];
  const name = outcome.name === null ? '' : `${fitTo(forTerminal(outcome.name), NAME_COLUMNS)} `;
  const word = outcomeWord(outcome.outcome, messages);
  const indent = ' '.repeat(widest([word]) + 1);
  const whose = several ? `[${forTerminal(outcome.account)}] ` : '';
  const head = `${paint(word)} ${whose}${name}${outcome.poi_id}`;
  if (!('error' in outcome)) return `${head}${colors.dim(successNote(outcome, messages))}`;
  const file = outcome.file === null ? '' : colors.dim(`  ${forTerminal(outcome.file)}`);
  const { message, hint } = describeFault(outcome.error.fault, messages);
  const rid = outcome.error.rid === null ? '' : ` ${messages.apply.rid(forTerminal(outcome.error.rid))}`;
  const lines = [
    `${head}${file}`,
    `${indent}${colors.dim(outcome.error.fault.code)} ${forTerminal(message)}${rid}`,
  ];
  return [...lines, ...(hint === null ? [] : [colors.cyan(`${indent}→ ${forTerminal(hint)}`)])].join('\n');
}

/** As wide as every other one, in the language of the messages. */
function outcomeWord(kind: OutcomeKind, { outcomes }: Messages): string {
  return padTo(outcomes[kind], widest(Object.values(outcomes)));
}

function successNote(outcome: Outcome, messages: Messages): string {
  if (outcome.outcome !== 'applied') return '';
  if (!outcome.sent) return `  ${messages.apply.notSent}`;
  if (outcome.audit_id !== null) return `  ${messages.apply.auditStarted(outcome.audit_id)}`;
  return outcome.review === 'pending' ? `  ${messages.apply.auditUnknown}` : `  ${messages.apply.sent}`;
}
