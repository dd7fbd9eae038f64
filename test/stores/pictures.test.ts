/** Local pictures on disk: where they may lie, what they may be, and what is said of those that may not. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPictureFinder, LARGEST_PICTURE_BYTES, readPictureAgain } from '../../src/stores/pictures.ts';
import type { StoreReading } from '../../src/stores/read.ts';
import { readStores } from '../../src/stores/read.ts';
import { buildJpeg, buildPng, buildPointer, sha256Of } from '../fakes/pictures.ts';
import { ACCOUNT, makeRoot, showPlace, showText, storeText } from './folder.ts';

const FRONT = buildJpeg({ word: 'front' });
type Files = Readonly<Record<string, string | Uint8Array>>;

const listOf = (...items: readonly string[]): string =>
  storeText({ pic_list: ['pic_list:', ...items.map((item) => `  - ${item}`)].join('\n') });

function read(files: Files): StoreReading {
  return readStores(makeRoot(files), ACCOUNT);
}

/** One store in `stores/east/a.yaml` that names one picture. */
function readOne(item: string, files: Files): { readonly found: readonly string[]; readonly texts: string } {
  const { diagnostics } = read({ 'stores/east/a.yaml': listOf(item), ...files });
  return { found: diagnostics.map(showPlace), texts: diagnostics.map(showText).join('\n') };
}

describe('a local picture', () => {
  test('is relative to the file that names it, and known by its content', () => {
    const png = buildPng({ width: 800, height: 600 });
    const { stores, diagnostics } = read({
      'stores/east/a.yaml': listOf('./photos/front.jpg', '../shared/in.png'),
      'stores/east/photos/front.jpg': FRONT,
      'stores/shared/in.png': png,
    });
    expect(diagnostics).toEqual([]);
    const shape = { width: 1200, height: 900 };
    expect(stores[0]?.values.pic_list).toEqual(['./photos/front.jpg', '../shared/in.png']);
    expect([...(stores[0]?.pictures ?? [])]).toEqual([
      [
        './photos/front.jpg',
        {
          path: 'stores/east/photos/front.jpg',
          sha256: sha256Of(FRONT),
          bytes: FRONT.length,
          format: 'jpeg',
          ...shape,
        },
      ],
      [
        '../shared/in.png',
        {
          path: 'stores/shared/in.png',
          sha256: sha256Of(png),
          bytes: png.length,
          format: 'png',
          width: 800,
          height: 600,
        },
      ],
    ]);
  });

  test('in a file of defaults is relative to that file, and its fault is told there, once', () => {
    const files = {
      'stores/_defaults.yaml': 'pic_list: [./photos/front.jpg]\n',
      'stores/east/a.yaml': storeText({ pic_list: null }),
      'stores/west/b.yaml': storeText({ pic_list: null, poi_id: 'poi_id: "2"' }),
    };
    const { stores } = read({ ...files, 'stores/photos/front.jpg': FRONT });
    expect(stores.map(({ pictures }) => [...pictures.values()][0]?.path)).toEqual(
      Array(2).fill('stores/photos/front.jpg'),
    );
    const { diagnostics } = read(files);
    expect(diagnostics.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'stores/_defaults.yaml PICTURE_MISSING',
    ]);
  });

  test('may lie anywhere in the repository, and beside the stores it is no file that was forgotten', () => {
    expect(readOne('../../photos/front.jpg', { 'photos/front.jpg': FRONT }).found).toEqual([]);
    expect(readOne('./front.jpg', { 'stores/east/front.jpg': FRONT }).found).toEqual([]);
  });

  test('is what its content is, whatever its name says', () => {
    expect(readOne('./a.png', { 'stores/east/a.png': FRONT }).found).toEqual([]);
    expect(
      readOne('./photo', { 'stores/east/photo': FRONT }).found.filter((each) => each.startsWith('6:')),
    ).toEqual([]);
  });

  test('is twice in a list when its content is, under whatever name', () => {
    const { diagnostics } = read({
      'stores/a.yaml': listOf('./front.jpg', './copy.jpg'),
      'stores/front.jpg': FRONT,
      'stores/copy.jpg': FRONT,
    });
    expect(diagnostics.map(showPlace)).toEqual(['7:5 DUPLICATE_PICTURE']);
  });

  test('may have just under 1 MB, whichever of both that is', () => {
    const fits = buildJpeg({ bytes: LARGEST_PICTURE_BYTES });
    expect(fits.length).toBe(999_999);
    expect(readOne('./a.jpg', { 'stores/east/a.jpg': fits }).found).toEqual([]);
    expect(readOne('./a.jpg', { 'stores/east/a.jpg': Buffer.concat([fits, Buffer.alloc(1)]) }).found).toEqual(
      ['6:5 PICTURE_SIZE'],
    );
  });
});

describe('refused, each with what to do', () => {
  test.each<[string, string, Files, string, RegExp]>([
    ['a missing one', './no.jpg', {}, 'PICTURE_MISSING', /stores\/east\/no\.jpg.*committed\?/su],
    [
      'other capitals',
      './front.jpg',
      { 'stores/east/Front.JPG': FRONT },
      'PICTURE_MISSING',
      /stores\/east\/Front\.JPG: capitals/u,
    ],
    [
      'capitals of a folder',
      './Photos/a.jpg',
      { 'stores/east/photos/a.jpg': FRONT },
      'PICTURE_MISSING',
      /east\/photos\/a\.jpg/u,
    ],
    [
      'another Unicode form',
      './cafe\u0301.jpg',
      { 'stores/east/caf\u00e9.jpg': FRONT },
      'PICTURE_MISSING',
      /only looks the same/u,
    ],
    ['a path outside', '../../../x.jpg', {}, 'PICTURE_PATH', /outside of the repository/u],
    ['a path that leaves and comes back', '../../../root/x.jpg', {}, 'PICTURE_PATH', /outside/u],
    ['a backslash', './photos\\a.jpg', {}, 'PICTURE_PATH', /Write \.\/photos\/a\.jpg/u],
    ['no name', './photos/', { 'stores/east/photos/a.jpg': FRONT }, 'PICTURE_PATH', /names no file/u],
    ['a folder', './photos', { 'stores/east/photos/a.jpg': FRONT }, 'PICTURE_UNREADABLE', /it is a folder/u],
    ['a file as a folder', './a.jpg/b.jpg', { 'stores/east/a.jpg': FRONT }, 'PICTURE_MISSING', /not there/u],
    ['nothing in it', './a.jpg', { 'stores/east/a.jpg': '' }, 'PICTURE_SIZE', /is empty/u],
    [
      'too much in it',
      './a.jpg',
      { 'stores/east/a.jpg': buildJpeg({ bytes: 1_300_000 }) },
      'PICTURE_SIZE',
      /1,300 KB.*1 MB/su,
    ],
    [
      'a pointer',
      './a.jpg',
      { 'stores/east/a.jpg': buildPointer(FRONT) },
      'PICTURE_LFS_POINTER',
      /git lfs pull.*lfs: true/su,
    ],
    [
      'HEIC',
      './a.jpg',
      { 'stores/east/a.jpg': Buffer.from('\0\0\0\x18ftypheic', 'latin1') },
      'PICTURE_FORMAT',
      /HEIC.*Most Compatible/su,
    ],
    ['a text', './a.jpg', { 'stores/east/a.jpg': 'not a picture' }, 'PICTURE_FORMAT', /only JPEG and PNG/u],
    ['half of it', './a.jpg', { 'stores/east/a.jpg': FRONT.subarray(0, -2) }, 'PICTURE_DAMAGED', /cut off/u],
    [
      'no pixels',
      './a.png',
      { 'stores/east/a.png': buildPng({ width: 0 }) },
      'PICTURE_DAMAGED',
      /no pixels/u,
    ],
  ])('%s', (_name, item, files, code, text) => {
    const { found, texts } = readOne(JSON.stringify(item), files);
    expect(found).toEqual([`6:5 ${code}`]);
    expect(texts).toMatch(text);
  });

  test('a symbolic link, in its place or anywhere on the way', () => {
    const root = makeRoot({
      'stores/a.yaml': listOf('./link.jpg', './folder/in.jpg'),
      'elsewhere/in.jpg': FRONT,
    });
    symlinkSync(join(root, 'elsewhere/in.jpg'), join(root, 'stores/link.jpg'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'stores/folder'));
    const codes = readStores(root, ACCOUNT)
      .diagnostics.filter(({ line }) => line !== null)
      .map(showPlace);
    expect(codes).toEqual(['6:5 PICTURE_LINK', '7:5 PICTURE_LINK']);
  });

  test('all of a list at once, beside addresses and forms that are none', () => {
    const { diagnostics } = read({
      'stores/a.yaml': listOf('./no.jpg', 'photos/a.jpg', 'http://example.com/a', '~/a.jpg'),
    });
    expect(diagnostics.map(showPlace).sort()).toEqual([
      '6:5 PICTURE_MISSING',
      '7:5 PICTURE_PATH',
      '8:5 INVALID_PICTURE',
      '9:5 PICTURE_PATH',
    ]);
  });
});

test.each([
  [{ width: 40, height: 30 }, /only 40 × 30/u],
  [{ width: 2000, height: 300 }, /long and narrow: 2000 × 300/u],
])('a picture of %j is taken with a warning', (shape, text) => {
  const { found, texts } = readOne('./a.png', { 'stores/east/a.png': buildPng(shape) });
  expect(found).toEqual(['6:5 PICTURE_SHAPE']);
  expect(texts).toMatch(text);
});

test('a file is read once, however many stores name it', () => {
  const root = makeRoot({ 'photos/a.jpg': FRONT });
  mkdirSync(join(root, 'stores'));
  const find = createPictureFinder(root);
  expect(find('stores/b.yaml', '../photos/a.jpg')).toBe(find('stores/east/a.yaml', '../../photos/a.jpg'));
});

test('where files are only compared, a pointer stands for the content that it names', () => {
  const root = makeRoot({ 'stores/a.jpg': buildPointer(FRONT) });
  const { picture, fault } = createPictureFinder(root, 'trust')('stores/a.yaml', './a.jpg');
  expect(fault).toBeNull();
  expect(picture?.sha256).toBe(sha256Of(FRONT));
});

test('what is uploaded is what was planned, or nothing', () => {
  const root = makeRoot({ 'stores/a.jpg': FRONT, 'stores/b.jpg': buildJpeg({ word: 'other' }) });
  const picture = createPictureFinder(root)('stores/x.yaml', './a.jpg').picture;
  if (picture === null) throw new Error('no picture');
  expect(Buffer.from(readPictureAgain(root, picture) as Uint8Array).equals(FRONT)).toBe(true);
  for (const path of ['stores/b.jpg', 'stores/none.jpg', 'stores'])
    expect(readPictureAgain(root, { ...picture, path })).toMatchObject({ code: 'PICTURE_CHANGED' });
});
