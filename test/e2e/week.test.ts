/**
 * A week of a chain of 300 stores, day by day: a sheet edited in LibreOffice, new pictures, the hours of Spring Festival,
 * the report. What the page docs/week.md shows is what this test saw.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { recordAll } from '../fakes/baseline.ts';
import { noBrowser, openPage, startBrowser } from '../fakes/browser.ts';
import { startAt } from '../fakes/clock.ts';
import { editWithOffice, findOffice, NO_OFFICE } from '../fakes/office.ts';
import { buildPng } from '../fakes/pictures.ts';
import { listSampleChain, type SampleStore, sampleFiles, sampleSeeds } from '../fakes/sample-chain.ts';
import { cutMiddle, keepPage } from '../fakes/seen-page.ts';
import { openShop, type Shop } from '../fakes/shop.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const missing = findOffice() === null ? NO_OFFICE : noBrowser;
const LONG = { timeout: 300_000 };
const CALENDAR = 'spring-festival: { from: 2027-02-05, to: 2027-02-11, reason: 春节 }\n';
const SPECIAL = 'special_hours:\n  - { on: 2027-cn/spring-festival, hour: 10:00-17:00 }\n';

interface Week extends Shop {
  readonly chain: readonly SampleStore[];
  readonly shown: Map<string, string>;
  /** Runs the program at a moment, and keeps what it printed for the page. */
  at(moment: string, args: readonly string[], show?: Shown): Promise<string>;
  edit(file: string, before: string, after: string): void;
  /** Updates that were sent since the last call. */
  sent(): readonly string[];
}

interface Shown {
  readonly name: string;
  readonly first?: number;
  readonly last?: number;
}

async function openWeek(): Promise<Week> {
  const chain = listSampleChain(300);
  const seeds = sampleSeeds(chain);
  const shop = await openShop();
  shop.emulator.control({ seed: seeds });
  for (const [file, text] of Object.entries(sampleFiles(chain))) shop.write(file, text);
  shop.write('mendian.state.json', recordAll(seeds.map(({ poi_id, values }) => ({ poi_id, ...values }))));
  const shown = new Map<string, string>();
  let counted = 0;
  return {
    ...shop,
    chain,
    shown,
    at: async (moment, args, show) => {
      const { exitCode, stdout, stderr } = await shop.run(args, startAt(moment));
      expect({ args, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({
        args,
        exitCode: 0,
        stderr: '',
      });
      if (show !== undefined) {
        const printed = cutMiddle(stdout, show.first ?? 200, show.last ?? 200);
        shown.set(
          show.name,
          `$ mendian ${args.join(' ')}\n${printed.replace(/\b[0-9a-f]{64}\b/gu, (hex) => `${hex.slice(0, 12)}…`)}`,
        );
      }
      return stdout;
    },
    edit: (file, before, after) => {
      const text = shop.read(file);
      expect({ file, found: text.includes(before) }).toEqual({ file, found: true });
      shop.write(file, text.replace(before, after));
    },
    sent: () => {
      const all = shop.updates();
      const fresh = all.slice(counted);
      counted = all.length;
      return fresh;
    },
  };
}

// Skipped only where LibreOffice or Chromium is missing, which the title then says; `.ci/run` installs both.
describe.skipIf(missing !== null)(
  `a week of 300 stores${missing === null ? '' : `, skipped: ${missing}`}`,
  () => {
    test(
      'brings a sheet, new pictures, special days and a report to where they belong, and loses nothing',
      LONG,
      async () => {
        const week = await openWeek();
        const { chain, at, edit, emulator, read, root, sent, write } = week;
        const inCity = (folder: string): readonly SampleStore[] =>
          chain.filter(({ city }) => city.folder === folder);

        // ---- Monday: operations changes phones and hours in a spreadsheet
        const monday = '2027-02-01T09:00:00+08:00';
        const [first, second, third] = inCity('chengdu') as [SampleStore, SampleStore, SampleStore];
        await at(monday, ['sheet', 'export', 'chengdu.xlsx', '--select', 'stores/chengdu'], {
          name: 'export',
        });
        const [sheet] = await editWithOffice(join(root, 'chengdu.xlsx'), (text) =>
          [first, second]
            .reduce((edited, { phone }) => edited.replace(phone, phone.replace('-0000', '-0001')), text)
            .replace(`>${third.phone}<`, '>028-00015555<')
            .replace('<text:p>10:00-22:00</text:p>', '<text:p>09:30-22:00</text:p>'),
        );
        writeFileSync(join(root, 'chengdu.xlsx'), sheet ?? '');
        const before = read(first.file);
        await at(monday, ['sheet', 'import', 'chengdu.xlsx', '--dry-run']);
        expect(read(first.file)).toBe(before);
        await at(monday, ['sheet', 'import', 'chengdu.xlsx'], { name: 'import' });
        week.shown.set('file', read(first.file).trimEnd());
        expect(read(first.file)).toContain(`${first.phone.replace('-0000', '-0001')} # the desk by the door`);
        await at(monday, ['plan'], { name: 'plan of the sheet' });
        await at(monday, ['apply', '--yes']);
        expect([...sent()].sort()).toEqual([first, second, third].map(({ poi_id }) => poi_id).sort());

        // ---- Tuesday: one new picture for eight shops
        const tuesday = '2027-02-02T09:00:00+08:00';
        write('photos/new-year.png', '');
        writeFileSync(join(root, 'photos/new-year.png'), buildPng({ width: 1200, height: 900 }));
        const flagships = inCity('shanghai').slice(0, 8);
        for (const { file } of flagships)
          edit(file, 'pic_list:\n', 'pic_list:\n  - ../../photos/new-year.png\n');
        await at(tuesday, ['plan'], { name: 'plan of the pictures', first: 12, last: 6 });
        await at(tuesday, ['apply', '--yes']);
        expect(sent().length).toBe(8);
        expect(emulator.uploads.length).toBe(1);

        // ---- Wednesday: the hours of Spring Festival, for all stores, by one pull request
        const wednesday = '2027-02-03T09:00:00+08:00';
        write('calendar/2027-cn.yaml', CALENDAR);
        write('stores/_defaults.yaml', `${read('stores/_defaults.yaml')}${SPECIAL}`);
        week.shown.set('defaults', read('stores/_defaults.yaml').trimEnd());
        await at(wednesday, ['plan'], { name: 'plan of the days', first: 30, last: 12 });
        await at(wednesday, ['apply', '--yes']);
        expect(sent()).toEqual([]);

        // ---- Thursday: the reviews end, one badly, one not yet
        const thursday = '2027-02-04T09:00:00+08:00';
        const [rejected, waiting, ...approved] = flagships.map(({ poi_id }) => poi_id) as [
          string,
          string,
          ...string[],
        ];
        for (const poi_id of approved) emulator.control({ audit: { poi_id, status: 1 } });
        emulator.control({ audit: { poi_id: rejected, status: 3 } });
        await at(thursday, ['status'], { name: 'status' });

        // ---- Friday, ten past midnight: the scheduled apply
        const festival = '2027-02-05T00:10:00+08:00';
        await at(festival, ['apply', '--yes', '--rate', '0'], { name: 'the first day', first: 6, last: 8 });
        expect(sent().length).toBe(299);
        expect(emulator.stores.get(rejected)?.hour).toBe('10:00-17:00');
        expect(emulator.stores.get(waiting)?.hour).toBe('10:00-22:00');

        // ---- Saturday: the last review ends, and the next hourly run catches up
        const saturday = '2027-02-06T01:10:00+08:00';
        emulator.control({ audit: { poi_id: waiting, status: 1 } });
        await at(saturday, ['apply', '--yes'], { name: 'the second day', first: 12, last: 8 });
        expect(sent()).toEqual([waiting]);

        // ---- Sunday: the page for the meeting
        const sunday = '2027-02-07T09:00:00+08:00';
        await at(sunday, ['report', '--out', 'report.html'], { name: 'report' });
        await lookAtReport(join(root, 'report.html'), rejected);

        // ---- the Friday after: the usual hours come back
        const after = '2027-02-12T00:10:00+08:00';
        await at(after, ['apply', '--yes', '--rate', '0']);
        expect(sent().length).toBe(300);
        await at(after, ['plan'], { name: 'last plan' });
        keepPage(join(DOCS, 'week.md'), week.shown);
      },
    );
  },
);

/** The page shows the week, and asks nobody for anything. */
async function lookAtReport(file: string, rejected: string): Promise<void> {
  const browser = await startBrowser();
  onTestFinished(async () => await browser.close());
  const { page, requests, complaints } = await openPage(browser, pathToFileURL(file).href);
  expect(await page.title()).toContain('2027-02-07');
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  expect(await page.textContent('body')).toContain(rejected);
  if (process.env.STORY_WRITE !== '1') return;
  mkdirSync(join(DOCS, 'images'), { recursive: true });
  await page.screenshot({ path: join(DOCS, 'images/report.png') });
}
