/** The part of an apply that calls the platform: connect, run, fold what was recorded. */
import type { ApprovedChange } from '../apply/approval.ts';
import { endBecause } from '../apply/outcomes.ts';
import { applyWork } from '../apply/run.ts';
import { rememberRecords, withSentWords } from '../apply/sent-words.ts';
import { type ApplyOptions, type ApplyResult, needsLook, type Work } from '../apply/work.ts';
import type { Fault, Limit, LocalPicture, StoreRecord } from '../model.ts';
import { countAccountStores } from '../plan/plan.ts';
import { readPictureAgain } from '../stores/pictures.ts';
import { connect } from './connect.ts';
import type { Context } from './context.ts';
import { listOverdue } from './overdue.ts';
import { openProgress } from './progress.ts';
import type { PublishChoice } from './publishing.ts';
import type { Recording } from './recording.ts';
import { readSources, withSources } from './sources.ts';
import { knownPictures, restoreUploads, withContents } from './uploads.ts';
import { findToday, type Workspace } from './workspace.ts';

export interface ApplyCommandOptions {
  readonly planFile: string | null;
  readonly confirm: 'ask' | 'yes';
  /** 64 hexadecimal digits; null approves whatever is planned now. */
  readonly expectDigest: string | null;
  /** Changes that were approved in a plan over several accounts; null where plan file and digest say it. */
  readonly approved: readonly ApprovedChange[] | null;
  /** Null takes the policy of the settings. */
  readonly maxChanges: Limit | null;
  readonly maxReviews: Limit | null;
  readonly concurrency: number;
  readonly rate: number;
  readonly overwriteDrift: 'yes' | 'no';
  readonly acceptNames: 'yes' | 'no';
  readonly retryRefused: 'yes' | 'no';
  readonly skipInvalid: 'yes' | 'no';
  readonly choice: PublishChoice;
}

/** Sends the work and records each end; without work, and without a review that is overdue, calls nobody. */
export async function send(
  context: Context,
  options: ApplyCommandOptions,
  workspace: Workspace,
  works: readonly Work[],
  recording: Recording,
): Promise<ApplyResult> {
  const waiting = findWaiting(context, workspace, works);
  if (works.length === 0 && waiting.size === 0) return { outcomes: [], ...(await recording.fold()) };
  const calls = works.some(needsLook) || waiting.size > 0 ? 'needed' : 'unneeded';
  const connection = connect(context, workspace, calls);
  if (connection.value === null) {
    const cause = connection.diagnostics[0]?.code ?? 'NO_CREDENTIALS';
    const outcomes = works.map(({ change }) =>
      endBecause(change, 'skipped', { code: 'STOPPED', params: { cause } }),
    );
    return { outcomes, diagnostics: connection.diagnostics };
  }
  const { retryBaseMs } = connection.value;
  const records = workspace.state?.state.stores ?? new Map<string, StoreRecord>();
  const known = new Map(records);
  const platform = withSentWords(connection.value.platform, known);
  const { clock, messages, signal } = context;
  const progress = openProgress(context);
  const tellStopping = (): void => context.hint(messages.progress.stopping(String(signal.reason)));
  signal.addEventListener('abort', tellStopping);
  const sources = await readSources(context, workspace, options.choice);
  const state = workspace.state?.state;
  const pictures = knownPictures(state);
  const remembering = withContents(await recording.start(), pictures);
  const recorder = rememberRecords(withSources(remembering, sources, records), known);
  try {
    await restoreUploads(recorder, state);
    const readPicture = (picture: LocalPicture): Uint8Array | Fault =>
      readPictureAgain(context.root, picture);
    const hands = { platform, recorder, readPicture, clock, signal, tell: progress.tell };
    const applyOptions = toApplyOptions(context, options, workspace, retryBaseMs);
    const result = await applyWork(works, applyOptions, hands, waiting);
    progress.end();
    const folded = await recording.fold();
    if (folded.lines > 0)
      context.hint(
        messages.apply.stateWritten(workspace.account.state, folded.branch, options.choice.publish),
      );
    return { outcomes: result.outcomes, diagnostics: [...result.diagnostics, ...folded.diagnostics] };
  } finally {
    signal.removeEventListener('abort', tellStopping);
    await platform.close();
  }
}

/** Overdue reviews of stores that this run has nothing to do with: one look may end them. */
function findWaiting(
  context: Context,
  workspace: Workspace,
  works: readonly Work[],
): ReadonlyMap<string, StoreRecord> {
  const busy = new Set(works.map(({ change }) => change.poi_id));
  const overdue = listOverdue(workspace.state?.state.stores ?? new Map(), workspace, context.clock.now());
  return new Map([...overdue].filter(([poiId]) => !busy.has(poiId)));
}

function toApplyOptions(
  context: Context,
  options: ApplyCommandOptions,
  { settings, reading, state }: Workspace,
  retryBaseMs: number,
): ApplyOptions {
  const { concurrency, rate, overwriteDrift, acceptNames } = options;
  return {
    concurrency,
    rate,
    overwriteDrift,
    acceptNames,
    retryBaseMs,
    maxChanges: options.maxChanges ?? settings.policy.max_changes,
    maxReviews: options.maxReviews ?? settings.policy.max_reviews,
    today: findToday(context, { settings }),
    accountStores: countAccountStores({ stores: reading.stores, records: state?.state.stores ?? new Map() }),
    invalidFiles: reading.invalid.length,
    pictures: knownPictures(state?.state),
  };
}
