/** Local pictures in reports: by path and content for programs, by path for people, by links in a pull request. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validatePlan } from '../../src/base/generated/validate-plan.js';
import { en } from '../../src/messages/en.ts';
import type { Change, Plan } from '../../src/model/plan.ts';
import { referTo } from '../../src/pictures.ts';
import {
  describeChange,
  type PicturePlaces,
  pictureMarkdown,
  shownFields,
} from '../../src/report/pictures.ts';
import { describePlan } from '../../src/report/plan-document.ts';
import { planMarkdown, WHOLE_PLAN } from '../../src/report/plan-markdown.ts';
import { changeText } from '../../src/report/plan-text.ts';
import { createStyle } from '../../src/report/style.ts';
import { buildChange, NEW_PICTURE, PICTURE } from '../builders.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const HEAD = '1'.repeat(40);
const BASE = '2'.repeat(40);
const SHAPE = { bytes: 1, format: 'jpeg', width: 1, height: 1 } as const;

function buildLocalChange(path: string, more: Partial<Change> = {}): Change {
  return buildChange({
    fields: [
      { field: 'pic_list', before: [PICTURE, NEW_PICTURE], after: [referTo(A), referTo(B)], review: true },
    ],
    pictures: [
      { path, sha256: A, ...SHAPE, url: null },
      { path: 'stores/photos/b.jpg', sha256: B, ...SHAPE, url: NEW_PICTURE },
    ],
    ...more,
  });
}

function buildPlan(change: Change): Plan {
  const summary = { stores: 1, adopt: 0, update: 1, hold: 0, verify: 0, release: 0, unchanged: 0 };
  const forecast = { updates: 1, calls: 3, reviews: 1, minutes: 0.1, rate: 5, uploads: 1 };
  const rest = { changes: [change], scheduled: [], diagnostics: [], selection: [] };
  return { as_of: '2026-11-25', digest: 'd'.repeat(64), summary, forecast, ...rest };
}

const PLACES: PicturePlaces = {
  repository: 'https://ghe.example/o/r',
  prefix: 'shops/',
  head: HEAD,
  base: BASE,
  before: { [PICTURE]: 'stores/photos/old.jpg' },
};

describe('a local picture', () => {
  test('is its path and content in a document, with the address that it has already beside', () => {
    const document = describePlan(buildPlan(buildLocalChange('stores/photos/a.jpg')), en);
    expect(document.changes[0]?.fields[0]?.after).toEqual([
      { path: 'stores/photos/a.jpg', sha256: A },
      { path: 'stores/photos/b.jpg', sha256: B },
    ]);
    expect(document.changes[0]?.uploaded).toEqual({ [B]: NEW_PICTURE });
    expect(document.changes[0]).not.toHaveProperty('pictures');
    expect(validatePlan(JSON.parse(JSON.stringify(document)))).toBe(true);
  });

  test('is its path for people, and no news where its address is there already', () => {
    const text = changeText(buildLocalChange('stores/photos/a.jpg'), createStyle(en, 'plain'));
    expect(text).toContain(`- ${PICTURE}\n      + stores/photos/a.jpg`);
    expect(text).not.toContain(NEW_PICTURE);
    expect(text).not.toContain('sha256');
  });

  test('is a link before and after in a pull request, each to its own commit', () => {
    const document = describePlan(buildPlan(buildLocalChange('stores/photos/a.jpg')), en);
    const markdown = planMarkdown(document, en, { ...WHOLE_PLAN, places: PLACES });
    expect(markdown).toContain(
      `➖ [\`stores/photos/old.jpg\`](https://ghe.example/o/r/blob/${BASE}/shops/stores/photos/old.jpg)`,
    );
    expect(markdown).toContain(
      `➕ [\`stores/photos/a.jpg\`](https://ghe.example/o/r/blob/${HEAD}/shops/stores/photos/a.jpg)`,
    );
    expect(markdown).toContain('1 picture upload.');
    expect(planMarkdown(document, en)).toContain('➕ `stores/photos/a.jpg`');
  });

  test('whose earlier file nobody knows is named by its address, without a link', () => {
    const document = describePlan(buildPlan(buildLocalChange('stores/photos/a.jpg')), en);
    const places = { ...PLACES, base: null, before: {} };
    expect(planMarkdown(document, en, { ...WHOLE_PLAN, places })).toContain(`➖ \`${PICTURE}\`<br>`);
  });
});

test('whatever the path, the link holds nothing that Markdown, a table or a page could read', () => {
  const parts = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(parts, (list) => {
      const path = list.join('/');
      const change = describeChange(buildLocalChange(path));
      const news = { sign: '+' as const, item: path, url: 'shown' };
      const text = pictureMarkdown(news, change, PLACES);
      const address = /^\[`shown`\]\((.*)\)$/su.exec(text)?.[1] ?? '';
      expect(address.startsWith(`https://ghe.example/o/r/blob/${HEAD}/shops/`)).toBe(true);
      expect(address).toMatch(/^[\w:/.%-]+$/u);
      const lossless = !/\p{Cs}/u.test(path);
      if (lossless) expect(decodeURIComponent(address.slice(address.indexOf('/shops/') + 7))).toBe(path);
    }),
  );
});

test('a hostile name stays within its code span', () => {
  const path = 'stores/`](http://evil.example)![x](y)|<b>@team.jpg';
  const document = describePlan(buildPlan(buildLocalChange(path)), en);
  const markdown = planMarkdown(document, en, { ...WHOLE_PLAN, places: PLACES });
  expect(markdown).toContain(
    '➕ [``stores/`](http://evil.example)![x](y)\\|<b>@team.jpg``](https://ghe.example/o/r/blob/',
  );
  expect(shownFields(describeChange(buildLocalChange(path)))[0]?.after).toEqual([path, NEW_PICTURE]);
});
