/** `POST /cgi-bin/media/uploadimg`: its checks, and the address that a picture gets (page api_uploadimage). */
import { createHash } from 'node:crypto';
import { readMultipart } from './multipart.ts';
import { OK, type Reply, refuse } from './replies.ts';
import type { World } from './world.ts';

/** The page says "under 1 MB"; the platform's other limits of this kind count 1,024. */
const TOO_LARGE = 1_048_576;
const FORMATS: Readonly<Record<string, string>> = { ffd8ff: 'jpg', '89504e': 'png' };

/** One upload that took effect. */
export interface Uploaded {
  readonly sha256: string;
  readonly bytes: number;
  readonly url: string;
}

/** Judges the form, then the file, and gives it an address. */
export function handleUpload(world: World, body: Buffer, contentType: string): Reply {
  const media = readMultipart(body, contentType)?.find(({ name }) => name === 'media');
  // A part without a filename or a type is none to the platform: many a client met 41005 that way.
  if (media === undefined || !media.filename || media.contentType === null)
    return refuse(41005, 'media data missing');
  const { bytes } = media;
  if (bytes.length === 0) return refuse(44001, 'empty media data');
  const format = FORMATS[bytes.toString('hex', 0, 3)];
  if (format === undefined) return refuse(40005, 'invalid file type');
  if (!/^image\/(jpeg|jpg|png)$/iu.test(media.contentType)) return refuse(40137, 'invalid image format');
  if (bytes.length >= TOO_LARGE) return refuse(40009, 'invalid image size');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const url = nameUpload(world, sha256, format);
  world.uploads.push({ sha256, bytes: bytes.length, url });
  return { ...(world.switches.uploadErrcode === 'zero' ? OK : {}), url };
}

function nameUpload({ switches, uploads }: World, sha256: string, format: string): string {
  const kind = format === 'jpg' ? 'jpeg' : format;
  const count = switches.uploadUrls === 'unique' ? `-${uploads.length + 1}` : '';
  return `http://mmbiz.qpic.cn/mmbiz_${format}/${sha256.slice(0, 24)}${count}/0?wx_fmt=${kind}`;
}

/** What a form looks like in the log of calls: its files by size, their bytes left out. */
export function describeForm(body: Buffer, contentType: string): string {
  const parts = readMultipart(body, contentType);
  if (parts === null) return `(no whole form, ${body.length} bytes)`;
  return parts
    .map(({ name, filename, contentType: type, bytes }) =>
      filename === null
        ? `${name}: ${bytes.length} bytes`
        : `${name}: ${filename}, ${type ?? 'no type'}, ${bytes.length} bytes`,
    )
    .join('\n');
}
