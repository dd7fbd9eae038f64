/** Which language the settings ask for, known before anything is told. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readLanguage } from '../../src/settings/language.ts';
import { readSettings } from '../../src/settings/settings.ts';

function makeRoot(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'mendian-language-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  return root;
}

describe('the language of the settings', () => {
  test.each([
    ['is set', 'language: zh-CN\n', 'zh-CN'],
    ['stands in quotes, behind a comment, with CRLF', '# x\r\nlanguage: "zh-CN" # ours\r\n', 'zh-CN'],
    ['stands in braces', '{ version: 1, language: zh-CN }\n', 'zh-CN'],
    ['is English', 'language: en\n', 'en'],
    ['is not set', 'version: 1\n', null],
    ['is only a word of a comment', '# language: zh-CN\nversion: 1\n', null],
    ['is none that there is', 'language: fr\n', null],
    ['is no text', 'language: [zh-CN]\n', null],
    ['stands in a file with other faults', 'language: zh-CN\nstores: ../x\nno_key: 1\n', 'zh-CN'],
    ['stands in a file that is no YAML', 'stores: "x\nlanguage: zh-CN\n', 'zh-CN'],
    ['belongs to something else', 'policy:\n  language: zh-CN\n', null],
  ])('that %s', async (_title, text, language) => {
    expect(await readLanguage(makeRoot({ 'mendian.yaml': text }), null)).toBe(language);
  });

  test('is that of the file of --config, where one is named', async () => {
    const root = makeRoot({ 'mendian.yaml': 'language: en\n', 'other.yaml': 'language: zh-CN\n' });
    expect(await readLanguage(root, 'other.yaml')).toBe('zh-CN');
    expect(await readLanguage(root, 'none.yaml')).toBe(null);
  });

  test('is not taken from a file elsewhere', async () => {
    const [root, elsewhere] = [makeRoot({}), makeRoot({ 'x.yaml': 'language: zh-CN\n' })];
    symlinkSync(join(elsewhere, 'x.yaml'), join(root, 'mendian.yaml'));
    expect(await readLanguage(root, null)).toBe(null);
  });

  test('is part of the settings, without a warning', () => {
    const { value, diagnostics } = readSettings(makeRoot({ 'mendian.yaml': 'language: zh-CN\n' }), null);
    expect([value?.language, diagnostics]).toEqual(['zh-CN', []]);
  });
});
