/** Pictures made byte by byte: as small as they can be, and each with a content of its own. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

export interface PictureOptions {
  readonly width?: number;
  readonly height?: number;
  /** Makes its content differ from that of others. */
  readonly word?: string;
  /** Bytes that it is to have at least. */
  readonly bytes?: number;
}

/** A whole JPEG: a comment, the frame with its size, one scan, the end. No viewer could show its scan. */
export function buildJpeg({ width = 1200, height = 900, word = '', bytes = 0 }: PictureOptions = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  const parts = [
    Buffer.from('ffd8', 'hex'),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xfe, Buffer.from(word)),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, 2);
  return Buffer.concat([
    ...parts,
    Buffer.alloc(Math.max(16, bytes - length), 0x55),
    Buffer.from('ffd9', 'hex'),
  ]);
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** A whole PNG of black pixels, which any viewer can show. */
export function buildPng({ width = 1200, height = 900, word = '', bytes = 0 }: PictureOptions = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  const text = Buffer.from(`Comment\0${word}`, 'latin1');
  const padding = Buffer.alloc(Math.max(0, bytes - rows.length - text.length - 69));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.concat([text, padding])),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length, 0);
  head.write(name, 4, 'latin1');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), content])), 0);
  return Buffer.concat([head, content, sum]);
}

/** What Git LFS leaves in place of a file that was not fetched. */
export function buildPointer(content: Buffer): Buffer {
  const oid = sha256Of(content);
  return Buffer.from(
    `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`,
  );
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
