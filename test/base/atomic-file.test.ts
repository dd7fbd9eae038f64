/** Files that are written whole or not at all, and what killed programs leave of them. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFile, removeLeftovers, replaceFile } from '../../src/base/atomic-file.ts';

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-atomic-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a replaced file keeps its mode and leaves nothing beside it', () => {
  const folder = openFolder();
  const path = join(folder, 'state.json');
  writeFileSync(path, 'old', { mode: 0o600 });
  replaceFile(path, 'new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

// Only Linux has such a file system at hand.
test.skipIf(!existsSync('/proc/self'))('a folder that cannot be made is an error at once', () => {
  expect(() => replaceFile('/proc/mendian/plans/plan.json', 'new')).toThrow(/ENOENT/u);
});

test('a new file is whole, and over nothing that is there, be it a folder or a link that leads nowhere', () => {
  const folder = openFolder();
  expect(createFile(join(folder, 'new/a.yaml'), 'text')).toBe(true);
  expect(readFileSync(join(folder, 'new/a.yaml'), 'utf8')).toBe('text');
  writeFileSync(join(folder, 'file'), 'old');
  mkdirSync(join(folder, 'folder'));
  symlinkSync(join(folder, 'gone'), join(folder, 'link'));
  for (const name of ['file', 'folder', 'link']) expect(createFile(join(folder, name), 'text')).toBe(false);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder', 'link', 'new']);
});

test('leftovers of this file are removed, and nothing else', () => {
  const folder = openFolder();
  const others = [
    '.other.json.12.0123456789ab.tmp',
    '.state.json.tmp',
    '.state.json.12.mine.tmp',
    'state.json',
  ];
  for (const name of [...others, '.state.json.12.0123456789ab.tmp']) writeFileSync(join(folder, name), '');
  removeLeftovers(join(folder, 'state.json'));
  expect(readdirSync(folder).sort()).toEqual(others.sort());
});

test('a folder that is not there leaves nothing', () => {
  removeLeftovers(join(openFolder(), 'no-folder', 'state.json'));
});
