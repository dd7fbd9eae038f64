/**
 * The state of one account while a command may change it: locked, the journal folded in before and after, and where
 * a branch keeps the state for all, that branch joined before and told afterwards.
 */
import { removeLeftovers, replaceFile } from '../base/atomic-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import type { Recorder } from '../model/run.ts';
import {
  type Account,
  asRunDiagnostic,
  type Diagnostic,
  fault,
  NOWHERE,
  type Read,
  type State,
  type StoreRecord,
  type Verdict,
} from '../model.ts';
import { commitMessage } from '../report/commit-message.ts';
import { readStateFile } from '../state/file.ts';
import { formatState } from '../state/format.ts';
import { takeOver } from '../state/joined.ts';
import { type Journal, journalPath, openJournal } from '../state/journal.ts';
import { hasJournal, loadState, settleState } from '../state/load.ts';
import { type Lock, lockPath, takeLock } from '../state/lock.ts';
import { type Finished, openPublisher, type Publisher } from '../state/publish.ts';
import { createRecorder } from '../state/recorder.ts';
import { withVerdict } from '../state/verdicts.ts';
import type { Context } from './context.ts';
import type { Shared } from './publishing.ts';
import { statePath } from './workspace.ts';

export interface Recording {
  /** Brings the state file up to what the shared branch holds. A fault: another run is at work, or the checkout is old. */
  join(): Promise<readonly Diagnostic[]>;
  /** Writes what an interrupted run left into the state, and opens a new journal. */
  start(): Promise<Recorder>;
  /** Keeps the end of a review that no record matches yet, in the state file at once. */
  keepVerdict(verdict: Verdict): void;
  /** Ends the journal, writes the state and tells the branch. What cannot be written stays where it is. */
  fold(): Promise<Folded>;
  /** The records as the last fold left them; null where nothing was folded. */
  records(): ReadonlyMap<string, StoreRecord> | null;
  release(): void;
}

export interface Folded {
  /** Lines of the journal that were folded in. */
  readonly lines: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The branch that holds all of it, null where there is none or it does not. */
  readonly branch: string | null;
}

/** A shared branch, and what the publisher needs besides. */
export interface Sharing extends Shared {
  readonly checkpoint: number;
  readonly retryBaseMs: number;
  /** Where the state is found when the branch does not take it, for people. */
  readonly kept: string;
  /** Names of stores for the commit message, by `poi_id`. */
  readonly names: () => ReadonlyMap<string, string>;
}

/** Takes the account's lock. */
export function openRecording(context: Context, account: Account, sharing: Sharing | null): Read<Recording> {
  const lock = tryLock(context, account);
  if (lock.value === null) return { value: null, diagnostics: lock.diagnostics };
  removeLeftovers(statePath(context, account));
  return { value: createRecording(context, account, lock.value, sharing), diagnostics: [] };
}

function createRecording(context: Context, account: Account, lock: Lock, sharing: Sharing | null): Recording {
  const path = statePath(context, account);
  const publisher = sharing === null ? null : createPublisher(context, account, sharing);
  let journal: Journal | null = null;
  let folded: ReadonlyMap<string, StoreRecord> | null = null;
  return {
    join: async () => {
      if (publisher === null || sharing === null) return [];
      if (hasJournal(path)) settleState(path, account.state);
      return await joinBranch(publisher, path, account, sharing);
    },
    start: async () => {
      if (hasJournal(path)) settleState(path, account.state);
      const records = loadState(path, account.state).value?.state.stores;
      journal = await openJournal(journalPath(path), context.clock, records);
      return tellClaim(context, createRecorder(journal, publisher), sharing);
    },
    keepVerdict: (verdict) => {
      const local = loadState(path, account.state).value;
      if (local !== null) replaceFile(path, formatState(withVerdict(local.state, verdict)));
    },
    fold: async () => {
      // A run with nothing to do still brings home what an interrupted one left.
      if (journal === null && publisher === null && !hasJournal(path))
        return { lines: 0, diagnostics: [], branch: null };
      await journal?.close().catch(() => {});
      journal = null;
      const settled = settle(path, account);
      folded = settled.records;
      if (publisher === null || sharing === null || settled.records === null) return settled;
      const finished = await publisher.finish();
      if (finished.published !== null) {
        const { tip, state } = finished.published;
        folded = state.stores;
        await takeOver(sharing.branch, tip, state, (now) => writeIfNew(path, account, now));
      }
      const told = describeFinished(finished, sharing);
      const branch = finished.published === null ? null : sharing.branch.name;
      return { lines: settled.lines, diagnostics: [...settled.diagnostics, ...told], branch };
    },
    records: () => folded,
    release: () => lock.release(),
  };
}

/** Says that the claim stands, where others see it. */
function tellClaim({ hint, messages }: Context, recorder: Recorder, sharing: Sharing | null): Recorder {
  return {
    ...recorder,
    claim: async (sending) => {
      const refused = await recorder.claim(sending);
      if (refused === null && sharing?.claims === 'shared')
        hint(messages.progress.claimed(sending.size, sharing.branch.name));
      return refused;
    },
  };
}

async function joinBranch(
  publisher: Publisher,
  path: string,
  account: Account,
  { branch }: Sharing,
): Promise<readonly Diagnostic[]> {
  const local = loadState(path, account.state);
  if (local.value === null) return local.diagnostics;
  const joined = await publisher.join(local.value.state);
  if (joined.fault !== null) return [asRunDiagnostic('error', joined.fault)];
  await takeOver(branch, joined.tip, joined.state, (now) => writeIfNew(path, account, now));
  return [];
}

/** A file that says the same already stays as it is; one that cannot be read is not written over. */
function writeIfNew(path: string, { state: file }: Account, now: State): void {
  const found = readStateFile(path, file).value;
  if (found === null || (found.presence === 'missing' && now.stores.size === 0)) return;
  const text = formatState(now);
  if (text !== formatState(found.state)) replaceFile(path, text);
}

function describeFinished(
  { fault: refused, unrecorded }: Finished,
  { branch, kept }: Sharing,
): readonly Diagnostic[] {
  if (refused === null) return [];
  const params = { branch: branch.name, stores: unrecorded, kept };
  return [
    asRunDiagnostic('error', refused),
    ...(unrecorded > 0 ? [fault('NOT_RECORDED', NOWHERE, params)] : []),
  ];
}

interface Settled extends Folded {
  /** Null where the state could not be written: the journal stays. */
  readonly records: ReadonlyMap<string, StoreRecord> | null;
}

function settle(path: string, { state: file }: Account): Settled {
  try {
    const { value, diagnostics } = settleState(path, file);
    return {
      lines: value?.journalLines ?? 0,
      records: value?.state.stores ?? null,
      branch: null,
      diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
    };
  } catch (error) {
    // The journal stays, and the next run folds it; what was done must be told all the same.
    const detail = readSystemCode(error) ?? String(error);
    return {
      lines: 0,
      records: null,
      branch: null,
      diagnostics: [fault('RECORD_FAILED', { ...NOWHERE, file }, { detail })],
    };
  }
}

function createPublisher(context: Context, account: Account, sharing: Sharing): Publisher {
  const { branch, self, claims, checkpoint, retryBaseMs, names } = sharing;
  const path = statePath(context, account);
  const whose = context.narrowed === undefined ? {} : { account: account.name };
  return openPublisher({
    branch,
    self,
    claims,
    checkpoint,
    retryBaseMs,
    file: account.state,
    clock: context.clock,
    signal: context.signal,
    random: Math.random,
    readLocal: () => loadState(path, account.state).value?.state ?? null,
    describe: (kind, changed, uploads) =>
      commitMessage(
        { kind, changed, uploads, names: names(), holder: self.holder, ...whose },
        context.messages,
      ),
  });
}

/** A folder that cannot be written is told like any other fault of recording. */
function tryLock(context: Context, account: Account): Read<Lock> {
  try {
    const path = lockPath(statePath(context, account));
    return takeLock(path, lockPath(account.state), () => context.clock.now().getTime());
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    const place = { ...NOWHERE, file: account.state };
    return { value: null, diagnostics: [fault('RECORD_FAILED', place, { detail })] };
  }
}
