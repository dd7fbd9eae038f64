/** Holds the documents to what is there: files and headings that links lead to, commands, options and variables. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { GLOBAL_OPTIONS } from '../src/cli-options.ts';
import { COMMANDS } from '../src/cli-table.ts';
import { OWN_VARIABLES } from '../src/settings/variables.ts';
import { judgeCall, listAnchors, listBlocks, listCalls, listCode, listLinks, slugOf } from './fakes/pages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Calls of examples in docs/walks.md, which add what is not there until they are applied. */
const MADE_UP = /--format junit\b/u;

/** Files below a folder of the repository, as paths from its top with `/`. */
const listFiles = (folder: string): readonly string[] =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        posix.join(folder, file.replaceAll('\\', '/')),
      )
    : [];

const isPage = (file: string): boolean => file.endsWith('.md');
const docs = listFiles('docs').filter(isPage);
const pages = [
  ...readdirSync(ROOT).filter(isPage),
  'llms.txt',
  ...docs,
  ...listFiles('.github').filter(isPage),
].sort();

/** What a link of a page leads to that is not there; null where all is well or the link leaves the repository. */
function judgeLink(page: string, link: string): string | null {
  if (/^[a-z][a-z+.-]*:/iu.test(link)) return null;
  const [path = '', anchor] = decodeURI(link).split('#');
  const file = path === '' ? page : posix.join(dirname(page), path);
  // GitHub shows pages of the repository's own under such paths: issues, security, settings.
  if (file.startsWith('..'))
    return /^\.\.\/(?:\.\.\/)?(?:issues|security|discussions)\b/u.test(file) ? null : link;
  if (!existsSync(join(ROOT, file))) return link;
  if (anchor === undefined) return null;
  return isPage(file) && listAnchors(read(file)).has(anchor) ? null : link;
}

describe('the documents', () => {
  test('are all looked at', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['README.md', 'README.zh-CN.md', 'docs/README.md', 'llms.txt']),
    );
    expect(pages.flatMap((page) => listLinks(read(page))).length).toBeGreaterThan(200);
    expect(pages.flatMap((page) => listCode(read(page)).flatMap(listCalls)).length).toBeGreaterThan(300);
  });

  test.each(pages)('%s leads to files and headings that are there', (page) => {
    const links = [...new Set(listLinks(read(page)))];
    expect(links.filter((link) => judgeLink(page, link) !== null)).toEqual([]);
  });

  test.each(pages)('%s shows commands, options and choices that mendian has', (page) => {
    const calls = listCode(read(page)).flatMap(listCalls);
    const wrong = calls.flatMap((words) => {
      const fault = judgeCall(words, COMMANDS, GLOBAL_OPTIONS);
      return fault === null ? [] : [`mendian ${words.join(' ')}: ${fault}`];
    });
    expect([...new Set(wrong)].filter((call) => !(page === 'docs/walks.md' && MADE_UP.test(call)))).toEqual(
      [],
    );
  });

  test.each(pages)('%s shows YAML and JSON that can be read', (page) => {
    const faults = listBlocks(read(page), 'ya?ml|json').flatMap((block) =>
      parseAllDocuments(block).flatMap(({ errors }) => errors.map(({ message }) => message)),
    );
    expect(faults).toEqual([]);
  });

  test.each(pages)('%s names variables that mendian knows', (page) => {
    const workflows = listFiles('.github/workflows').filter((file) => statSync(join(ROOT, file)).isFile());
    const ofRepository = workflows.flatMap((file) =>
      [...read(file).matchAll(/\bvars\.([A-Z_]+)/gu)].map(([, name = '']) => name),
    );
    const known = new Set<string>([...OWN_VARIABLES, ...ofRepository]);
    const named = [...read(page).matchAll(/\b(?:MENDIAN|WECHAT)_[A-Z_]*[A-Z]\b(?!_)/gu)].map(
      ([name]) => name,
    );
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the indexes', () => {
  test.each([
    ['docs/README.md', docs.filter((page) => page !== 'docs/README.md')],
    ['llms.txt', docs],
  ])('%s leads to every page of docs/', (index, wanted) => {
    const found = new Set(
      listLinks(read(index)).map((link) => posix.join(dirname(index), link.split('#')[0] ?? '')),
    );
    expect(wanted.filter((page) => !found.has(page))).toEqual([]);
  });

  test('llms.txt has the form that its readers expect, and names every format with a schema', () => {
    const text = read('llms.txt');
    expect(text).toMatch(/^# mendian\n\n> \S/u);
    expect(text.match(/^# /gmu)).toHaveLength(1);
    expect(text).not.toMatch(/^#{3,} /mu);
    const schemas = listFiles('schemas').filter((file) => file.endsWith('.json'));
    const links = new Set(listLinks(text));
    expect(schemas.filter((file) => !links.has(file))).toEqual([]);
  });
});

describe('the checks of the documents', () => {
  test.each([
    ['What it **does**, and how', 'what-it-does-and-how'],
    ['`mendian.yaml`: keys', 'mendianyaml-keys'],
    ['Under_score – dash', 'under_score--dash'],
    ['[Linked](x.md) words', 'linked-words'],
    ['门店文件：字段', '门店文件字段'],
    ["WeChat's list?", 'wechats-list'],
  ])('take "%s" for #%s, as GitHub does', (heading, slug) => {
    expect(slugOf(heading)).toBe(slug);
  });

  test('number a heading that comes again, and see none in code', () => {
    const text = '# A\n\n## Files\n\n```sh\n## not one\n```\n\n## Files\n';
    expect([...listAnchors(text)]).toEqual(['a', 'files', 'files-1']);
  });

  test('see links of each form, and none in code', () => {
    const text =
      '[a](b.md#c) ![d](e.png "f") `[g](h.md)`\n\n```md\n[i](j.md)\n```\n\n[k]: l.md\n<img src="m.png">\n';
    expect(listLinks(text)).toEqual(['b.md#c', 'e.png', 'l.md', 'm.png']);
  });

  test('see a link to nowhere, and one to no heading', () => {
    const links = [
      'docs/github.md#set-up',
      'docs/none.md',
      'docs/github.md#none',
      '#the-store-file',
      '#none',
    ];
    expect(links.map((link) => judgeLink('README.md', link))).toEqual([
      null,
      'docs/none.md',
      'docs/github.md#none',
      null,
      '#none',
    ]);
  });

  test.each([
    ['mendian -C shops plan --format json | jq', null],
    ['X="$(cat token)" mendian apply plan.json -y --push # now', null],
    ['mendian sheet import stores.xlsx --dry-run', null],
    ['run "mendian apply --yes", then', null],
    ['mendian plan \\\n  --out plan.json', null],
    ['mendian plann', 'no command plann'],
    ['mendian plan --yes', 'no option --yes'],
    ['mendian sheet export x.csv --clear', 'no option --clear'],
    ['mendian sheet send x.csv', 'no command send'],
    ['mendian --format yaml plan', '--format takes no yaml'],
    ['ls && mendian apply --push --state-brunch=x', 'no option --state-brunch=x'],
  ])('judge "%s"', (code, fault) => {
    const [words = []] = listCalls(code);
    expect(words).not.toEqual([]);
    expect(judgeCall(words, COMMANDS, GLOBAL_OPTIONS)).toBe(fault);
  });

  test('look at what people type: shells, workflows, prompts of a console and backticks', () => {
    const text = [
      'Run `mendian plan\n--at`.\n\n```console\n$ mendian show 1\nmendian then said\n```\n',
      '- in a list\n\n  ```yaml\n  - run: mendian drift\n  ```\n\n```text\nmendian was here\n```\n',
    ].join('\n');
    expect(listCode(text).flatMap(listCalls)).toEqual([['drift'], ['show', '1'], ['plan', '--at']]);
  });

  test('leave what a command printed, paths and addresses alone', () => {
    const printed = [
      'mendian plan: 12 stores',
      'uses: mendian/mendian@v0.1.0',
      'cd /srv/mendian now',
      'mendian 0.1.0',
    ];
    expect(printed.flatMap(listCalls)).toEqual([]);
  });
});
