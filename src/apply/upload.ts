/**
 * Uploads the local pictures of a store right before it is sent: each content once a run, its address on disk before
 * anything uses it. A store whose pictures cannot be uploaded fails by itself.
 */
import type { Answer, PlatformError, UploadedPicture } from '../model/platform.ts';
import type { Fault } from '../model.ts';
import { findLocal, type KnownPictures, listUnresolved, referTo, withAddresses } from '../pictures.ts';
import type { Caller } from './call.ts';
import type { Ledger } from './ledger.ts';
import type { Shipment } from './send.ts';
import type { Hands } from './work.ts';

export interface Uploads {
  /** The same shipment with an address for each picture, or why there is none. */
  prepare(shipment: Shipment): Promise<Prepared>;
}

export type Prepared =
  | { readonly kind: 'ready'; readonly shipment: Shipment }
  /** Without an error the address could not be written to disk: the run has stopped for that. */
  | { readonly kind: 'failed'; readonly error: PlatformError | null };

export interface UploadTools {
  readonly hands: Hands;
  readonly caller: Caller;
  readonly ledger: Ledger;
}

/** What one content came to. */
type Upload = Exclude<Prepared, { kind: 'ready' }> | { readonly kind: 'address'; readonly url: string };

/** Uploads for one run. `known` are addresses from earlier ones. */
export function openUploads(known: KnownPictures, tools: UploadTools): Uploads {
  const found = new Map<string, Promise<Upload>>();
  const upload = (sha256: string, shipment: Shipment): Promise<Upload> => {
    const running = found.get(sha256) ?? findAddress(sha256, shipment, known, tools);
    found.set(sha256, running);
    return running;
  };
  return {
    prepare: async (shipment) => {
      const addresses = new Map<string, string>();
      for (const sha256 of listUnresolved(shipment.values)) {
        const end = await upload(sha256, shipment);
        // What another store of this run met in vain may go well with the next one.
        if (end.kind === 'failed' && end.error?.class !== 'STORE') found.delete(sha256);
        if (end.kind !== 'address') return end;
        addresses.set(sha256, end.url);
      }
      const values = withAddresses(shipment.values, (sha256) => addresses.get(sha256) ?? null);
      return { kind: 'ready', shipment: { ...shipment, values } };
    },
  };
}

async function findAddress(
  sha256: string,
  { change }: Shipment,
  known: KnownPictures,
  tools: UploadTools,
): Promise<Upload> {
  const earlier = known.get(sha256);
  if (earlier !== undefined) return { kind: 'address', url: earlier };
  const picture = findLocal(referTo(sha256), change.pictures);
  // A claim of an earlier run may name what no file holds any more.
  if (picture === null) return fail({ code: 'PICTURE_CHANGED', params: { path: change.file ?? '' } });
  const bytes = tools.hands.readPicture(picture);
  if ('code' in bytes) return fail(bytes);
  const { path, format } = picture;
  const filename = `${sha256.slice(0, 16)}.${format === 'jpeg' ? 'jpg' : 'png'}`;
  // Uploading twice costs nothing but an address that nobody uses: unlike an update it may be repeated at will.
  const answer = await tools.caller.read(async () => {
    tools.hands.tell({ kind: 'uploading', path, bytes: bytes.length });
    return await tools.hands.platform.uploadPicture({ bytes, format, filename });
  });
  return await keep(sha256, path, answer, tools);
}

async function keep(
  sha256: string,
  path: string,
  answer: Answer<UploadedPicture>,
  { ledger }: UploadTools,
): Promise<Upload> {
  if (!answer.ok) return { kind: 'failed', error: { ...answer.error, fault: nameFault(answer.error, path) } };
  const { url } = answer.value;
  const kept = await ledger.keepPicture(sha256, url);
  return kept === 'written' ? { kind: 'address', url } : { kind: 'failed', error: null };
}

/** Which of a store's pictures it was, people must know. */
function nameFault({ fault }: PlatformError, path: string): Fault {
  if (fault.code === 'PLATFORM_REFUSED')
    return { code: 'PICTURE_REFUSED', params: { ...fault.params, path } };
  if (fault.code === 'PICTURE_ADDRESS_ODD')
    return { code: 'PICTURE_ADDRESS_ODD', params: { ...fault.params, path } };
  return fault;
}

/** A fault of the file: the store fails, and nothing was asked of the platform. */
function fail(fault: Fault): Upload {
  const error = {
    class: 'STORE',
    landed: 'no',
    pace: 'keep',
    known: true,
    errcode: null,
    rid: null,
  } as const;
  return { kind: 'failed', error: { ...error, fault } };
}
