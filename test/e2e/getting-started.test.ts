/** Every command of docs/getting-started.md, in its order, prints what the page shows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { playPage } from '../fakes/console-page.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('getting started goes from nothing to a merged and applied change, as the page shows', async () => {
  const root = mkdtempSync(join(tmpdir(), 'mendian-start-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  await playPage(join(ROOT, 'docs/getting-started.md'), { root, entry: join(ROOT, 'dist/cli.js') });
});
