/** The recorder of a run that may upload pictures: each record remembers the content of the addresses in it. */
import type { Recorder } from '../model/run.ts';
import type { State } from '../model.ts';
import { type KnownPictures, readKnownPictures, readUploads, rememberContents } from '../pictures.ts';

/** Addresses that the state knows; none where there is no state. */
export function knownPictures(state: Pick<State, 'extra' | 'stores'> | undefined): KnownPictures {
  return state === undefined ? new Map() : readKnownPictures(state);
}

/** The same recorder, whose records need no list beside them. */
export function withContents(recorder: Recorder, known: KnownPictures): Recorder {
  const contents = new Map([...known].map(([sha256, url]) => [url, sha256] as const));
  return {
    ...recorder,
    keepPicture: async (sha256, url) => {
      await recorder.keepPicture(sha256, url);
      contents.set(url, sha256);
    },
    record: (poiId, record) => recorder.record(poiId, record && rememberContents(record, contents)),
  };
}

/** Puts entries back that the state's list of uploads has lost and its records still name. */
export async function restoreUploads(
  recorder: Recorder,
  state: Pick<State, 'extra' | 'stores'> | undefined,
): Promise<void> {
  if (state === undefined) return;
  const listed = readUploads(state);
  for (const [sha256, url] of readKnownPictures(state)) {
    if (!listed.has(sha256)) await recorder.keepPicture(sha256, url);
  }
}
