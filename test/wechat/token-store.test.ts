/** Holds which folder may keep tokens, and how its files are named. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { inspectTokenStore, nameStoreFile, openTokenStore } from '../../src/wechat/token-store.ts';

function openFolder() {
  const base = mkdtempSync(join(tmpdir(), 'mendian-store-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const root = join(base, 'shop');
  mkdirSync(root);
  return { base, root, open: (folder: string) => openTokenStore(join(base, folder), root) };
}

test('a folder that is not there is made for its owner alone', () => {
  const { base, root, open } = openFolder();
  expect(inspectTokenStore(join(base, 'tokens'), root)).toBeNull();
  expect(existsSync(join(base, 'tokens'))).toBe(false);
  expect(open('tokens')).toBeNull();
  expect(statSync(join(base, 'tokens')).mode & 0o777).toBe(0o700);
});

test.each([
  ['inside', (): string => 'shop/.tokens'],
  ['inside', (): string => 'shop'],
  [
    'inside',
    (base: string): string => {
      symlinkSync(join(base, 'shop'), join(base, 'way'));
      return 'way/tokens';
    },
  ],
  [
    'link',
    (base: string): string => {
      mkdirSync(join(base, 'real'), { mode: 0o700 });
      symlinkSync(join(base, 'real'), join(base, 'link'));
      return 'link';
    },
  ],
  [
    'no-folder',
    (base: string): string => {
      writeFileSync(join(base, 'file'), '');
      return 'file';
    },
  ],
  [
    'writable',
    (base: string): string => {
      mkdirSync(join(base, 'open'));
      chmodSync(join(base, 'open'), 0o777);
      return 'open';
    },
  ],
])('a folder that is %s is refused', (problem, prepare) => {
  const { base, open } = openFolder();
  expect(open(prepare(base))).toMatchObject({ code: 'TOKEN_STORE_REFUSED', params: { problem } });
  expect(readdirSync(join(base, 'shop'))).toEqual([]);
});

test('a folder that others may look into is told', () => {
  const { base, open } = openFolder();
  mkdirSync(join(base, 'seen'));
  chmodSync(join(base, 'seen'), 0o755);
  expect(open('seen')).toEqual({ code: 'TOKEN_STORE_OPEN', params: { mode: '755' } });
});

test('a folder beside the repository whose name begins alike is outside', () => {
  expect(openFolder().open('shop-tokens')).toBeNull();
});

test('any two appids have two files, on a disk that knows no case too, each in the folder itself', () => {
  const nameOf = (appid: string): string =>
    nameStoreFile({ folder: '/', world: 'wechat' }, { kind: 'authorizer', appid }).toLowerCase();
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(nameOf(one)).toMatch(/^authorizer-~?[a-z0-9_-]{1,64}\.json$/u);
      for (const each of [other, one.toUpperCase(), `../${one}`])
        expect(nameOf(one) === nameOf(each)).toBe(one === each);
    }),
  );
});
