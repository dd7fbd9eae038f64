/** What is published, and the licences of what is bundled in it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listBundled, writeNotices } from '../../scripts/notices.mjs';
import { publishedManifest } from '../../scripts/package/manifest.ts';
import { stagePackage } from '../../scripts/package/stage.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the published package.json', () => {
  test('names what npm shows and needs, and no other package', () => {
    const published = publishedManifest(manifest);
    expect(published).toMatchObject({
      name: 'mendian',
      version: manifest.version,
      engines: { node: '>=20.19' },
      bin: { mendian: 'dist/cli.js' },
      // Provenance is refused where the repository is another one than the workflow's.
      repository: { url: 'git+https://github.com/mendian/mendian.git' },
    });
    for (const key of ['scripts', 'dependencies', 'devDependencies'])
      expect(published).not.toHaveProperty(key);
  });

  test('asks about a key that nobody has decided on', () => {
    expect(() => publishedManifest({ ...manifest, optionalDependencies: {} })).toThrow(
      /"optionalDependencies"/u,
    );
  });
});

describe('the folder to publish', () => {
  test('is never written over something', () => {
    const folder = openFolder();
    writeFileSync(join(folder, 'mine.txt'), 'kept');
    expect(() => stagePackage(ROOT, folder)).toThrow(/not empty/u);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  test('is not made without a build', () => {
    const folder = openFolder();
    for (const part of ['dist', 'types']) mkdirSync(join(folder, part));
    for (const file of ['README.md', 'LICENSE']) writeFileSync(join(folder, file), '');
    expect(() => stagePackage(folder, join(folder, 'staged'))).toThrow(
      /dist\/cli\.js is missing: npm run build/u,
    );
  });
});

describe('the notices', () => {
  const notices = readFileSync(join(ROOT, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const parts = notices.split(`\n${'-'.repeat(80)}\n`).slice(1);
  const names = parts.map((part) => /^\n(\S+) \S+ \(/u.exec(part)?.[1] ?? '');

  test('name every runtime dependency, and nothing that is only for work', () => {
    expect(Object.keys(manifest.dependencies).filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(manifest.devDependencies).filter((name) => names.includes(name))).toEqual([]);
  });

  test('give who holds the rights and the words of each licence', () => {
    expect(parts.length).toBeGreaterThan(20);
    for (const part of parts) expect(part).toMatch(/copyright.*permission|apache license/isu);
  });

  test('are of packages that gave at least a byte', () => {
    const inputs = {
      'src/cli.ts': { bytesInOutput: 9 },
      'node_modules/a/index.js': { bytesInOutput: 1 },
      'node_modules/unused/index.js': { bytesInOutput: 0 },
      '../elsewhere/node_modules/a/node_modules/@b/c/lib/index.js': { bytesInOutput: 1 },
    };
    expect(listBundled([{ inputs }])).toEqual([
      '../elsewhere/node_modules/a/node_modules/@b/c',
      'node_modules/a',
    ]);
  });

  test.each([
    ['a licence that nobody has read', { license: 'GPL-3.0' }, /"GPL-3.0": read it/u],
    ['no licence', {}, /"undefined": read it/u],
    ['neither a text nor an author', { license: 'MIT' }, /neither a licence's text nor an author/u],
  ])('are refused for %s', (_what, more, message) => {
    const folder = openFolder();
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0', ...more }));
    expect(() => writeNotices([folder])).toThrow(message);
  });

  test('give the usual words with the author, where a package holds none', () => {
    const folder = openFolder();
    const named = { name: 'a', version: '1.0.0', license: 'ISC', author: { name: 'A. Author' } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(named));
    expect(writeNotices([folder])).toMatch(
      /^a 1\.0\.0 \(ISC\)\n\nCopyright \(c\) A\. Author\n\nPermission/mu,
    );
  });
});
