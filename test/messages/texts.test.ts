/** Holds both languages against each other, text by text, and each against the rules of writing. */
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli-table.ts';
import { type Pair, walkTexts } from './walk.ts';

const pairs = walkTexts().filter(({ path }) => path !== 'language');
const told = pairs.filter(
  (pair): pair is Pair & { en: string; zh: string } => pair.en !== null && pair.zh !== null,
);

const CHINESE = /[\p{Script=Han}，。：]/u;
/** The history of a repository stays English; "PR" is what people call it in Chinese too. */
const ENGLISH = /^commit\.|^driftAction\.pullSubject$|^doctor\.checks\.github-pulls$/u;
/** A sentence stands before what these say. */
const AFTER_A_SENTENCE = /^progress\.waiting$|^status\.blocked$/u;

/** The text without what is no prose: addresses of links, what is quoted to be typed, and cells of a sheet. */
const proseOf = (zh: string): string =>
  zh
    .replaceAll(/\]\([^)]*\)/gu, ']')
    .replaceAll(/“ *- ?[^”]*”/gu, '“”')
    .replaceAll(/"[^" ]*(?:""[^" ]*)+"/gu, 'Q7x');
/** Words of English prose: such a text must have been translated. */
const PROSE = /[a-z]{2,} [a-z]{2,}/u;

const COMMAND_NAMES = COMMANDS.map(({ usage }) => usage.split(' ', 1).join());

/** What people copy or look for: it must be the same in both languages. */
const TOKENS: readonly RegExp[] = [
  /(?<![\w-])--[a-z][a-z-]+/gu,
  new RegExp(`\\bmendian (?:${COMMAND_NAMES.join('|')})\\b`, 'gu'),
  /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/gu,
  /\bpermissions: [a-z-]+: [a-z]+/gu,
  /\b[\w./-]+\.(?:com|org|md|yaml|yml|json)\b/gu,
  /\bgit (?:[a-z-]+ )?--?[a-z][\w-]*/gu,
  /`[^`]+`/gu,
  /\bQ7x\b/gu,
];

/** Fields; Chinese names some of them where English has words. */
const FIELD = /\b[a-z]+(?:_[a-z]+)+\b/gu;

/** A Chinese text may say these in its own way. */
const FREE = new Set(['README.md', 'README.zh-CN.md']);

const tokensOf = (text: string): readonly string[] => {
  const found = TOKENS.flatMap((pattern) => [...text.matchAll(pattern)].map(([token]) => token));
  return [...new Set(found)].filter((token) => !FREE.has(token)).sort();
};

/** The texts that break a rule, to be read where the test fails. */
const show = (wrong: readonly Pair[]): readonly string[] =>
  wrong.map(({ path, en, zh }) => `${path}\n  ${en}\n  ${zh}`);

describe('both languages', () => {
  test('have a text, or none, in the same cases', () => {
    expect(show(pairs.filter(({ en, zh }) => (en === null) !== (zh === null)))).toEqual([]);
    expect(pairs.length).toBeGreaterThan(1500);
  });

  test('fill in each value', () => {
    const gap = /undefined|\[object|NaN|\bnull\b(?!,| )/u;
    expect(
      show(
        told.filter(
          ({ en, zh }) => gap.test(en.replace('or null', '')) || /undefined|\[object|NaN/u.test(zh),
        ),
      ),
    ).toEqual([]);
  });

  test('name the same commands, options, fields, variables, files and values', () => {
    const wrong = told.filter(
      ({ en, zh }) =>
        tokensOf(en).join() !== tokensOf(zh).join() ||
        [...en.matchAll(FIELD)].some(([field]) => !zh.includes(field)),
    );
    expect(show(wrong)).toEqual([]);
  });
});

describe('Chinese texts', () => {
  test('are Chinese wherever the English one is a sentence', () => {
    const left = told.filter(
      ({ path, en, zh }) =>
        PROSE.test(en.replace(/\bmendian\b/u, '')) && !CHINESE.test(zh) && !ENGLISH.test(path),
    );
    expect(show(left)).toEqual([]);
  });

  test('keep to one word for one thing', () => {
    // What the glossary in zh-CN.ts calls 接管, 释放, 审核单号, 驳回, 目录, 结果不明, 审核中, 合并请求 is "PR".
    const other =
      /纳入管理|解除管理|审核编号|未通过|文件夹|结果未知|待定|拉取请求|合并请求|商店|店铺|配置文件/u;
    expect(show(told.filter(({ zh }) => other.test(zh)))).toEqual([]);
  });

  test('have full-width punctuation beside Chinese', () => {
    const slip =
      /[\p{Script=Han}”）][,;:!?]|[,;!?]\p{Script=Han}|\p{Script=Han}\.(?:\s|$)|\p{Script=Han} ?\(|\)\p{Script=Han}|"\p{Script=Han}|\p{Script=Han}"/u;
    expect(
      show(told.filter(({ path, zh }) => slip.test(proseOf(zh)) && !AFTER_A_SENTENCE.test(path))),
    ).toEqual([]);
  });

  test('have a blank between Chinese and Latin words or digits, and none beside full-width signs', () => {
    const slip =
      /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}|[，。：；！？（）“”、] (?![ -])|(?<![ \n]) [，。：；！？）”、]/u;
    expect(
      show(told.filter(({ path, zh }) => slip.test(proseOf(zh)) && !AFTER_A_SENTENCE.test(path))),
    ).toEqual([]);
  });

  test('end as the English ones do', () => {
    const ends = (text: string): boolean => /[.。!！?？]$/u.test(text);
    expect(show(told.filter(({ path, en, zh }) => /^faults\./u.test(path) && ends(en) !== ends(zh)))).toEqual(
      [],
    );
  });
});
