/** Holds the two READMEs together: what one names, the other names too. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const read = (file: string): string => readFileSync(resolve(import.meta.dirname, '..', file), 'utf8');
const english = read('README.md');
const chinese = read('README.zh-CN.md');

const OWN_LINKS = new Set(['README.md', 'README.zh-CN.md']);

/** All matches of a pattern, each once, in order. */
const listAll = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([whole, part]) => part ?? whole))].sort();

/** Fenced blocks with their language, without what is for people: comments of shell and YAML, reasons of special days. */
const listBlocks = (text: string): readonly string[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)].map(([, language = '', body = '']) => {
    const lines = body.split('\n').filter((line) => language !== 'console' || line.startsWith('$ '));
    return [
      language,
      ...lines.map((line) =>
        line
          .replace(/(?:^|\s)# .*$/u, '')
          .replace(/reason: [^}]*/u, 'reason: … ')
          .trimEnd(),
      ),
    ].join('\n');
  });

describe('the two READMEs', () => {
  test('have the same sections', () => {
    const levels = (text: string): readonly string[] =>
      [...text.replaceAll(/^```[\s\S]*?^```$/gmu, '').matchAll(/^#+(?= )/gmu)].map(([sign]) => sign);
    expect(levels(chinese)).toEqual(levels(english));
  });

  test('show the same code, but for its comments', () => {
    expect(listBlocks(english).length).toBeGreaterThan(8);
    expect(listBlocks(chinese)).toEqual(listBlocks(english));
  });

  test.each([
    ['commands', /(?:`|^|\$ )mendian ([a-z]+(?:-[a-z]+)*)/gmu],
    ['options', /(?<![\w-])--[a-z][a-z-]+/gu],
    ['variables and codes', /`([A-Z][A-Z_]+)`/gu],
    ['keys and values in code', /`([a-z][\w.-]*)`/gu],
  ])('name the same %s', (_name, pattern) => {
    expect(listAll(english, pattern).length).toBeGreaterThan(5);
    expect(listAll(chinese, pattern)).toEqual(listAll(english, pattern));
  });

  test('lead to the same pages, and each to the other at its top', () => {
    const links = (text: string): readonly string[] =>
      listAll(text, /\]\(([^)]+)\)/gu).filter((link) => !OWN_LINKS.has(link));
    expect(links(chinese)).toEqual(links(english));
    expect(english.split('\n').slice(0, 5).join('\n')).toContain('(README.zh-CN.md)');
    expect(chinese.split('\n').slice(0, 5).join('\n')).toContain('(README.md)');
  });
});
