/** Several files together: defaults, ids in two places, and files that give no store. */
import { describe, expect, test } from 'vitest';
import { assemble, showPlace, showText, storeText } from './folder.ts';

const places = (files: Readonly<Record<string, string | Uint8Array>>): readonly string[] =>
  assemble(files).diagnostics.map((each) => `${each.file} ${showPlace(each)}`);

describe('defaults', () => {
  test('fill in what a store leaves out; the nearer wins, and each value knows its file', () => {
    const { stores, diagnostics } = assemble({
      '_defaults.yaml': 'hour: 08:00-20:00\ncontract_phone: 021-00000001\ncard_id: pFar\n',
      'east/_defaults.yml': 'hour: 09:00-21:00\n',
      'east/a.yaml': storeText({ hour: null, contract_phone: null }),
    });
    expect(diagnostics).toEqual([]);
    expect(stores[0]?.values).toMatchObject({
      hour: '09:00-21:00',
      contract_phone: '021-00000001',
      card_id: 'pFar',
    });
    expect(stores[0]?.origins.hour).toEqual({ file: 'stores/east/_defaults.yml', line: 1, column: 7 });
    expect(stores[0]?.origins.pic_list?.file).toBe('stores/east/a.yaml');
  });

  test('hold for their folder and below only', () => {
    const { stores } = assemble({
      'east/_defaults.yaml': 'card_id: pEast\n',
      'west/a.yaml': storeText(),
    });
    expect(stores[0]?.values.card_id).toBeUndefined();
  });

  test('a list replaces a list, labels merge', () => {
    const { stores } = assemble({
      '_defaults.yaml':
        'labels: { region: far, kind: shop }\npic_list: [http://mmbiz.qpic.cn/a/1, http://mmbiz.qpic.cn/a/2]\n',
      'east/_defaults.yaml': 'labels: { region: east }\n',
      'east/a.yaml': storeText({ labels: 'labels: { floor: 2 }' }),
    });
    expect({ ...stores[0]?.labels }).toEqual({ region: 'east', kind: 'shop', floor: '2' });
    expect(stores[0]?.values.pic_list.length).toBe(1);
  });

  test.each(['name: 店', 'poi_id: "1"', 'map_poi_id: "1"'])('%s belongs to one store', (line) => {
    expect(places({ '_defaults.yaml': `${line}\n` })).toEqual(['stores/_defaults.yaml 1:1 NOT_IN_DEFAULTS']);
  });

  test('a fault in them is told once, there, and no store below is taken', () => {
    const files = {
      '_defaults.yaml': 'hour: 9:00-21:00\n',
      'a.yaml': storeText({ hour: null }),
      'b.yaml': storeText({ poi_id: 'poi_id: "2"', hour: null, contract_phone: 'contract_phone: x' }),
      'c.yaml': storeText({ poi_id: 'poi_id: "3"' }),
    };
    expect(places(files)).toEqual([
      'stores/_defaults.yaml 1:7 INVALID_HOUR',
      'stores/b.yaml 3:17 INVALID_PHONE',
    ]);
    const { stores, invalid } = assemble(files);
    expect(stores).toEqual([]);
    expect(invalid.map(({ poi_id }) => poi_id)).toEqual(['472671857', '2', '3']);
  });

  test('an unknown key in them may be what a store lacks, so no store below is taken', () => {
    const { stores } = assemble({ '_defaults.yaml': 'card_idd: x\n', 'a.yaml': storeText() });
    expect(stores).toEqual([]);
  });

  test('that cannot be read do not make their keys missing in each store', () => {
    const files = { '_defaults.yaml': 'hour: @\n', 'a.yaml': storeText({ hour: null }) };
    expect(places(files)).toEqual(['stores/_defaults.yaml 1:7 YAML_SYNTAX']);
    expect(assemble(files).stores).toEqual([]);
  });

  test('twice in a folder give no store below', () => {
    const { stores } = assemble({
      '_defaults.yaml': 'card_id: a\n',
      '_defaults.yml': 'card_id: b\n',
      'a.yaml': storeText(),
    });
    expect(stores).toEqual([]);
  });
});

describe('one id in several files', () => {
  test('is refused at each file, which names another; none is taken', () => {
    const files = {
      'a.yaml': storeText(),
      'b.yaml': storeText(),
      'c.yaml': storeText({ poi_id: 'poi_id: 472671857' }),
    };
    const { stores, invalid, diagnostics } = assemble(files);
    expect(diagnostics.map(showPlace)).toEqual(Array(3).fill('2:1 DUPLICATE_POI_ID'));
    expect(diagnostics.map(showText)[1]).toContain('stores/a.yaml:2');
    expect(stores).toEqual([]);
    expect(invalid.map(({ file }) => file)).toEqual(['stores/a.yaml', 'stores/b.yaml', 'stores/c.yaml']);
  });

  test('counts although one of the files has other faults', () => {
    const { stores, diagnostics } = assemble({
      'a.yaml': storeText(),
      'b.yaml': storeText({ hour: 'hour: x' }),
    });
    expect(stores).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('DUPLICATE_POI_ID');
  });

  test('is not the same id with a leading zero', () => {
    const { stores } = assemble({
      'a.yaml': storeText(),
      'b.yaml': storeText({ poi_id: 'poi_id: 0472671857' }),
    });
    expect(stores.map(({ poi_id }) => poi_id)).toEqual(['472671857', '0472671857']);
  });
});

describe('files that give no store', () => {
  test.each([
    ['a broken value', storeText({ hour: 'hour: x' }), '472671857'],
    ['broken YAML', storeText({ name: 'name: @' }), '472671857'],
    ['another encoding', Buffer.concat([Buffer.from(storeText()), Buffer.from([0xb5])]), '472671857'],
    ['two documents', `${storeText()}---\n${storeText({ poi_id: 'poi_id: "2"' })}`, null],
    ['the id twice', `${storeText()}poi_id: "2"\n`, null],
    ['no id', storeText({ poi_id: null }), null],
    ['nothing', '', null],
  ])('%s: keep the id only where it is sure', (_, content, id) => {
    expect(assemble({ 'a.yaml': content }).invalid).toEqual([{ file: 'stores/a.yaml', poi_id: id }]);
  });

  test('do not hide the good one beside them', () => {
    const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\npic_list: *b\npoi_id: "1"\n';
    const deep = `poi_id: "2"\npic_list: ${'['.repeat(5000)}${']'.repeat(5000)}\n`;
    const { stores, invalid } = assemble({ 'bomb.yaml': bomb, 'deep.yaml': deep, 'good.yaml': storeText() });
    expect(stores.map(({ file }) => file)).toEqual(['stores/good.yaml']);
    expect(invalid.map(({ poi_id }) => poi_id)).toEqual(['1', '2']);
  });
});
