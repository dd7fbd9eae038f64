// Builds dist/: one small entry, and chunks that load only when a command needs them.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { listBundled, writeNotices } from './notices.mjs';

/** Commander starts programs of other commands by it; it has none here, and to load it is a tenth of a start. */
const withoutChildProcess = {
  name: 'without-child-process',
  setup: (build) => {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'child-process', namespace: 'left-out' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** What is required, not imported, becomes a file of its own beside the chunks: those who never ask never load it. */
const required = new Map([['yaml', 'yaml.cjs']]);
const apart = {
  name: 'apart',
  setup: (build) => {
    build.onResolve({ filter: /^[a-z-]+$/ }, ({ kind, path }) => {
      const file = kind === 'require-call' ? required.get(path) : undefined;
      return file === undefined ? undefined : { path: `./${file}`, external: true };
    });
  },
};

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/cli.ts', 'src/action.ts'],
  metafile: true,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
  // Half the text to read at each start; the names stay, for traces.
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [withoutChildProcess, apart],
  // CommonJS packages inside an ES module bundle still call require for node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

const besides = [
  ...[...required].map(([name, file]) => ({ name, file, format: 'cjs' })),
  { name: 'src/base/read-ahead-worker.ts', file: 'read-ahead-worker.js', format: 'esm' },
];
const outputs = Object.values(metafile.outputs);
for (const { name, file, format } of besides) {
  const beside = await build({
    entryPoints: [name],
    metafile: true,
    outfile: `dist/chunks/${file}`,
    bundle: true,
    format,
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  outputs.push(...Object.values(beside.metafile.outputs));
}

// Comments are left out above, licences are not.
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', writeNotices(listBundled(outputs)));

// What init and demo copy out.
cpSync('scaffold', 'dist/assets/scaffold', { recursive: true });
cpSync('schemas', 'dist/assets/schemas', { recursive: true });
cpSync('stores', 'dist/assets/samples/stores', { recursive: true });
