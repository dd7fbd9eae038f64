/** The built program and a real spreadsheet program: out, edited in LibreOffice, and back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { convertWithOffice, editWithOffice, findOffice, NO_OFFICE, TO_CSV } from '../fakes/office.ts';
import { openShop } from '../fakes/shop.ts';

const COMMENTED = [
  '# 店长：王',
  'name: 人民广场店',
  'poi_id: "0472671857"',
  'hour: 10:00-21:00   # from May',
  'contract_phone: 021-00001234',
  'pic_list:',
  '  - http://mmbiz.qpic.cn/mmbiz_jpg/a/0',
  'map_poi_id: "5938314494307741153"',
  'labels: { formula: "=1+1", zeros: "0012", day: "3-15" }',
  '',
].join('\n');

const office = findOffice();
const title = office === null ? `a sheet in LibreOffice, skipped: ${NO_OFFICE}` : 'a sheet in LibreOffice';

/** Somebody types new texts over old ones. */
const retype = (text: string): string =>
  text
    .replace('<text:p>10:00-21:00</text:p>', '<text:p>09:30-22:00</text:p>')
    .replace('<text:p>5938314494307741153</text:p>', '<text:p>5938314494307741154</text:p>');

/** The program takes texts for numbers, times and formulas. */
function damage(text: string): string {
  const swap = (from: string, attributes: string) => (sheet: string) =>
    sheet.replace(
      new RegExp(
        `<table:table-cell(?=[^>]*>\\s*<text:p>${from}</text:p>)[^>]*>\\s*<text:p>${from}</text:p>`,
        'u',
      ),
      `<table:table-cell ${attributes}>`,
    );
  return [
    swap('0472671857', 'office:value-type="float" office:value="472671857"'),
    swap('021-00001234', 'table:formula="of:=1+1" office:value-type="float" office:value="2"'),
    swap('10:00-21:00', 'office:value-type="time" office:time-value="PT10H00M00S"'),
  ].reduce((sheet, change) => change(sheet), text);
}

// Skipped only where LibreOffice is missing, which the title then says; `.ci/run` installs it.
describe.skipIf(office === null)(title, () => {
  test('changes exactly what was edited, and is refused by cell where the program changed texts', {
    timeout: 240_000,
  }, async () => {
    const shop = await openShop({ stores: [{ poi_id: '472671858', name: '"A" & B' }], begin: 'recorded' });
    shop.write('stores/renmin.yaml', COMMENTED);
    expect(await shop.run(['sheet', 'export', 'stores.xlsx'])).toMatchObject({ exitCode: 0 });
    const [edited, damaged] = await editWithOffice(join(shop.root, 'stores.xlsx'), retype, damage);
    writeFileSync(join(shop.root, 'damaged.xlsx'), damaged ?? '');
    const refused = await shop.runJson(['sheet', 'import', 'damaged.xlsx']);
    expect(refused.exitCode).toBe(1);
    const found = refused.json.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n');
    expect(found).toMatch(/SHEET_DAMAGED Stores!C2 \(hour\) .* it became a date or a time/u);
    expect(found).toMatch(/SHEET_DAMAGED Stores!D2 \(contract_phone\) says "2": it is a formula/u);
    expect(found).toMatch(/SHEET_ID_UNKNOWN Stores!A3: no file is about a store 472671857/u);
    expect(refused.json.diagnostics).toHaveLength(3);

    writeFileSync(join(shop.root, 'stores.xlsx'), edited ?? '');
    const [text] = await convertWithOffice([join(shop.root, 'stores.xlsx')], { to: TO_CSV });
    writeFileSync(join(shop.root, 'stores.csv'), text ?? '');
    const dry = await shop.runJson(['sheet', 'import', 'stores.csv', '--dry-run']);
    expect(dry).toMatchObject({
      exitCode: 0,
      json: { summary: { rows: 2, edited: 2, values: 2, files: 0 }, diagnostics: [] },
    });
    expect(shop.read('stores/renmin.yaml')).toBe(COMMENTED);
    expect(await shop.run(['sheet', 'import', 'stores.xlsx'])).toMatchObject({ exitCode: 0 });
    const [hour, id] = ['hour: "09:30-22:00"', COMMENTED.replace('7741153', '7741154')];
    expect(shop.read('stores/renmin.yaml')).toBe(id);
    expect(shop.read('stores/472671858.yaml')).toContain(hour);
  });
});
