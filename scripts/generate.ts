/** Writes schemas/ and the compiled validators; the test of freshness compares the same table with the disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generateFiles } from './schemas/table.ts';

for (const [path, content] of generateFiles()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  console.log(path);
}
