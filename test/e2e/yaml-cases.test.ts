/** Files as people write them: each case of the field over the built program, in one run a folder. */
import { describe, expect, test } from 'vitest';
import { type Json, openCase, openShop, storeYaml } from '../fakes/shop.ts';

interface Checked {
  readonly exitCode: number;
  readonly json: Json;
  /** `file:line CODE` of each error and warning, in the order of the report. */
  readonly found: readonly string[];
  readonly hints: Readonly<Record<string, string>>;
}

async function validate(id: string): Promise<Checked> {
  const shop = await openCase(id);
  const { exitCode, json } = await shop.runJson(['validate']);
  const short = (file: string | null): string => (file ?? '').replace(/^stores\//u, '');
  return {
    exitCode,
    json,
    found: json.diagnostics.map(({ file, line, code }) => `${short(file)}:${line} ${code}`),
    hints: Object.fromEntries(json.diagnostics.map(({ file, hint }) => [short(file), hint ?? ''])),
  };
}

describe('Y01: times that YAML could take for numbers', () => {
  test('a range is a text; all else is refused, and no dialect is switched', async () => {
    const { found, json, exitCode } = await validate('Y01');
    expect(exitCode).toBe(1);
    expect(found).toEqual([
      'already-600.yaml:3 INVALID_HOUR',
      'single-time.yaml:3 INVALID_HOUR',
      'yaml11-directive.yaml:1 DIRECTIVE',
    ]);
    expect(json.diagnostics[0]?.message).toMatch(/converted/u);
    expect(json.diagnostics[1]?.message).toMatch(/a range is needed/u);
  });
});

describe('Y03: ids without quotes', () => {
  test('are taken digit by digit, short and long', async () => {
    const shop = await openCase('Y03');
    const { json } = await shop.runJson(['plan']);
    expect(json.changes.map(({ poi_id }) => poi_id)).toEqual(['472671857', '472671858', '472671859']);
    const { stdout } = await shop.run(['plan', '--format', 'json']);
    expect(stdout.match(/5938314494307741153/gu)?.length).toBe(2);
  });
});

describe('Y06: full-width signs', () => {
  test('are refused with the ASCII form and the code point', async () => {
    const { found, hints, json } = await validate('Y06');
    const errors = json.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBe(11);
    expect(found).toContain('hour-8.yaml:3 OVERNIGHT_HOURS');
    for (const hour of [1, 2, 3, 4, 5, 6]) expect(hints[`hour-${hour}.yaml`]).toBe('Write 10:00-21:00');
    expect(hints['hour-7.yaml']).toBe('Write 09:00-21:00');
    for (const phone of [1, 2, 3]) expect(hints[`phone-${phone}.yaml`]).toBe('Write 021-00001234');
    expect(hints['phone-4.yaml']).toBe('Write 021-00001234-802');
    expect(json.diagnostics.find(({ file }) => file === 'stores/hour-2.yaml')?.message).toContain('U+FF1A');
  });
});

describe('Y09: marks and line ends', () => {
  test('of the common kinds change nothing; two marks and lone CR are refused', async () => {
    const { found } = await validate('Y09');
    expect(found).toEqual(['lone-cr.yaml:1 LONE_CR', 'two-boms.yaml:1 SECOND_BOM']);
  });

  test('that change alone give the same plan and digest', async () => {
    const shop = await openShop();
    const text = storeYaml({ poi_id: '472671857' });
    const digests = new Set<string>();
    for (const twin of [
      text,
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.trimEnd(),
      text.replaceAll('\n', '   \n'),
    ]) {
      shop.write('stores/a.yaml', twin);
      digests.add((await shop.runJson(['plan'])).json.digest);
    }
    expect(digests.size).toBe(1);
  });
});

describe('Y11: a key twice', () => {
  test('names both lines', async () => {
    const { found, json } = await validate('Y11');
    expect(found).toEqual(['quoted-twin.yaml:7 DUPLICATE_KEY', 'two-hours.yaml:7 DUPLICATE_KEY']);
    expect(json.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('line 4'),
      expect.stringContaining('line 3'),
    ]);
  });
});

describe('Y13: bombs', () => {
  test('are refused each on its own, short, and the good file is judged', async () => {
    const shop = await openCase('Y13');
    const { stdout } = await shop.run(['validate', '--format', 'json']);
    expect(stdout.length).toBeLessThan(5000);
    const json = JSON.parse(stdout) as Json;
    expect(json.summary.stores).toBe(1);
    expect(new Set(json.diagnostics.map(({ file }) => file))).toEqual(
      new Set(['stores/bomb.yaml', 'stores/deep.yaml']),
    );
  });
});

describe('Y14: documents', () => {
  test('a second store is refused at its line; markers alone are fine', async () => {
    expect((await validate('Y14')).found).toEqual(['two-stores.yaml:7 SECOND_DOCUMENT']);
  });
});

describe('Y15: files that are no stores', () => {
  test('are refused or named; backups and dot files are not', async () => {
    const { found, json } = await validate('Y15');
    expect(found).toEqual([
      'comments-only.yaml:1 NOT_A_MAP',
      'empty.yaml:1 NOT_A_MAP',
      'json.json:null FILE_IGNORED',
      'list.yaml:1 NOT_A_MAP',
      'text.yaml:1 NOT_A_MAP',
      'upper.YAML:null FILE_IGNORED',
    ]);
    expect(json.summary).toMatchObject({ files: 6, stores: 2, errors: 4, warnings: 2 });
  });

  test('are never read as a store that was removed', async () => {
    const shop = await openShop({ stores: [{ poi_id: '1' }, { poi_id: '2' }], begin: 'recorded' });
    shop.write('stores/1.yaml', '');
    const { exitCode, json } = await shop.runJson(['apply', '--yes', '--skip-invalid']);
    expect(exitCode).toBe(1);
    expect(json.outcomes).toMatchObject([
      { poi_id: '1', outcome: 'skipped', error: { code: 'RELEASE_UNSURE' } },
    ]);
    expect(Object.keys(shop.records())).toEqual(['1', '2']);
  });
});

describe('Y18: keys', () => {
  test('are all refused, each with what was meant', async () => {
    const { found, json, hints } = await validate('Y18');
    expect(found).toEqual([
      'api-json-string.yaml:5 PICTURES_AS_TEXT',
      'api-names.yaml:3 API_READ_NAME',
      'api-names.yaml:4 API_READ_NAME',
      'api-names.yaml:5 API_READ_NAME',
      'contact.yaml:6 UNKNOWN_KEY',
      'dash-no-space.yaml:6 PICTURES_AS_TEXT',
      'empty-list.yaml:5 PICTURE_COUNT',
      'one-string.yaml:5 PICTURES_AS_TEXT',
      'proto.yaml:7 UNKNOWN_KEY',
      'proto.yaml:8 UNKNOWN_KEY',
      'read-only-field.yaml:7 READ_ONLY_FIELD',
      'upper-key.yaml:3 UNKNOWN_KEY',
    ]);
    expect(hints['contact.yaml']).toContain('"contract_phone"');
    expect(hints['upper-key.yaml']).toContain('"hour"');
    for (const file of ['api-json-string', 'dash-no-space', 'one-string']) {
      expect(hints[`${file}.yaml`]).toContain(
        'pic_list:\n  - http://mmbiz.qpic.cn/mmbiz_jpg/case/0?wx_fmt=jpeg',
      );
    }
    expect(json.diagnostics.find(({ code }) => code === 'READ_ONLY_FIELD')?.message).toContain(
      'cannot be changed through this API',
    );
  });
});

describe('Y20: values that begin like YAML', () => {
  test('are refused in their line with the quoted form to write, without a stack trace', async () => {
    const { found, hints } = await validate('Y20');
    const signs = ['amp', 'at', 'backtick', 'bang', 'bracket', 'colon', 'gt', 'percent', 'quote', 'star'];
    for (const sign of signs) {
      expect(found.some((each) => each.startsWith(`${sign}.yaml:1 `))).toBe(true);
      expect(hints[`${sign}.yaml`]).toMatch(/Put the value in quotes: name: '/u);
    }
    expect(found).toContain('indent.yaml:5 YAML_SYNTAX');
    expect(found).toContain('tab.yaml:6 YAML_SYNTAX');
    expect(found.some((each) => each.startsWith('block-hour'))).toBe(false);
  });
});

describe('G12: one id in several files', () => {
  test('names the files, and sends neither', async () => {
    const { found, json } = await validate('G12');
    expect(found).toEqual([
      'a.yaml:2 DUPLICATE_POI_ID',
      'b.yaml:2 DUPLICATE_POI_ID',
      'c.yaml:2 INVALID_ID',
      'e.yaml:2 INVALID_ID',
      'f.yaml:2 DUPLICATE_POI_ID',
    ]);
    expect(json.diagnostics[0]?.message).toContain('stores/b.yaml');
  });

  test('is found by apply too, before any call', async () => {
    const shop = await openCase('G12');
    const { exitCode, json } = await shop.runJson(['apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(json.summary.skipped).toBeGreaterThan(0);
    expect(shop.emulator.requests).toEqual([]);
  });

  test('sends only the clean store with --skip-invalid', async () => {
    const shop = await openCase('G12');
    await shop.run(['apply', '--yes', '--skip-invalid', '--accept-names', '--rate', '0']);
    expect(new Set(shop.emulator.requests.flatMap(({ poi_id }) => poi_id ?? []))).toEqual(
      new Set(['0472671857']),
    );
  });
});
