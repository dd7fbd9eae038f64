/** Text from outside stays text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  forHtml,
  forMarkdown,
  forMarkdownSentence,
  forTerminal,
  forTitle,
  shorten,
} from '../../src/report/escape.ts';

describe('text for a terminal', () => {
  test.each([
    ['店\u001b[31m红', '店\\u{1b}[31m红'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u202etxt', '\\u{202e}txt'],
    ['零\u200b宽', '零\\u{200b}宽'],
    ['👨‍👩‍👧 店', '👨‍👩‍👧 店'],
    ['a\u200db', 'a\\u{200d}b'],
    ['\ud800', '\\u{d800}'],
  ])('%j becomes %j', (raw, safe) => {
    expect(forTerminal(raw)).toBe(safe);
  });

  test('never holds a control character or a line break', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(forTerminal(raw)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('text for Markdown', () => {
  test.each([
    ['@example-org/everyone', '`@example-org/everyone`'],
    ['甲|乙', '`甲\\|乙`'],
    ['`` ` 店', '``` `` ` 店 ```'],
    ['', '` `'],
    ['```\n店', '```` ```\\n店 ````'],
  ])('%j becomes %j', (raw, safe) => {
    expect(forMarkdown(raw)).toBe(safe);
  });

  test('is one code span on one line, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('`', '|', ' ', 'a', '\n', '<', '@', '\\', '店') }),
        (raw) => {
          const safe = forMarkdown(raw);
          const fence = /^`+/u.exec(safe)?.[0] ?? '';
          const inner = safe.slice(fence.length, -fence.length);
          expect(safe.endsWith(fence)).toBe(true);
          expect([...inner.matchAll(/`+/gu)].every(([run]) => run.length !== fence.length)).toBe(true);
          expect(safe).not.toMatch(/\n/u);
        },
      ),
    );
  });
});

describe('text for HTML', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
    ["' onmouseover='x", '&#39; onmouseover=&#39;x'],
    ['&lt;', '&amp;lt;'],
    ['店\u202e\u0000', '店\\u{202e}\\u{0}'],
    ['人民广场店 · 10:00-21:00', '人民广场店 · 10:00-21:00'],
  ])('%j becomes %j', (raw, safe) => {
    expect(forHtml(raw)).toBe(safe);
  });

  test('never holds a sign that HTML reads, nor one that moves or hides text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const safe = forHtml(raw);
        expect(safe).not.toMatch(/[<>"'\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(safe.replace(/&(?:amp|lt|gt|quot|#39);/gu, '')).not.toContain('&');
      }),
    );
  });
});

describe('a sentence in Markdown', () => {
  test.each([
    ['ask @all about #1 or GH-2', 'ask @\u200ball about #\u200b1 or GH-\u200b2'],
    ['see http://a.example and www.b.example', 'see http:\u200b//a.example and www.\u200bb.example'],
    ['**bold** `code` <b> | ![x](y)', '\\*\\*bold\\*\\* \\`code\\` \\<b\\> \\| \\!\\[x\\]\\(y\\)'],
    [':tada: ok', ':\u200btada: ok'],
    ['hour 10:00-21:00 and 5:17: so', 'hour 10:00-21:00 and 5:17: so'],
    [':+1: and :100:', ':\u200b+1: and :\u200b100:'],
    ['# no heading', '\\# no heading'],
    ['20. no list, 20.20.2', '20\\. no list, 20.20.2'],
    ['- no list', '\\- no list'],
    ['2026 stays', '2026 stays'],
  ])('%j becomes %j', (raw, safe) => {
    expect(forMarkdownSentence(raw)).toBe(safe);
  });
});

describe('shortening', () => {
  test('cuts between graphemes and says so', () => {
    expect(shorten('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2)).toBe('👨‍👩‍👧👨‍👩‍👧…');
    expect(shorten('长'.repeat(5000), 3)).toBe('长长长…');
    expect(shorten('短', 3)).toBe('短');
  });
});

describe('text as a title', () => {
  test.each([
    ['店 @all fixes #1 and gh-2\n::error::', '店 @\u200ball fixes #\u200b1 and gh-\u200b2\\n::error::'],
    ['  12% #a  ', '12% #a'],
  ])('%j becomes %j', (raw, safe) => {
    expect(forTitle(raw)).toBe(safe);
  });

  test('is never longer than GitHub takes, and is cut between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (raw) => {
        const title = forTitle(raw);
        expect([...title].length).toBeLessThanOrEqual(250);
        expect(title).not.toMatch(/[\ud800-\udfff]/u);
      }),
    );
  });
});
