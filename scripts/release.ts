/**
 * The steps of a release: `node scripts/run.mjs scripts/release.ts check`. It needs no package, so that Node 24 runs it as it
 * stands: the job that may push tags installs nothing.
 */
import { runStep } from './release/main.ts';

try {
  process.exitCode = runStep(process.argv.slice(2), {
    root: process.cwd(),
    print: (line) => console.log(line),
    complain: (line) => console.error(line),
    outputs: process.env.GITHUB_OUTPUT ?? null,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
