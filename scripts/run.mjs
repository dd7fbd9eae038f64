// Runs a TypeScript script of this repository: bundles it in memory's neighbour folder, then imports it.
import { mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) throw new Error('usage: node scripts/run.mjs SCRIPT.ts [ARGUMENTS]');
const outfile = resolve('node_modules/.cache/mendian', basename(script).replace(/\.ts$/, '.mjs'));
mkdirSync(resolve(outfile, '..'), { recursive: true });
await build({
  entryPoints: [script],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  // Libraries that load only when they are needed are required where they are.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
process.argv = [process.argv[0], script, ...rest];
await import(pathToFileURL(outfile).href);
