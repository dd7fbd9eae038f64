/** The HTML page as text: complete, self-contained, and the same structure whatever stands in the files. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { warning } from '../../../src/model.ts';
import { PAGE_MARK, reportHtml } from '../../../src/report/html/document.ts';
import type { ReportPage } from '../../../src/report/html/page.ts';
import { buildRecord, buildStore } from '../../builders.ts';
import { AS_OF, buildPage, faultyPage, LANGUAGES, samplePage } from './samples.ts';

const en = LANGUAGES.en;
const zh = LANGUAGES['zh-CN'];

/** The tags alone: names, attributes and their order, without values and texts. Script and style are constant. */
function skeleton(text: string): string {
  const bare = text.replace(/<(script|style)>[\s\S]*?<\/\1>/gu, '<$1>');
  return [...bare.matchAll(/<[^>]*>/gu)].map(([tag]) => tag.replace(/="[^"]*"/gu, '=""')).join('');
}

/** A store whose every text is the given one, with a change, a rejection, special days and a finding. */
function pageOf(text: string): ReportPage {
  const place = { file: `stores/${text}.yaml`, line: 3, column: 1 };
  const store = buildStore({
    name: text,
    file: place.file,
    labels: { [`k${text}`]: text },
    origins: { hour: { ...place, file: `other/${text}` }, contract_phone: place },
    values: { hour: `h${text}`, contract_phone: `p${text}`, pic_list: [`x${text}`], card_id: `c${text}` },
    special_hours: [{ from: '2027-02-01', to: '2027-02-03', hour: `s${text}`, reason: text, place }],
  });
  const record = buildRecord({
    values: { ...store.values, contract_phone: `before${text}` },
    review: 'rejected',
    reason: text,
    audit_id: `a${text}`,
    rejected_pic_list: store.values.pic_list,
    approved_pic_list: [`y${text}`],
    refused: { digest: '', code: text, date: text },
  });
  const gone = buildRecord({ values: store.values, audit_id: text });
  const page = buildPage({
    stores: [store],
    records: new Map([
      [store.poi_id, record],
      [`9${text}`, gone],
    ]),
    diagnostics: [warning('MAP_POI_ID_CHANGED', place, { name: text, before: text, after: text })],
    source: 'https://example.invalid/o/r/blob/0/',
  });
  return { ...page, plan: { ...page.plan, selection: [`--select x${text}`] } };
}

const nasty = fc.constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script>',
  '<!--',
  ']]>',
  '&quot;',
  "'",
  '\u202e',
  '\u0000',
  '\n',
  '</tbody></table>',
  'javascript:alert(1)',
);
const hostile = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 4 });

describe('the page', () => {
  test('keeps its structure whatever text stands in whatever place', () => {
    const plain = skeleton(reportHtml(pageOf('x'), en));
    fc.assert(
      fc.property(hostile, (parts) => {
        expect(skeleton(reportHtml(pageOf(`x${parts.join('')}`), en))).toBe(plain);
      }),
      { numRuns: 60 },
    );
  });

  test('loads nothing, and names its only scripts and style by their hashes', () => {
    const text = reportHtml(samplePage(12), en);
    const policy = /content="(default-src[^"]*)"/u.exec(text)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const inline = [...text.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/gu)];
    expect(inline.map(([, kind]) => kind)).toEqual(['style', 'script', 'script']);
    for (const [, kind, content] of inline) {
      const hash = createHash('sha256')
        .update(content ?? '')
        .digest('base64');
      expect(policy).toMatch(new RegExp(`${kind}-src[^;]*'sha256-${hash.replace(/[+/]/gu, '\\$&')}'`, 'u'));
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/\s(?:src|srcset|style|on\w+)=|@import|url\(/u);
    expect(
      [...text.matchAll(/<link[^>]*href="([^"]*)"/gu)].every(([, url]) => url?.startsWith('data:')),
    ).toBe(true);
  });

  test('is the same for the same input, and begins as a page that may be written over', () => {
    const text = reportHtml(samplePage(20), en);
    expect(text).toBe(reportHtml(samplePage(20), en));
    expect(text.startsWith(PAGE_MARK)).toBe(true);
  });

  test.each([
    ['en', en, 'Stores of teashop'],
    ['zh-CN', zh, 'teashop 的门店'],
  ] as const)('says all in %s', (lang, messages, title) => {
    const text = reportHtml(samplePage(60), messages);
    expect(text).toContain(`<html lang="${lang}">`);
    expect(text).toContain(`<h1><bdi>${title}</bdi></h1>`);
    expect(text.replace(/<script>[\s\S]*?<\/script>/gu, '')).not.toMatch(/undefined|null|NaN|\[object/u);
  });

  test('says nothing in the other language but what files and codes say', () => {
    const bare = reportHtml(samplePage(60), en)
      .replace(/示例茶[^<,]*店|春节|内部盘点|图片中含有其他品牌的标识/gu, '')
      .replace(/<(script|style)>[\s\S]*?<\/\1>/gu, '');
    expect(bare.match(/\p{Script=Han}+/gu)).toBeNull();
  });

  test('shows what was and what will be', () => {
    const store = buildStore({ values: { hour: '09:00-18:00', pic_list: ['http://mmbiz.qpic.cn/new/0'] } });
    const record = buildRecord({
      values: { ...store.values, hour: '10:00-21:00', pic_list: ['http://mmbiz.qpic.cn/old/0'] },
    });
    const text = reportHtml(buildPage({ stores: [store], records: new Map([[store.poi_id, record]]) }), en);
    expect(text).toContain('<del>10:00-21:00</del> → <ins>09:00-18:00</ins>');
    expect(text).toContain('<ins><b>+</b> <a class="url" href="http://mmbiz.qpic.cn/new/0"');
    expect(text).toContain('starts a review');
  });

  test('tells findings with place and hint, and lists no plan beside errors', () => {
    const text = reportHtml(faultyPage('https://example.invalid/o/r/blob/abc/'), en);
    expect(text).toContain(
      'href="https://example.invalid/o/r/blob/abc/stores/shanghai/xujiahui.yaml#L3" target="_blank" rel="noopener noreferrer"><bdi>stores/shanghai/xujiahui.yaml:3</bdi>',
    );
    expect(text).toContain('Nothing is planned: 3 errors must be mended first.');
    expect(text).not.toContain('id="store-table"');
  });

  test('counts reviews by age, and those older than the patience apart', () => {
    const stores = ['1', '2', '3'].map((poi_id) => buildStore({ poi_id }));
    const sent = ['2027-01-28T01:00:00Z', '2027-01-13T15:00:00Z', '2027-01-24T00:00:00Z'];
    const reviews = ['pending', 'pending', 'rejected'] as const;
    const records = new Map(
      stores.map((store, index) => [
        store.poi_id,
        buildRecord({
          values: store.values,
          review: reviews[index] ?? 'none',
          applied_at: sent[index] ?? '',
        }),
      ]),
    );
    const text = reportHtml(buildPage({ stores, records }), en);
    const table = /<div class="vh"><table>[\s\S]*?<\/table>/u.exec(text)?.[0] ?? '';
    const cells = [...table.matchAll(/<t[hd](?:\s[^>]*)?>([^<]*)</gu)].map(([, cell]) => cell).join(' ');
    expect(cells).toBe(
      'Age Pending Overdue Rejected today 1 0 0 1 d 0 0 0 2–3 d 0 0 0 4–7 d 0 0 1 8–14 d 0 0 0 15 d + 0 1 0',
    );
    expect(AS_OF).toBe('2027-01-28');
  });
});
