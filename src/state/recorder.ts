/** The recorder of a run: the journal is what counts, and the publisher hears of it. */
import { type Recorder, RecordingError } from '../model/run.ts';
import type { Journal } from './journal.ts';
import type { Publisher } from './publish.ts';

/** Puts journal and publisher together; null where no branch is told. */
export function createRecorder(journal: Omit<Journal, 'close'>, publisher: Publisher | null): Recorder {
  const checkFailure = (): void => {
    const failure = publisher?.failure() ?? null;
    if (failure !== null) throw new RecordingError(failure);
  };
  return {
    claim: async (sending) => (await publisher?.claim(sending)) ?? null,
    intend: async (poiId, sending) => {
      checkFailure();
      await journal.intend(poiId, sending);
      // The machine may have slept meanwhile: this is the last moment to let go of the store.
      checkFailure();
      publisher?.intended(poiId);
    },
    keepPicture: async (sha256, url) => {
      checkFailure();
      await journal.keepPicture(sha256, url);
      publisher?.keptPicture();
    },
    sharePictures: async () => {
      await publisher?.sharePictures();
    },
    record: async (poiId, record) => {
      await journal.record(poiId, record);
      publisher?.recorded(poiId);
    },
  };
}
