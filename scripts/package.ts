/** Writes the folder that `npm pack` and `npm publish` take: `node scripts/run.mjs scripts/package.ts FOLDER`, after a build. */
import { isAbsolute } from 'node:path';
import { stagePackage } from './package/stage.ts';

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) {
  console.error('usage: npm run package -- FOLDER');
  process.exitCode = 1;
} else {
  try {
    stagePackage(process.cwd(), folder);
    console.log(`Written: ${folder}. Next: npm pack ${isAbsolute(folder) ? folder : `./${folder}`}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
