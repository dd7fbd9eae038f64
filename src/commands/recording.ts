/** The state of one account while a command may change it: locked, the journal folded in before and after. */
import { readSystemCode } from '../base/system-error.ts';
import {
  type Account,
  type Diagnostic,
  fault,
  NOWHERE,
  type Read,
  type Recorder,
  type StoreRecord,
} from '../model.ts';
import { type Journal, journalPath, openJournal } from '../state/journal.ts';
import { hasJournal, settleState } from '../state/load.ts';
import { type Lock, lockPath, takeLock } from '../state/lock.ts';
import type { Context } from './context.ts';
import { statePath } from './workspace.ts';

export interface Recording {
  /** Writes what an interrupted run left into the state, and opens a new journal. */
  start(): Promise<Recorder>;
  /** Ends the journal and writes the state. What cannot be written stays in the journal for the next run. */
  fold(): Promise<{ readonly lines: number; readonly diagnostics: readonly Diagnostic[] }>;
  /** The records as the last fold left them; null where nothing was folded. */
  records(): ReadonlyMap<string, StoreRecord> | null;
  release(): void;
}

/** Takes the account's lock. */
export function openRecording(context: Context, account: Account): Read<Recording> {
  const path = statePath(context, account);
  const lock = tryLock(context, account);
  const held = lock.value;
  if (held === null) return { value: null, diagnostics: lock.diagnostics };
  let journal: Journal | null = null;
  let folded: ReadonlyMap<string, StoreRecord> | null = null;
  const recording: Recording = {
    start: async () => {
      if (hasJournal(path)) settleState(path, account.state);
      journal = await openJournal(journalPath(path), context.clock);
      return journal;
    },
    fold: async () => {
      await journal?.close().catch(() => {});
      journal = null;
      try {
        const { value, diagnostics } = settleState(path, account.state);
        folded = value?.state.stores ?? null;
        return {
          lines: value?.journalLines ?? 0,
          diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
        };
      } catch (error) {
        // The journal stays, and the next run folds it; what was done must be told all the same.
        const detail = readSystemCode(error) ?? String(error);
        return {
          lines: 0,
          diagnostics: [fault('RECORD_FAILED', { ...NOWHERE, file: account.state }, { detail })],
        };
      }
    },
    records: () => folded,
    release: () => held.release(),
  };
  return { value: recording, diagnostics: [] };
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
