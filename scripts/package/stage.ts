/** The folder of the published package: what is built, the types, and a package.json that depends on nothing. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedManifest } from './manifest.ts';

/** npm takes of these what `files` of package.json says. */
const PARTS = ['dist', 'types', 'README.md', 'LICENSE'];

/** Writes into a folder that is new or empty. Throws where something is missing or in the way. */
export function stagePackage(root: string, folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty: name a new folder.`);
  const missing = [...PARTS, 'dist/cli.js', 'dist/THIRD-PARTY-NOTICES.txt'].find(
    (part) => !existsSync(join(root, part)),
  );
  if (missing !== undefined) throw new Error(`${missing} is missing: npm run build`);
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  const manifest = publishedManifest(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
