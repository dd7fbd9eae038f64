/** Local pictures in plans: what counts is their content, and where it was uploaded to changes nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/fields.ts';
import type { LocalPicture, Store, StoreRecord } from '../../src/model.ts';
import {
  findUploadsFault,
  type KnownPictures,
  NO_PICTURES,
  readKnownPictures,
  readReference,
  referTo,
  rememberContents,
  sendAddresses,
  withReferences,
} from '../../src/pictures.ts';
import { wordForFile, wordForRecord } from '../../src/plan/accept.ts';
import { decideStore } from '../../src/plan/decide.ts';
import { compareFields } from '../../src/plan/drift.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { buildLive, buildRecord, buildStore, NEW_PICTURE, PICTURE } from '../builders.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const URL_A = 'http://mmbiz.qpic.cn/mmbiz_jpg/uploaded-a/0?wx_fmt=jpeg';
const URL_A2 = 'http://mmbiz.qpic.cn/mmbiz_jpg/uploaded-a-again/0?wx_fmt=jpeg';

function buildLocal(path: string, sha256: string): LocalPicture {
  return { path, sha256, bytes: 1000, format: 'jpeg', width: 1200, height: 900 };
}

/** A store whose list has these texts; those with a content are local. */
function buildLocalStore(
  items: readonly (readonly [string, string | null])[],
  more: Partial<Store> = {},
): Store {
  const local = items.flatMap(([text, sha256]) =>
    sha256 === null ? [] : [[text, buildLocal(`stores/${text.slice(2)}`, sha256)] as const],
  );
  return buildStore({ ...more, values: { pic_list: items.map(([text]) => text) }, pictures: new Map(local) });
}

const options = (pictures: KnownPictures) => ({ asOf: '2026-11-25', retryRefused: 'no', pictures }) as const;
const KNOWN: KnownPictures = new Map([[A, URL_A]]);
const STORE = buildLocalStore([['./a.jpg', A]]);
const SENT = buildRecord({ values: { ...buildStore().values, pic_list: [URL_A] } });

describe('a plan with a local picture', () => {
  test('is an update by its content before the upload and after it, with one digest', () => {
    const before = decideStore(STORE, buildRecord(), options(NO_PICTURES));
    const after = decideStore(STORE, buildRecord(), options(KNOWN));
    expect(before).toMatchObject({
      action: 'update',
      fields: [{ before: [PICTURE], after: [referTo(A)], review: true }],
    });
    expect(after).toEqual(before);
  });

  test('is none once its address was sent', () => {
    expect(decideStore(STORE, SENT, options(KNOWN))).toBeNull();
  });

  test('is none for a file that was moved or renamed, and one for a file that changed under its name', () => {
    expect(decideStore(buildLocalStore([['./other/name.png', A]]), SENT, options(KNOWN))).toBeNull();
    expect(decideStore(buildLocalStore([['./a.jpg', B]]), SENT, options(KNOWN))?.action).toBe('update');
  });

  test('holds what was rejected, and sends the approved pictures beside another change', () => {
    const rejected = { ...SENT, review: 'rejected' as const, approved_pic_list: [PICTURE] };
    expect(decideStore(STORE, rejected, options(KNOWN))).toMatchObject({
      action: 'hold',
      reason: 'rejected',
    });
    const moved = { ...STORE, values: { ...STORE.values, hour: '08:00-20:00' } };
    expect(decideStore(moved, rejected, options(KNOWN))).toMatchObject({
      action: 'update',
      send: { pic_list: [PICTURE] },
    });
  });

  test('holds what was refused on the same day, whether it was uploaded or not', () => {
    const digest = decideStore(STORE, buildRecord(), options(NO_PICTURES))?.digest ?? '';
    const refused = buildRecord({ refused: { digest, code: 40009, date: '2026-11-25' } });
    expect(decideStore(STORE, refused, options(NO_PICTURES))?.reason).toBe('refused');
    expect(decideStore(STORE, refused, options(KNOWN))?.reason).toBe('refused');
  });
});

describe('a record that remembers what it was sent', () => {
  const remembering = rememberContents(SENT, new Map([[URL_A, A]]));

  test('needs no list beside it', () => {
    expect(remembering.local_pictures).toEqual({ [URL_A]: A });
    expect(decideStore(STORE, remembering, options(NO_PICTURES))).toBeNull();
    expect(readKnownPictures({ stores: new Map([['1', remembering]]), extra: {} })).toEqual(KNOWN);
  });

  test('is not touched by another address that the same content got elsewhere', () => {
    expect(decideStore(STORE, remembering, options(new Map([[A, URL_A2]])))).toBeNull();
  });

  test('forgets addresses that it no longer names, and keeps those of its other lists', () => {
    const now = { ...remembering, values: { ...buildStore().values }, approved_pic_list: [URL_A] };
    expect(rememberContents(now, new Map()).local_pictures).toEqual({ [URL_A]: A });
    const { approved_pic_list: _gone, ...later } = now;
    expect(rememberContents(later, new Map())).not.toHaveProperty('local_pictures');
  });

  test('of the content alone agrees with it, and its next update is sent under an address', () => {
    const blind = buildRecord({ values: { ...buildStore().values, pic_list: [referTo(A)] } });
    expect(decideStore(STORE, blind, options(KNOWN))).toBeNull();
  });
});

test('the forecast counts each content once, and only what has no address', () => {
  const stores = ['1', '2', '3'].map((poi_id) =>
    buildLocalStore(
      [
        ['./a.jpg', A],
        ['./b.jpg', B],
      ],
      { poi_id },
    ),
  );
  const records = new Map(stores.map(({ poi_id }) => [poi_id, buildRecord()] as const));
  const plan = (pictures: KnownPictures) =>
    planAccount({
      ...options(pictures),
      account: { name: 'default', stores: 'stores', state: 'state' },
      stores,
      invalid: [],
      records,
      isSelected: () => true,
      selection: [],
      rate: 5,
      reviewPatienceDays: 14,
    });
  expect(plan(NO_PICTURES).forecast).toMatchObject({ uploads: 2, calls: 1 + 2 + 3 + 1 });
  expect(plan(KNOWN).forecast.uploads).toBe(1);
  expect(plan(KNOWN).digest).toBe(plan(NO_PICTURES).digest);
  const sent = plan(KNOWN).changes.map(sendAddresses);
  expect(sent.map((values) => values?.pic_list)).toEqual(Array(3).fill([URL_A, referTo(B)]));
});

describe('whatever the pictures are', () => {
  const contents = fc.uniqueArray(
    fc.constantFrom('0', '1', '2', '3', '4').map((each) => each.repeat(64)),
    { minLength: 1 },
  );
  const known = fc.subarray(['0', '1', '2', '3', '4'].map((each) => each.repeat(64)));
  const toKnown = (list: readonly string[]): KnownPictures =>
    new Map(list.map((sha256) => [sha256, `http://mmbiz.qpic.cn/${sha256.slice(0, 5)}/0`]));
  const toStore = (list: readonly string[], folder = '.'): Store =>
    buildLocalStore(list.map((sha256, index) => [`${folder}/${index}.jpg`, sha256] as const));

  test('what is approved stays approved, wherever the files lie and whatever was uploaded meanwhile', () => {
    fc.assert(
      fc.property(contents, known, known, (list, before, after) => {
        const one = decideStore(toStore(list), buildRecord(), options(toKnown(before)));
        const other = decideStore(toStore(list, './moved'), buildRecord(), options(toKnown(after)));
        expect(other?.digest).toBe(one?.digest);
        expect(other?.send).toEqual(one?.send);
      }),
    );
  });

  test('what was sent is no change, and other content is one', () => {
    fc.assert(
      fc.property(contents, contents, (list, others) => {
        const all = toKnown(['0', '1', '2', '3', '4'].map((each) => each.repeat(64)));
        const values = { ...buildStore().values, pic_list: list.map((sha256) => all.get(sha256) ?? '') };
        const record: StoreRecord = rememberContents(
          buildRecord({ values }),
          new Map([...all].map(([sha, url]) => [url, sha])),
        );
        expect(decideStore(toStore(list), record, options(all))).toBeNull();
        const same = JSON.stringify(list) === JSON.stringify(others);
        expect(decideStore(toStore(others), record, options(NO_PICTURES)) === null).toBe(same);
      }),
    );
  });

  test('a reference is read back, and nothing else is one', () => {
    fc.assert(
      fc.property(contents, ([sha256 = '']) => {
        expect(readReference(referTo(sha256))).toBe(sha256);
      }),
    );
    for (const item of [
      PICTURE,
      './a.jpg',
      `sha256:${A.slice(1)}`,
      `sha256:${A.toUpperCase()}`,
      `x${referTo(A)}`,
    ])
      expect(readReference(item)).toBeNull();
  });
});

describe('drift', () => {
  const sides = { record: SENT, card: null, pictures: KNOWN };
  const store = buildLocalStore([['./a.jpg', A]]);
  const record = { ...SENT, review: 'approved' as const };
  const PIC_LIST = FIELDS.find(({ name }) => name === 'pic_list');

  test('of a local picture is none while its address is live', () => {
    expect(compareFields({ ...sides, record, store, live: buildLive({ pic_list: [URL_A] }) })).toEqual([]);
  });

  test('that adds a picture keeps the file’s path, and records its address', () => {
    const live = buildLive({ pic_list: [URL_A, NEW_PICTURE] });
    const [found] = compareFields({ ...sides, record, store, live });
    if (found === undefined || PIC_LIST === undefined) throw new Error('no drift');
    expect(found).toMatchObject({ kind: 'edited', file: ['./a.jpg'], addresses: [URL_A] });
    const word = wordForFile(PIC_LIST, found);
    expect(word).toEqual(['./a.jpg', NEW_PICTURE]);
    expect(wordForRecord(found, word)).toEqual([URL_A, NEW_PICTURE]);
  });
});

test.each([
  [undefined, null],
  [{}, null],
  [{ [A]: URL_A }, null],
  [[], 'pictures'],
  ['', 'pictures'],
  [{ x: URL_A }, 'pictures.x'],
  [{ [A]: 1 }, `pictures.${A}`],
  [{ [A]: 'http://example.com/a' }, `pictures.${A}`],
])('a list of uploads %j is wrong at %j', (uploads, at) => {
  expect(findUploadsFault(uploads)).toBe(at);
});

test('values without local pictures are as they were', () => {
  const plain = buildStore();
  expect(withReferences(plain)).toBe(plain.values);
});
