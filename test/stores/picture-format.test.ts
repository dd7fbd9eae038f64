/** What a picture is by its bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgePicture } from '../../src/stores/picture-format.ts';
import { buildJpeg, buildPng, buildPointer, sha256Of } from '../fakes/pictures.ts';

const BUILDERS = [
  ['a JPEG', buildJpeg, 'jpeg'],
  ['a PNG', buildPng, 'png'],
] as const;

describe.each(BUILDERS)('%s', (_name, build, format) => {
  test('is known with its pixels', () => {
    const shape = { format, width: 640, height: 480 };
    expect(judgePicture(build({ width: 640, height: 480 }))).toEqual({ kind: 'picture', shape });
  });

  test('that ends anywhere before its end is no picture', () => {
    const whole = build({ width: 640, height: 480, word: 'some words of a comment' });
    for (let length = 1; length < whole.length; length += 1) {
      expect(judgePicture(whole.subarray(0, length)).kind, `${length} bytes`).not.toBe('picture');
    }
  });

  test('may have bytes of a camera behind its end', () => {
    expect(judgePicture(Buffer.concat([build(), Buffer.from('MPF data')])).kind).toBe('picture');
  });

  test('without pixels is told', () => {
    const found = { kind: 'damaged', problem: 'no-pixels' };
    expect(judgePicture(build({ width: 0, height: 4 }))).toEqual(found);
    expect(judgePicture(build({ width: 4, height: 0 }))).toEqual(found);
  });

  test('with any bytes changed is judged without a surprise', () => {
    const whole = build({ width: 64, height: 64, word: 'x'.repeat(40) });
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(changes, (list) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of list) bytes[at] = byte;
        const found = judgePicture(bytes);
        if (found.kind === 'picture') expect(found.shape.width * found.shape.height).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('the small picture within the EXIF data does not stand for the end of a JPEG', () => {
  const whole = buildJpeg();
  const inner = Buffer.concat([
    Buffer.from('ffe10012457869660000', 'hex'),
    Buffer.from('ffd8ffd90000000000', 'hex'),
  ]);
  const cut = Buffer.concat([whole.subarray(0, 2), inner, whole.subarray(2, -2)]);
  expect(judgePicture(cut)).toEqual({ kind: 'damaged', problem: 'cut' });
});

test.each([
  ['GIF', Buffer.from('GIF89a\x01\0\x01\0', 'latin1')],
  ['WebP', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')],
  ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ['HEIC', Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'latin1')],
  ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1')],
  ['BMP', Buffer.from('BM\x10\0\0\0', 'latin1')],
  ['TIFF', Buffer.from('II*\0', 'latin1')],
  ['SVG', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="x">')],
  ['PDF', Buffer.from('%PDF-1.7')],
  ['HTML', Buffer.from('<!DOCTYPE html><html>')],
  [null, Buffer.from('a text')],
  [null, Buffer.alloc(100)],
])('%s is known by its content', (format, bytes) => {
  expect(judgePicture(bytes)).toEqual({ kind: 'format', format });
});

test('a pointer of Git LFS names the content and its size', () => {
  const picture = buildPng();
  const found = judgePicture(buildPointer(picture));
  expect(found).toEqual({ kind: 'lfs', sha256: sha256Of(picture), bytes: picture.length });
});

describe('hostile content', () => {
  const MB = 999_999;
  const start = Buffer.from('ffd8ff', 'hex');
  test.each([
    ['nothing but fill bytes', Buffer.alloc(MB, 0xff)],
    ['segments without a length', Buffer.concat([start, Buffer.from('e00000'.repeat(300_000), 'hex')])],
    [
      'segments of the least length',
      Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.from('ffe10002'.repeat(240_000), 'hex')]),
    ],
    [
      'EXIF blocks without number',
      Buffer.concat([
        Buffer.from('ffd8', 'hex'),
        Buffer.from('ffe1000a45786966000049492a00'.repeat(70_000), 'hex'),
      ]),
    ],
    ['a scan without an end', Buffer.concat([buildJpeg().subarray(0, -2), Buffer.alloc(MB - 200, 0x12)])],
    ['empty chunks', Buffer.concat([buildPng().subarray(0, 33), Buffer.alloc(MB - 33)])],
    ['a chunk longer than the file', Buffer.concat([buildPng().subarray(0, 33), Buffer.alloc(60, 0xff)])],
  ])('%s is judged in no time', (_name, bytes) => {
    const begun = performance.now();
    expect(judgePicture(bytes).kind).not.toBe('picture');
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
