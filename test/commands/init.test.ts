/** What `init` writes, in this process. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { init } from '../../src/commands/init.ts';
import { openDay } from '../fakes/day.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('every workflow of the scaffold is written', () => {
  const root = mkdtempSync(join(tmpdir(), 'mendian-init-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const day = { ...openDay({ root, env: {} }, '2026-11-26T04:00:00.000Z'), assets: ROOT };
  expect(init(day)).toBe(0);
  const written = readdirSync(join(root, '.github/workflows')).sort();
  expect(written).toEqual(readdirSync(join(ROOT, 'scaffold/workflows')).sort());
});
