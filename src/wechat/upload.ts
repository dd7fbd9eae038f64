/**
 * `POST /cgi-bin/media/uploadimg`: a picture in, an address out (page api_uploadimage). The form is made by hand, since
 * the gateway wants the length of the whole: what streams a form sends it in chunks, and gets 412.
 */
import { randomBytes } from 'node:crypto';
import { PICTURE_URL_PATTERN } from '../fields.ts';
import type { Answer, PictureFile, UploadedPicture } from '../model/platform.ts';
import { describeFailure } from './answer.ts';
import type { Form } from './transport.ts';

export const UPLOAD_PATH = '/cgi-bin/media/uploadimg';

const ADDRESS = new RegExp(PICTURE_URL_PATTERN, 'u');
const LONGEST_HOST = 100;

/** The one field `media`, with the file's name and type: without either the platform finds no picture (41005). */
export function encodePicture({ bytes, format, filename }: PictureFile): Form {
  const boundary = `mendian-${randomBytes(12).toString('hex')}`;
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="media"; filename="${filename}"`,
    `Content-Type: image/${format}`,
    '',
    '',
  ].join('\r\n');
  const whole = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { bytes: whole, contentType: `multipart/form-data; boundary=${boundary}` };
}

type Members = Readonly<Record<string, unknown>>;

/** Success is an address: older copies of the page show it without an `errcode`. */
export function holdsAddress({ url }: Members): boolean {
  return typeof url === 'string' && url !== '';
}

export function decodeUpload({ url }: Members): UploadedPicture {
  return { url: typeof url === 'string' ? url : '' };
}

/** An address that is none of the platform's pictures would be refused with each store (65105). */
export function checkAddress(answer: Answer<UploadedPicture>, filename: string): Answer<UploadedPicture> {
  if (!answer.ok || ADDRESS.test(answer.value.url)) return answer;
  const params = { path: filename, host: readHost(answer.value.url) };
  return { ok: false, error: describeFailure('STORE', 'no', { code: 'PICTURE_ADDRESS_ODD', params }) };
}

function readHost(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : url;
  return host.slice(0, LONGEST_HOST);
}
