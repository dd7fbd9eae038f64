/** The recorder as a run uses it: a disk that cannot be written ends the run, and never hides what was done. */
import { readSystemCode } from '../base/system-error.ts';
import { type Recorder, RecordingError } from '../model/run.ts';
import type { Fault, StoreRecord, StoreValues } from '../model.ts';
import type { Stops } from './stops.ts';

export interface Ledger {
  /** `failed`: nothing may be sent; the run is stopped. */
  claim(sending: ReadonlyMap<string, StoreValues>): Promise<'claimed' | 'failed'>;
  /** `failed`: the address is not on disk, so it may not be used. */
  keepPicture(sha256: string, url: string): Promise<'written' | 'failed'>;
  /** Tells others of new addresses; where that fails, the next intent does. */
  sharePictures(): Promise<void>;
  /** `failed`: the intent is not on disk, so nothing may be sent. */
  intend(poiId: string, sending: StoreValues): Promise<'written' | 'failed'>;
  /** A verdict that cannot be written is still told; the intent on disk makes the next run verify the store. */
  record(poiId: string, record: StoreRecord | null): Promise<void>;
  /**
   * The same without waiting: the verdict shares a sync with the next store's intent. Until it is on disk, the store's own
   * intent stands there, so that a kill in between makes the next run verify it.
   */
  enqueue(poiId: string, record: StoreRecord): void;
  /** Resolves when no verdict is on its way to the disk any more. */
  settled(): Promise<void>;
}

/** Wraps a recorder; `stops` learns of the first failure. */
export function openLedger(recorder: Recorder, stops: Stops): Ledger {
  const stop = (error: unknown): void => stops.stop(describeFailure(error));
  const write = async (act: () => Promise<void>): Promise<'written' | 'failed'> => {
    try {
      await act();
      return 'written';
    } catch (error) {
      stop(error);
      return 'failed';
    }
  };
  const record = async (poiId: string, kept: StoreRecord | null): Promise<void> => {
    try {
      await recorder.record(poiId, kept);
    } catch (error) {
      stop(error);
    }
  };
  const underway = new Set<Promise<void>>();
  return {
    claim: async (sending) => {
      try {
        const refused = await recorder.claim(sending);
        if (refused === null) return 'claimed';
        stops.stop(refused);
      } catch (error) {
        stop(error);
      }
      return 'failed';
    },
    keepPicture: (sha256, url) => write(() => recorder.keepPicture(sha256, url)),
    sharePictures: async () => {
      await write(() => recorder.sharePictures());
    },
    intend: (poiId, sending) => write(() => recorder.intend(poiId, sending)),
    record,
    enqueue: (poiId, kept) => {
      const written = record(poiId, kept).finally(() => underway.delete(written));
      underway.add(written);
    },
    settled: async () => {
      await Promise.all(underway);
    },
  };
}

function describeFailure(error: unknown): Fault {
  if (error instanceof RecordingError) return error.fault;
  const code = readSystemCode(error) ?? String(error);
  return { code: 'RECORD_FAILED', params: { detail: code } };
}
