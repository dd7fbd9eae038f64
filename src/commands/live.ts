/** Commands that read the platform and send nothing: connected, at the pace, with progress. */
import { type Caller, createCaller } from '../apply/call.ts';
import { type Listing, listAllStores } from '../apply/list.ts';
import { type Looks, readStores } from '../apply/look.ts';
import { createPace } from '../apply/pace.ts';
import { withSentWords } from '../apply/sent-words.ts';
import type { AccountPlatform, Answer, PlatformError } from '../model/platform.ts';
import type { Fault, Read, StoreRecord } from '../model.ts';
import { type Connecting, connect } from './connect.ts';
import type { Context } from './context.ts';
import { openProgress } from './progress.ts';

/** How fast to read, by the options of the command line. */
export interface ReadingPace {
  readonly concurrency: number;
  /** Calls a second, 0 for no limit. */
  readonly rate: number;
}

/** The platform as a reading command sees it. */
export interface LiveReader {
  readonly platform: AccountPlatform;
  readonly caller: Caller;
  readonly retryBaseMs: number;
  /** All stores of the account, to the declared total. */
  listAll(): Promise<Answer<Listing>>;
  /** The stores with these ids in few calls; ids not reached before `stopped` are missing. */
  readSome(poiIds: readonly string[], accountStores: number): Promise<Looked>;
  /** Ends the moving line and the connections. */
  close(): Promise<void>;
}

export interface Looked {
  readonly looks: Looks;
  /** The common fault that ended the reading early, or null. */
  readonly stopped: Fault | null;
}

/** Connects. What is read is put in the words of these records; see `inSentWords`. */
export function openLive(
  context: Context,
  account: Connecting,
  pace: ReadingPace,
  records: ReadonlyMap<string, StoreRecord>,
): Read<LiveReader> {
  const connection = connect(context, account, 'needed');
  if (connection.value === null) return { value: null, diagnostics: connection.diagnostics };
  const { retryBaseMs } = connection.value;
  const platform = withSentWords(connection.value.platform, records);
  const { clock, signal } = context;
  const progress = openProgress(context);
  const hands = { clock, signal, tell: progress.tell };
  const caller = createCaller(hands, createPace(pace.rate, retryBaseMs, clock), retryBaseMs);
  const reader: LiveReader = {
    platform,
    caller,
    retryBaseMs,
    listAll: () => listAllStores({ platform, caller, tell: progress.tell }),
    readSome: async (poiIds, accountStores) => {
      let stopped: Fault | null = null;
      const noted = (error: PlatformError | null): void => {
        if (error?.class === 'STOP' || error?.class === 'BUG') stopped ??= error.fault;
      };
      const looks = await readStores(poiIds, {
        hands: { platform, tell: progress.tell },
        caller,
        concurrency: pace.concurrency,
        accountStores,
        mayGoOn: () => stopped === null && !signal.aborted,
        noted,
      });
      return { looks, stopped };
    },
    close: async () => {
      progress.end();
      await platform.close();
    },
  };
  return { value: reader, diagnostics: [] };
}
