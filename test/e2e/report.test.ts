/** The built program writes the HTML page, and nothing over what is none. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGE_MARK } from '../../src/report/html/document.ts';
import { listStores, openShop } from '../fakes/shop.ts';

const DAYS = 'special_hours:\n  - { from: 2027-02-05, to: 2027-02-12, hour: 10:00-17:00, reason: 春节 }\n';
const COMMIT = '0123456789012345678901234567890123456789';

test('writes one page of the chain on the day that is asked for, without a call', async () => {
  const shop = await openShop({ stores: listStores(3), begin: 'recorded' });
  shop.write('stores/472671857.yaml', `${shop.read('stores/472671857.yaml')}${DAYS}`);
  const { exitCode, stdout, stderr } = await shop.run([
    'report',
    '--out',
    'page/report.html',
    '--at',
    '2027-02-05',
  ]);
  expect([exitCode, stdout, stderr]).toEqual([0, 'Page of 3 stores written to page/report.html\n', '']);
  const page = shop.read('page/report.html');
  expect(page).toContain('<time datetime="2027-02-05">');
  expect(page).toContain('<del>10:00-21:00</del> → <ins>10:00-17:00</ins>');
  expect(page).toContain('2027-02-05 to 2027-02-12');
  expect(shop.emulator.requests).toEqual([]);
});

test('writes the page with the faults beside errors, in the language of the run, and ends with 1', async () => {
  const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
  shop.write('stores/472671858.yaml', 'name: 示例店\npoi_id: "472671858"\nhour: 10：00-21:00\n');
  const { exitCode, stdout, stderr } = await shop.run(['report', '--out', 'report.html', '--lang', 'zh-CN'], {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'example/shops',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_SHA: COMMIT,
    GITHUB_WORKSPACE: shop.root,
  });
  expect([exitCode, stdout]).toEqual([1, '页面已写入 report.html，包含 2 家门店\n']);
  expect(stderr).toContain('stores/472671858.yaml:3');
  const page = shop.read('report.html');
  expect(page).toContain('<html lang="zh-CN">');
  expect(page).toContain(
    `href="https://github.example/example/shops/blob/${COMMIT}/stores/472671858.yaml#L3"`,
  );
  expect(page).toContain('stores/472671858.yaml <em>文件有错误</em>');
});

test('writes over an earlier page alone, and follows no link', async () => {
  const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
  symlinkSync(join(shop.root, 'stores'), join(shop.root, 'linked'));
  symlinkSync(join(shop.root, 'mendian.state.json'), join(shop.root, 'link.html'));
  const state = shop.read('mendian.state.json');
  for (const file of ['mendian.state.json', 'link.html', 'linked/report.html']) {
    const { exitCode, stderr } = await shop.run(['report', '--out', file]);
    expect([file, exitCode]).toEqual([file, 1]);
    expect(stderr).toContain('an earlier page of mendian report');
  }
  expect(shop.read('mendian.state.json')).toBe(state);
  expect(shop.exists('stores/report.html')).toBe(false);
  shop.write('report.html', `${PAGE_MARK}<html>of an earlier version</html>`);
  const { exitCode } = await shop.run(['report', '--out', 'report.html', '--select', '472671857']);
  expect(exitCode).toBe(0);
  expect(shop.read('report.html')).toContain('--select 472671857');
});
