import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { readSmallText } from '../../src/base/plain-file.ts';
import { BATCH, openReadAhead } from '../../src/base/read-ahead.ts';

/** The second thread's program as the build makes it. */
async function buildWorker(folder: string): Promise<URL> {
  const outfile = join(folder, 'worker.mjs');
  const entryPoints = ['src/base/read-ahead-worker.ts'];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' });
  return pathToFileURL(outfile);
}

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-ahead-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('files that a second thread reads have the texts that this one would read, and odd ones are left to it', async () => {
  const root = openFolder();
  const worker = await buildWorker(root);
  const files = Array.from({ length: BATCH * 6 + 7 }, (_, index) => `${index}.yaml`);
  for (const [index, file] of files.entries())
    writeFileSync(join(root, file), `name: 第${index}店\n`.repeat(index % 5));
  writeFileSync(join(root, '2000.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
  writeFileSync(join(root, '2001.yaml'), 'x'.repeat(3_000_000));
  rmSync(join(root, '2002.yaml'));
  symlinkSync(join(root, '1.yaml'), join(root, '2002.yaml'));
  rmSync(join(root, '2003.yaml'));
  mkdirSync(join(root, '2003.yaml'));
  const ahead = openReadAhead(root, files, { worker, least: 1 });
  let brought = 0;
  for (const [index, file] of files.entries()) {
    // Until the thread runs, this one would have read everything.
    if (index === BATCH) await new Promise((resolve) => setTimeout(resolve, 1_500));
    const text = ahead?.text(index) ?? null;
    if (text !== null) brought += 1;
    if (text !== null) expect(text, file).toBe(readSmallText(join(root, file)));
    else if (index >= 2000 && index < 2004) expect(readSmallText(join(root, file)), file).toBeNull();
  }
  ahead?.close();
  // One processor has no use for a second thread.
  if (ahead !== null) expect(brought).toBeGreaterThan(BATCH * 3);
});

test('few files, and a program without that thread, are read by the first one alone', () => {
  const worker = pathToFileURL(join(tmpdir(), 'no-such-worker.mjs'));
  expect(openReadAhead('/', ['a.yaml'])).toBeNull();
  expect(openReadAhead('/', ['a.yaml'], { worker, least: 1 })).toBeNull();
});
