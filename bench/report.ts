/**
 * The HTML page of a chain: its size, the time to build it, and in Chromium the time until it can be used and the longest
 * of some keystrokes in its search. `node scripts/run.mjs bench/report.ts [STORES]...`
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { reportHtml } from '../src/report/html/document.ts';
import { noBrowser, startBrowser } from '../test/fakes/browser.ts';
import { LANGUAGES, samplePage } from '../test/report/html/samples.ts';

const given = process.argv.slice(2).map(Number);
const SIZES = given.length > 0 ? given : [300, 1000, 5000];
const WORDS = ['上', '上海', '上海太', '4726', '没有'];
/** The first run also warms up. */
const ROUNDS = 3;

/** Until the table stands in its new order. */
const SORTING = `(() => {
  document.getElementById('search').value = '';
  const started = performance.now();
  document.querySelector('th[data-column="name"] button').click();
  document.body.getBoundingClientRect();
  return performance.now() - started;
})()`;

const folder = mkdtempSync(join(tmpdir(), 'mendian-page-'));
const browser = noBrowser === null ? await startBrowser() : null;
if (noBrowser !== null) console.error(noBrowser);
try {
  const rows = [];
  for (const stores of SIZES) rows.push(await measure(stores, browser));
  console.table(rows);
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(stores: number, browser: Browser | null): Promise<Record<string, number | string>> {
  const page = samplePage(stores);
  let text = '';
  let build = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    text = reportHtml(page, LANGUAGES.en);
    build = Math.min(build, performance.now() - started);
  }
  const file = join(folder, `${stores}.html`);
  writeFileSync(file, text);
  const size = `${(Buffer.byteLength(text) / 1_000_000).toFixed(2)} MB`;
  const seen = browser === null ? {} : await look(browser, pathToFileURL(file).href);
  return { stores, size, 'build ms': Math.round(build), ...seen };
}

/** Until the script has taken over, and from a keystroke until the rows are laid out. */
async function look(browser: Browser, address: string): Promise<Record<string, number>> {
  let [ready, key, sorting] = [Infinity, Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await browser.newPage();
    await page.goto(address);
    ready = Math.min(
      ready,
      await page.evaluate<number>('performance.getEntriesByType("navigation")[0].domInteractive'),
    );
    key = Math.min(key, await page.evaluate<number>(typing(WORDS)));
    sorting = Math.min(sorting, await page.evaluate<number>(SORTING));
    await page.close();
  }
  return {
    'usable after ms': Math.round(ready),
    'keystroke ms': Math.round(key),
    'sort by name ms': Math.round(sorting),
  };
}

/** The slowest of some changes of the search, the layout that follows included. */
function typing(words: readonly string[]): string {
  return `Math.max(...${JSON.stringify(words)}.map((word) => {
    const started = performance.now();
    const search = document.getElementById('search');
    search.value = word;
    search.dispatchEvent(new Event('input', { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - started;
  }))`;
}
