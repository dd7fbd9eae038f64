/** A comparison without its printing: what blocks it, the look at the platform, and what is accepted. */

import type { Drift } from '../model/drift.ts';
import { type Diagnostic, NOWHERE, notice } from '../model.ts';
import { NO_PICTURES, readKnownPictures } from '../pictures.ts';
import { compareLive, type LiveView } from '../plan/drift.ts';
import { mergeDiagnostics, type Part } from '../plan/merge.ts';
import { type DriftReport, storeKey, summariseDrift } from '../report/drift-document.ts';
import { makeSelector } from '../stores/select.ts';
import { type AcceptRun, acceptDrift } from './accepting.ts';
import type { Context } from './context.ts';
import { listSelected, readLiveView, type ViewOptions } from './live-view.ts';
import { DEFAULT_RATE } from './options.ts';
import type { Recording } from './recording.ts';
import { planWhatIsRight, type Workspace } from './workspace.ts';

export interface DriftOptions extends ViewOptions {
  /** `no` only compares. */
  readonly accept: 'no' | AcceptRun;
}

export interface Compared {
  readonly report: DriftReport;
  /** Store files that were written, or would be. */
  readonly files: number;
  /** The state files that hold accepted values. */
  readonly recorded: readonly string[];
}

/** Findings of a plan that speak against comparing at all, or are about the selection. */
const BLOCKING: readonly Diagnostic['code'][] = ['SELECTION_EMPTY', 'SELECTION_UNMATCHED', 'NOTHING_TO_PLAN'];

/** Compares a workspace with what is live. Files with errors are named and left out; the others are compared. */
export async function compareWorkspace(
  context: Context,
  workspace: Workspace,
  options: DriftOptions,
  recording: Recording | null,
): Promise<Compared> {
  const plan = planWhatIsRight(context, workspace, { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE });
  const isFolderTold = workspace.diagnostics.some(({ code }) => code === 'STORES_FOLDER_MISSING');
  const remarks = plan.diagnostics.filter(
    ({ severity, code }) =>
      severity === 'error' || (BLOCKING.includes(code) && !(isFolderTold && code === 'NOTHING_TO_PLAN')),
  );
  const found = [...withoutAdvice(workspace), ...remarks];
  const tell = (drift: Drift | null, more: readonly Diagnostic[]): DriftReport => ({
    drift,
    accepted: new Map(),
    mode: options.accept === 'no' ? 'report' : options.accept === 'dry' ? 'dry-run' : 'accept',
    selection: plan.selection,
    diagnostics: [...found, ...more],
  });
  if (workspace.state === null || remarks.some(({ severity }) => severity === 'error'))
    return { report: tell(null, []), files: 0, recorded: [] };
  const empty = plan.selection.length > 0 && listSelected(context, workspace).length === 0;
  const view = empty ? NOTHING : await readLiveView(context, workspace, options);
  if (view.value === null) return { report: tell(null, view.diagnostics), files: 0, recorded: [] };
  const drift = compareView(context, workspace, view.value, plan.as_of);
  const report = tell(drift, [...view.diagnostics, ...remarkEnded(drift)]);
  if (options.accept === 'no') return { report, files: 0, recorded: [] };
  const input = { workspace, drift, live: view.value, run: options.accept, recording };
  const { fields, files, recorded, diagnostics } = await acceptDrift(context, input);
  const account = workspace.account.name;
  return {
    report: {
      ...report,
      accepted: new Map([...fields].map(([poi_id, names]) => [storeKey({ account, poi_id }), names])),
      diagnostics: [...report.diagnostics, ...diagnostics],
    },
    files,
    recorded: recorded === 'yes' ? [workspace.account.state] : [],
  };
}

/** One comparison over all accounts; what could not be compared of some stands beside what was of others. */
export function mergeCompared(parts: readonly [Part<Compared>, ...Part<Compared>[]]): Compared {
  const [{ part: first }] = parts;
  const reports = parts.map(({ account, part }) => ({ account, report: part.report }));
  const report: DriftReport = {
    drift: mergeDrifts(reports.flatMap(({ report: { drift } }) => (drift === null ? [] : [drift]))),
    accepted: new Map(reports.flatMap(({ report: { accepted } }) => [...accepted])),
    mode: first.report.mode,
    selection: first.report.selection,
    diagnostics: mergeDiagnostics(
      reports.map(({ account, report: { diagnostics } }) => ({ account, part: diagnostics })),
    ),
    accounts: reports.map(({ account, report: own }) => ({
      account,
      summary: own.drift === null ? null : summariseDrift(own),
    })),
  };
  const files = parts.reduce((sum, { part }) => sum + part.files, 0);
  return { report, files, recorded: parts.flatMap(({ part }) => part.recorded) };
}

function mergeDrifts(drifts: readonly Drift[]): Drift | null {
  if (drifts.length === 0) return null;
  return {
    stores: drifts.reduce((sum, { stores }) => sum + stores, 0),
    found: drifts.flatMap(({ found }) => found),
    ended: drifts.flatMap(({ ended }) => ended),
    scope: drifts.every(({ scope }) => scope === 'all') ? 'all' : 'some',
  };
}

/** Warnings about how files are written are validate's and the plan's: they say nothing of what is live. */
function withoutAdvice({ diagnostics, reading }: Workspace): readonly Diagnostic[] {
  const advice = new Set(reading.diagnostics.filter(({ severity }) => severity === 'warning'));
  return diagnostics.filter((each) => !advice.has(each));
}

const NOTHING: { readonly value: LiveView; readonly diagnostics: readonly Diagnostic[] } = {
  value: { stores: new Map(), scope: 'some', cards: new Map() },
  diagnostics: [],
};

/** The comparison itself, of what the options select, with the hours that the files ask for on a day. */
export function compareView(
  { select, exclude }: Context,
  workspace: Workspace,
  live: LiveView,
  asOf: string,
): Drift {
  const { account, reading, state } = workspace;
  return compareLive({
    account: account.name,
    asOf,
    stores: reading.stores,
    invalid: reading.invalid,
    records: state?.state.stores ?? new Map(),
    pictures: state === null ? NO_PICTURES : readKnownPictures(state.state),
    live,
    isSelected: makeSelector(select, exclude, account.stores),
  });
}

/** Reviews that came to their end. */
function remarkEnded({ ended }: Drift): readonly Diagnostic[] {
  return ended.length === 0 ? [] : [notice('REVIEWS_ENDED', NOWHERE, { count: ended.length, seen: 'drift' })];
}
