/** The state of one account while a command may change it: locked, the journal folded in before and after. */
import type { Account, Diagnostic, Read, Recorder, StoreRecord } from '../model.ts';
import { type Journal, journalPath, openJournal } from '../state/journal.ts';
import { loadState, settleState } from '../state/load.ts';
import { lockPath, takeLock } from '../state/lock.ts';
import type { Context } from './context.ts';
import { statePath } from './workspace.ts';

export interface Recording {
  /** Writes what an interrupted run left into the state, and opens a new journal. */
  start(): Promise<Recorder>;
  /** Ends the journal and writes the state. What cannot be written stays in the journal for the next run. */
  fold(): Promise<readonly Diagnostic[]>;
  /** The records as they stand on disk now. */
  records(): ReadonlyMap<string, StoreRecord>;
  release(): void;
}

/** Takes the account's lock. */
export function openRecording(context: Context, account: Account): Read<Recording> {
  const path = statePath(context, account);
  const lock = takeLock(lockPath(path), lockPath(account.state), () => context.clock.now().getTime());
  const held = lock.value;
  if (held === null) return { value: null, diagnostics: lock.diagnostics };
  let journal: Journal | null = null;
  const recording: Recording = {
    start: async () => {
      settleState(path, account.state);
      journal = await openJournal(journalPath(path), context.clock);
      return journal;
    },
    fold: async () => {
      await journal?.close();
      journal = null;
      return settleState(path, account.state).diagnostics.filter(({ severity }) => severity === 'error');
    },
    records: () => loadState(path, account.state).value?.state.stores ?? new Map(),
    release: () => held.release(),
  };
  return { value: recording, diagnostics: [] };
}
