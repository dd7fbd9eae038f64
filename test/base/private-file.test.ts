/** How a file that is replaced is made: nobody else may read what is not whole yet, or have put it there. */
import fs, { mkdtempSync, rmSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replaceFile } from '../../src/base/atomic-file.ts';

test('is new, private until it is whole, and then open as the mask allows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-private-'));
  const opened: (readonly unknown[])[] = [];
  const { openSync } = fs;
  onTestFinished(() => {
    Object.assign(fs, { openSync });
    syncBuiltinESMExports();
    rmSync(folder, { recursive: true });
  });
  Object.assign(fs, {
    openSync: (...call: Parameters<typeof openSync>) => {
      opened.push(call.slice(1));
      return openSync(...call);
    },
  });
  syncBuiltinESMExports();
  const path = join(folder, 'state.json');
  replaceFile(path, 'text');
  expect(opened[0]).toEqual(['wx', 0o600]);
  expect(statSync(path).mode & 0o777).toBe(0o644 & ~process.umask());
});
