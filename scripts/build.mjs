// Builds dist/: one small entry, and chunks that load only when a command needs them.
import { cpSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/cli.ts', 'src/action.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
  // CommonJS packages inside an ES module bundle still call require for node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

// What init and demo copy out.
cpSync('scaffold', 'dist/assets/scaffold', { recursive: true });
cpSync('schemas', 'dist/assets/schemas', { recursive: true });
cpSync('stores', 'dist/assets/samples/stores', { recursive: true });
