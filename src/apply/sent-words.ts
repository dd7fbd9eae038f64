/** A platform whose reads show pictures under the addresses that were sent, where the platform hosts them elsewhere. */
import type { LiveStore, StorePlatform } from '../model/platform.ts';
import type { Recorder } from '../model/run.ts';
import type { StoreRecord } from '../model.ts';
import { inSentWords } from '../reviews.ts';

/** The same platform; what it shows is put in the words of these records. */
export function withSentWords<P extends StorePlatform>(
  platform: P,
  records: ReadonlyMap<string, StoreRecord>,
): P {
  const translate = (store: LiveStore): LiveStore => inSentWords(store, records.get(store.poi_id));
  return {
    ...platform,
    readStore: async (poiId) => {
      const answer = await platform.readStore(poiId);
      return answer.ok ? { ok: true, value: translate(answer.value) } : answer;
    },
    listStores: async (offset, limit) => {
      const answer = await platform.listStores(offset, limit);
      if (!answer.ok) return answer;
      return { ok: true, value: { ...answer.value, stores: answer.value.stores.map(translate) } };
    },
  };
}

/** The same recorder; what it records is known to these records too, so that later reads are put in its words. */
export function rememberRecords(recorder: Recorder, records: Map<string, StoreRecord>): Recorder {
  return {
    ...recorder,
    record: async (poiId, record) => {
      if (record === null) records.delete(poiId);
      else records.set(poiId, record);
      await recorder.record(poiId, record);
    },
  };
}
