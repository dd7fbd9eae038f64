/** The HTML page in a real Chromium, from disk: by mouse and keyboard, with and without script, on screens and on paper. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/model.ts';
import { reportHtml } from '../../../src/report/html/document.ts';
import type { ReportPage } from '../../../src/report/html/page.ts';
import { buildRecord, buildStore } from '../../builders.ts';
import { noBrowser, openPage, startBrowser, type WatchedPage } from '../../fakes/browser.ts';
import { buildPage, faultyPage, LANGUAGES, samplePage, severalPage } from './samples.ts';

const CHECKS = readFileSync(resolve(import.meta.dirname, '../../fakes/in-page.js'), 'utf8');
const PHONE = { viewport: { width: 375, height: 740 } };

const HOSTILE_NAMES = [
  '<script>document.title = "taken"</script>',
  '"><img src=x onerror="document.title = \'taken\'">',
  '</script></title></style><h1>taken</h1>',
  '</td></tr></tbody></table><h1>taken</h1>',
  '<!-- taken',
  '\u202etaken\u202c',
  'متجر الشاي',
  'z̸̧͎̺̰̱̍̓͝a̶l̷g̸o̵',
  '&lt;b&gt;',
  "' onclick='document.title = 1",
];

let browser: Browser;
let folder: string;

function write(name: string, page: ReportPage, language: keyof typeof LANGUAGES = 'en'): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, reportHtml(page, LANGUAGES[language]));
  return pathToFileURL(file).href;
}

async function open(
  name: string,
  page: ReportPage,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  return await openPage(browser, write(name, page), options);
}

const names = (page: Page): Promise<string[]> => page.locator('#store-table tbody th').allTextContents();
const hits = async (page: Page): Promise<string> => (await page.locator('#hits').textContent()) ?? '';

function hostilePage(): ReportPage {
  const stores: readonly Store[] = HOSTILE_NAMES.map((name, index) =>
    buildStore({
      poi_id: String(100 + index),
      name,
      file: `stores/${name.replaceAll('/', '_')}.yaml`,
      labels: { [name]: name },
      special_hours: [
        {
          from: '2027-02-01',
          to: '2027-02-02',
          hour: '10:00-11:00',
          reason: name,
          place: { file: name, line: 1, column: 1 },
        },
      ],
    }),
  );
  const records = new Map(
    stores.map((store) => [
      store.poi_id,
      buildRecord({ values: store.values, review: 'rejected', reason: store.name }),
    ]),
  );
  return buildPage({ stores, records });
}

// Skipped only where Chromium is missing, which the title then says; `.ci/run` installs it.
describe.skipIf(noBrowser !== null)(
  `the page in Chromium${noBrowser === null ? '' : ` (${noBrowser})`}`,
  () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'mendian-page-'));
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('asks for nothing, breaks no rule of its policy, and shows the first stores of all', async () => {
      const { page, requests, complaints } = await open('first', samplePage(120));
      expect(await hits(page)).toBe('121 of 121 stores');
      expect(await names(page)).toHaveLength(50);
      await page.getByRole('button', { name: 'Show 50 more' }).click();
      expect(await names(page)).toHaveLength(100);
      expect(await page.evaluate('document.activeElement.dataset.store')).toBe('store-472671906');
      await page.getByRole('button', { name: 'Show 21 more' }).click();
      expect(await names(page)).toHaveLength(121);
      expect(await page.locator('#more').isVisible()).toBe(false);
      expect([requests, complaints]).toEqual([[], []]);
    });

    test('filters by words in any spelling, by plan, review and label together, and says how many fit', async () => {
      const { page } = await open('filter', samplePage(120));
      await page.getByLabel('Search').fill('上海 太古里');
      expect(new Set((await names(page)).map((name) => /上海.*太古里/u.test(name)))).toEqual(new Set([true]));
      await page.getByLabel('Search').fill('４７２６７１８６０');
      expect(await names(page)).toEqual(['示例茶·北京春熙路店']);
      await page.getByLabel('Search').fill('411000002');
      expect(await names(page)).toEqual(['示例茶·成都南京东路店']);
      await page.getByLabel('Search').fill('nowhere');
      expect(await hits(page)).toBe('No store fits. Clear the filters to see all.');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByRole('combobox', { name: 'Plan' }).selectOption('update');
      await page.getByRole('combobox', { name: 'Label' }).selectOption('region=east');
      const shown = page.locator('#store-table tbody tr:first-child');
      for (const text of await shown.allTextContents()) expect(text).toMatch(/region=east.*Update\s*$/su);
      expect(await hits(page)).toMatch(/^\d+ of 121 stores$/u);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      expect(await page.evaluate('document.activeElement.id')).toBe('search');
      await page.getByRole('link', { name: /Approved$/u }).click();
      expect(await page.getByRole('combobox', { name: 'Review' }).inputValue()).toBe('approved');
    });

    test('filters, finds and sorts by account, and keeps stores with one id apart', async () => {
      const { page, complaints } = await open('several', severalPage());
      expect(await hits(page)).toBe('12 of 12 stores');
      await page.getByRole('combobox', { name: 'Account' }).selectOption('bun');
      expect(await hits(page)).toBe('6 of 12 stores');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByLabel('Search').fill('teashop 472671857');
      expect(await hits(page)).toBe('1 of 12 stores');
      await page.locator('#store-table tbody button.name').first().click();
      expect(await page.locator('#dialog-content').textContent()).toContain('teashop');
      expect(complaints).toEqual([]);
    });

    test('sorts by each column, both ways, and says so to screen readers', async () => {
      const { page } = await open('sort', samplePage(30));
      const head = page.getByRole('columnheader', { name: 'Pictures' });
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      const cells = page.locator('#store-table tbody tr:first-child td:nth-child(7)');
      const up = await cells.allTextContents();
      expect(up).toEqual([...up].sort());
      await head.getByRole('button').press('Enter');
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect(await cells.allTextContents()).toEqual([...up].reverse());
      expect(await page.locator('[aria-sort]').count()).toBe(1);
      await page.getByLabel('Sorted by').first().selectOption('plan');
      const words = await page.locator('#store-table tbody tr:first-child td:nth-child(9)').allTextContents();
      const order = ['Update', 'On hold', 'Verify', 'Release', 'Adopt', 'Unchanged'];
      const ranks = words.map((word) => order.indexOf(word.trim()));
      expect(ranks).toEqual([...ranks].sort((left, right) => right - left));
    });

    test('opens a store by keyboard, closes it by Escape, and goes back to where the focus was', async () => {
      const { page, complaints } = await openPage(
        browser,
        write('open', { ...samplePage(30), source: 'https://example.invalid/o/r/blob/0/' }),
      );
      const button = page.getByRole('button', { name: '示例茶·成都国贸店' });
      for (const key of ['Enter', 'Space']) {
        await button.focus();
        await page.keyboard.press(key);
        const dialog = page.getByRole('dialog', { name: '示例茶·成都国贸店' });
        expect(await dialog.isVisible()).toBe(true);
        const text = (await dialog.textContent()) ?? '';
        expect(text).toContain('Hours: stores/chengdu/_defaults.yaml:3');
        expect(text).toContain('021-00000000 → 023-60000296');
        expect(text).toContain('2027-02-05 to 2027-02-12: 10:00-17:00 春节');
        expect(await dialog.locator('a.url').count()).toBeGreaterThan(2);
        expect(await dialog.locator('.file a').getAttribute('href')).toBe(
          'https://example.invalid/o/r/blob/0/stores/chengdu/chengdu-0008.yaml',
        );
        await page.keyboard.press('Escape');
        expect(await dialog.isVisible()).toBe(false);
        expect(await page.evaluate('document.activeElement.textContent')).toBe('示例茶·成都国贸店');
      }
      await page.locator('#plan a.name').first().click();
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
      expect(complaints).toEqual([]);
    });

    test('opens the store that the address names', async () => {
      const address = write('named', samplePage(120));
      const { page } = await openPage(browser, `${address}#store-472671950`);
      expect(await page.getByRole('dialog').textContent()).toContain('472671950');
    });

    test('shows hostile names as text that does nothing and disturbs nobody', async () => {
      const { page, requests, complaints } = await open('hostile', hostilePage());
      expect(await page.title()).toBe('Stores of teashop · 2027-01-28');
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.locator('img, iframe, object, embed').count()).toBe(0);
      expect(await page.locator('#store-table tbody').count()).toBe(HOSTILE_NAMES.length);
      const [first, , , , , turned] = await names(page);
      expect(first).toBe(HOSTILE_NAMES[0]);
      expect(turned).toBe('\\u{202e}taken\\u{202c}');
      await page.getByRole('button', { name: '<script>' }).click();
      expect(await page.locator('#dialog-title').textContent()).toBe(HOSTILE_NAMES[0]);
      expect(await page.title()).toBe('Stores of teashop · 2027-01-28');
      expect([requests, complaints]).toEqual([[], []]);
    });

    test('shows all of it without script, and nothing that would need one', async () => {
      const { page } = await open('plain', samplePage(60), { javaScriptEnabled: false });
      expect(await page.locator('#store-table tbody').count()).toBe(61);
      expect(await page.locator('#filters').isVisible()).toBe(false);
      expect(await page.locator('#more').isVisible()).toBe(false);
      const store = page.locator('#store-472671858');
      await store.locator('summary').click();
      expect(await store.locator('dl').isVisible()).toBe(true);
      expect(await store.textContent()).toContain('2027-02-05 to 2027-02-12: 10:00-17:00');
    });

    test.each([
      ['light', 'light', 1280],
      ['dark', 'dark', 1280],
      ['light on a phone', 'light', 375],
      ['dark on a phone', 'dark', 375],
    ] as const)(
      'gives an accessibility checker nothing to complain about: %s',
      async (_, colorScheme, width) => {
        const viewport = { width, height: 800 };
        const { page } = await open('checked', samplePage(60), { colorScheme, viewport });
        expect(await page.evaluate(CHECKS)).toEqual([]);
        await page.locator('button.name').nth(9).click();
        expect(await page.evaluate(CHECKS)).toEqual([]);
        const dark = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        expect(dark).toBe(colorScheme === 'dark' ? 'rgb(19, 22, 25)' : 'rgb(246, 246, 244)');
      },
    );

    test.each([
      ['stores', () => samplePage(60)],
      ['hostile names', hostilePage],
      ['errors alone', () => faultyPage()],
    ])('fits a phone without scrolling sideways: %s', async (_, make) => {
      const { page } = await open('phone', make(), PHONE);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
      const button = page.locator('button.name').first();
      if ((await button.count()) === 0) return;
      await button.click();
      expect(await page.evaluate('document.getElementById("store-dialog").scrollWidth')).toBe(375);
    });

    test('prints all stores that fit and all changes, without controls; an open store alone', async () => {
      const { page } = await open('print', samplePage(300));
      await page.emulateMedia({ media: 'print' });
      await page.evaluate('dispatchEvent(new Event("beforeprint"))');
      expect(await page.locator('#store-table tbody').count()).toBe(301);
      expect(await page.locator('#plan li .diff').last().isVisible()).toBe(true);
      expect(await page.locator('#filters, nav, #more').filter({ visible: true }).count()).toBe(0);
      await page.evaluate('dispatchEvent(new Event("afterprint"))');
      expect(await page.locator('#store-table tbody').count()).toBe(50);
      expect(await page.locator('details.fold[open]').count()).toBe(0);
      await page.emulateMedia({ media: 'screen' });
      await page.locator('button.name').first().click();
      const alone = await page.pdf();
      expect(alone.subarray(0, 5).toString()).toBe('%PDF-');
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('main').isVisible()).toBe(false);
      expect(await page.locator('#store-dialog').isVisible()).toBe(true);
    });
  },
);
