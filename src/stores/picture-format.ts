/** What a picture is by its bytes, whatever its name says: format, whole or cut off, pixels. Pure. */
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import type { LocalPicture } from '../model.ts';

export interface PictureShape {
  readonly format: LocalPicture['format'];
  /** In pixels, as they are stored. */
  readonly width: number;
  readonly height: number;
}

export type PictureJudgement =
  | { readonly kind: 'picture'; readonly shape: PictureShape }
  /** Null where the content is of no format that is known here. */
  | { readonly kind: 'format'; readonly format: string | null }
  | { readonly kind: 'lfs'; readonly sha256: string | null; readonly bytes: number | null }
  | { readonly kind: 'damaged'; readonly problem: 'cut' | 'no-pixels' | 'unreadable' };

/** The beginnings of files that people take for pictures; `at` is where the sign stands. */
const SIGNS: readonly { readonly format: string; readonly at: number; readonly sign: RegExp }[] = [
  { format: 'GIF', at: 0, sign: /^GIF8[79]a/u },
  { format: 'WebP', at: 0, sign: /^RIFF.{4}WEBP/su },
  { format: 'HEIC', at: 4, sign: /^ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/u },
  { format: 'AVIF', at: 4, sign: /^ftypavi[fs]/u },
  { format: 'BMP', at: 0, sign: /^BM/u },
  { format: 'TIFF', at: 0, sign: /^(II\*\0|MM\0\*)/u },
  { format: 'JPEG XL', at: 0, sign: /^(\xff\x0a|\0\0\0\x0cJXL )/u },
  { format: 'PSD', at: 0, sign: /^8BPS/u },
  { format: 'PDF', at: 0, sign: /^%PDF-/u },
  { format: 'SVG', at: 0, sign: /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg/u },
  { format: 'HTML', at: 0, sign: /^\s*<(!doctype html|html)/iu },
];
const LONGEST_SIGN = 512;
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//u;

const PNG_SIGN = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG_SIGN = Buffer.from('ffd8ff', 'hex');

/** Judges a file's content. What it takes grows with the number of bytes and with nothing else. */
export function judgePicture(bytes: Buffer): PictureJudgement {
  const head = bytes.subarray(0, LONGEST_SIGN).toString('latin1');
  if (LFS_POINTER.test(head)) return readPointer(head);
  if (bytes.subarray(0, PNG_SIGN.length).equals(PNG_SIGN)) return measure('png', bytes, isWholePng(bytes));
  if (bytes.subarray(0, JPEG_SIGN.length).equals(JPEG_SIGN))
    return measure('jpeg', bytes, isWholeJpeg(bytes));
  const known = SIGNS.find(({ at, sign }) => sign.test(head.slice(at)));
  return { kind: 'format', format: known?.format ?? null };
}

/** The pointer that Git LFS leaves in a checkout: it names the content by its SHA-256. */
function readPointer(head: string): PictureJudgement {
  const sha256 = /^oid sha256:([0-9a-f]{64})$/mu.exec(head)?.[1] ?? null;
  const bytes = /^size (\d{1,15})$/mu.exec(head)?.[1];
  return { kind: 'lfs', sha256, bytes: bytes === undefined ? null : Number(bytes) };
}

/**
 * Pixels by image-size, which is given only what begins as JPEG or PNG: its readers of other formats had endless loops
 * (GHSA-m5qc-5hw7-8vg7), and none of them sees a file of ours.
 */
function measure(format: PictureShape['format'], bytes: Buffer, whole: boolean): PictureJudgement {
  if (!whole) return { kind: 'damaged', problem: 'cut' };
  try {
    const { width, height } = (format === 'png' ? PNG : JPG).calculate(bytes);
    if (width === 0 || height === 0) return { kind: 'damaged', problem: 'no-pixels' };
    return { kind: 'picture', shape: { format, width, height } };
  } catch {
    return { kind: 'damaged', problem: 'unreadable' };
  }
}

/** A PNG is a row of chunks: length, name, data, checksum. The first is IHDR, the last IEND. */
function isWholePng(bytes: Buffer): boolean {
  const nameAt = (offset: number): string => bytes.toString('latin1', offset + 4, offset + 8);
  let offset = PNG_SIGN.length;
  if (nameAt(offset) !== 'IHDR' || bytes.length < offset + 25) return false;
  let hasData = false;
  while (offset + 12 <= bytes.length) {
    const name = nameAt(offset);
    if (name === 'IEND') return hasData;
    hasData ||= name === 'IDAT';
    offset += 12 + bytes.readUInt32BE(offset);
  }
  return false;
}

/**
 * A JPEG is a row of segments up to the scan, and the scan ends with a mark of its own. A mark before it may be that of
 * a small picture in the EXIF data; behind the end cameras may leave data of their own.
 */
function isWholeJpeg(bytes: Buffer): boolean {
  const [startOfScan, endOfImage] = [0xda, 0xd9];
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) return false;
    const marker = bytes[offset + 1] ?? 0;
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const length = bytes.readUInt16BE(offset + 2);
    if (marker === startOfScan)
      return bytes.indexOf(Buffer.from([0xff, endOfImage]), offset + 2 + length) > 0;
    offset += 2 + Math.max(2, length);
  }
  return false;
}
