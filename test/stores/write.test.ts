/** The file of a live store: read back, it says exactly what is live, or names what needs a hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS, fieldsNotShown } from '../../src/fields.ts';
import { en } from '../../src/messages/en.ts';
import type { LiveStore } from '../../src/model/platform.ts';
import { readDocument } from '../../src/stores/document.ts';
import { type CardReading, type FileFrame, writeStore } from '../../src/stores/write.ts';
import { buildLive, PICTURE } from '../builders.ts';
import { ACCOUNT, assemble } from './folder.ts';

const FRAME: FileFrame = { schema: 'schemas/store.schema.json', comments: en.import.file };
const UNREAD: CardReading = { kind: 'unread' };

function write(live: Partial<LiveStore> = {}, card: CardReading = UNREAD, frame = FRAME) {
  return writeStore(buildLive(live), card, { file: 'stores/shanghai/a.yaml', account: ACCOUNT }, frame);
}

describe('the file of a live store', () => {
  test('says what is live, as a person would write it', () => {
    expect(write().text).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../schemas/store.schema.json
      name: 人民广场店
      poi_id: "472671857"
      hour: 10:00-21:00
      contract_phone: 021-00001234
      pic_list:
        - http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg

      # map_poi_id and card_id are not here: WeChat does not show them with a store, and what is not here is not
      # sent. The card can be read: "mendian import --cards" writes it into new files. To manage them:
      # map_poi_id: "0000000000000000000"
      # card_id: pXXXXXXXXXXXXXXXXXXXXXXXXXXX
      "
    `);
  });

  test('names no schema where there is none', () => {
    expect(write({}, UNREAD, { ...FRAME, schema: null }).text).toMatch(/^name:/u);
  });

  test('holds the card that was read, and says no more of it', () => {
    const { text, values } = write({}, { kind: 'card', card_id: 'pAbCdEfGhIjKlMnOpQrStUv' });
    expect(values.card_id).toBe('pAbCdEfGhIjKlMnOpQrStUv');
    expect(text).toMatch(/^card_id: pAbCdEfGhIjKlMnOpQrStUv$/mu);
    expect(text).not.toMatch(/# card_id/u);
    expect(write({}, { kind: 'none' }).text).toMatch(/had no card/u);
  });

  test.each<[string, Partial<LiveStore>, string]>([
    ['blanks in hours', { hour: '11: 11 - 12: 12' }, 'hour: 11:11-12:12'],
    ['full-width hours', { hour: '１０：００～２１：００' }, 'hour: 10:00-21:00'],
    ['a blank before the phone', { contract_phone: ' 021-00001234' }, 'contract_phone: 021-00001234'],
    ['a separator behind the phone', { contract_phone: '021-00001234;' }, 'contract_phone: 021-00001234'],
  ])('brings %s into the form that can be sent', (_what, live, line) => {
    const { text, faults } = write(live);
    expect(faults).toEqual([]);
    expect(text.split('\n')).toContain(line);
  });

  test.each<[Partial<LiveStore>, string, string]>([
    [{ hour: '10:20' }, 'INVALID_HOUR', 'hour: "10:20"'],
    [{ hour: '周一至周五 9点' }, 'INVALID_HOUR', 'hour: "周一至周五 9点"'],
    [{ hour: '' }, 'INVALID_HOUR', 'hour: ""'],
    [{ hour: '9:00-21:00' }, 'INVALID_HOUR', 'hour: "9:00-21:00"'],
    [{ contract_phone: '021-1;021-2' }, 'INVALID_PHONE', 'contract_phone: "021-1;021-2"'],
    [{ contract_phone: '' }, 'INVALID_PHONE', 'contract_phone: ""'],
    [{ pic_list: [] }, 'PICTURE_COUNT', 'pic_list: []'],
    [{ pic_list: ['http://example.invalid/a.jpg'] }, 'INVALID_PICTURE', '  - http://example.invalid/a.jpg'],
    [{ pic_list: [PICTURE, PICTURE] }, 'DUPLICATE_PICTURE', `  - ${PICTURE}`],
    [
      {
        pic_list: Array.from({ length: 10 }, (_, index) =>
          `${PICTURE}&n=${index}`.replace('/front/', `/${index}/`),
        ),
      },
      'PICTURE_COUNT',
      'pic_list:',
    ],
  ])('with %j needs a hand (%s), says so above it, and holds it all the same', (live, code, line) => {
    const { text, faults } = write(live);
    const [fault] = faults;
    const lines = text.split('\n');
    expect(faults.map((each) => each.code)).toEqual([code]);
    expect(lines).toContain(line);
    const key = lines.findLastIndex((each, index) => index < (fault?.line ?? 0) && /^\w+:/u.test(each));
    expect(lines[key - 1]).toBe(`# ${en.import.file.needsHand}`);
  });

  test.each([
    ['null', 'name: "null"'],
    ['true', 'name: "true"'],
    ['1e5', 'name: "1e5"'],
    ['- a', 'name: "- a"'],
    ['a: b', 'name: "a: b"'],
    ['a #b', 'name: "a #b"'],
    ['!tag', 'name: "!tag"'],
    ['say "hi"', 'name: "say \\"hi\\""'],
    ['a\nb\tc', 'name: a b c'],
    ['a\u200bb\u202e', 'name: ab'],
    ['👨‍👩‍👧店', 'name: "👨‍👩‍👧店"'],
    ['示例茶·春熙路店（北）', 'name: 示例茶·春熙路店（北）'],
    ['\u200b', 'name: "472671857"'],
  ])('with the name %j writes %s', (business_name, line) => {
    const { text, faults, name } = write({ business_name });
    expect(faults).toEqual([]);
    expect(text.split('\n')).toContain(line);
    expect(assemble({ 'shanghai/a.yaml': text }).stores[0]?.name).toBe(name);
  });
});

describe('any live store', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(...'\r\n\t "\'\\#:-?[]{},&*!|>%@`~\u0000\u0085\u2028\ufeff\ud800中'),
      maxLength: 12,
    }),
    fc.constantFrom('null', '~', '---', '...', '<<', '%YAML 1.1', '=', '10:00', 'no', '0x1f', '\ufeff'),
  );
  const live = fc.record({
    business_name: text,
    hour: fc.oneof(text, fc.constantFrom('10:00-21:00', ' 09：30 — 22：00 ', '10:20')),
    contract_phone: fc.oneof(text, fc.constantFrom('021-12345678', ' 400-123-4567 ;', '1;2')),
    pic_list: fc.array(fc.oneof(text, fc.constant(PICTURE)), { maxLength: 11 }),
  });
  const card = fc.oneof(
    fc.constant(UNREAD),
    text.map((card_id): CardReading => ({ kind: 'card', card_id })),
  );

  test('is read back exactly, each value shown by the live store', () => {
    fc.assert(
      fc.property(live, card, (members, reading) => {
        const store = buildLive(members);
        const { text: yaml, values, name, faults } = write(members, reading);
        const keys = readDocument(Buffer.from(yaml), 'stores/shanghai/a.yaml');
        expect(keys.diagnostics).toEqual([]);
        const readKey = (key: string): unknown => {
          const node = keys.value?.get(key)?.entry.value;
          if (node?.kind === 'list')
            return node.items.map((item) => (item.kind === 'text' ? item.value : item));
          return node?.kind === 'text' ? node.value : undefined;
        };
        for (const field of FIELDS) expect(readKey(field.name)).toEqual(values[field.name]);
        expect([readKey('name'), readKey('poi_id')]).toEqual([name, store.poi_id]);
        expect(fieldsNotShown(store, values, 'exact')).toEqual([]);
        const read = assemble({ 'shanghai/a.yaml': yaml });
        expect(read.stores.length).toBe(faults.length === 0 ? 1 : 0);
        if (faults.length === 0) expect(read.stores[0]?.values).toEqual(values);
        // Whoever reads the file must see what stands in it.
        expect(yaml).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/u);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps its file readable with a name of 5000 hard characters, and the head of it', () => {
    for (const character of ['"', '\\', "'", ',', '中', '{', '\u{1f600}']) {
      const { faults, text: yaml } = write({ business_name: character.repeat(5000) });
      expect(faults).toEqual([]);
      expect(assemble({ 'shanghai/a.yaml': yaml }).stores[0]?.name).toBe(character.repeat(300));
    }
  });
});
