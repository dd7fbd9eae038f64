#!/usr/bin/env node
/** The door for the shell: reads arguments, calls one command, sets the exit code. */
import packageJson from '../package.json' with { type: 'json' };
import { printNow } from './cli-output.ts';
import { refuseOldNode } from './messages/old-node.ts';

async function main(): Promise<void> {
  const refused = refuseOldNode(process.versions.node);
  if (refused !== null) {
    process.stderr.write(refused);
    process.exitCode = 1;
    return;
  }
  const [, , first, ...others] = process.argv;
  try {
    // Asked by scripts before each run: it need not wait until all commands are set up.
    if (first === '--version' && others.length === 0) {
      printNow(`${packageJson.version}\n`);
      return;
    }
    const { runProgram } = await import('./cli-program.ts');
    await runProgram(process.argv, watchOutputs);
  } catch (error) {
    process.exitCode = await reportSurprise(error);
  }
}

async function reportSurprise(error: unknown): Promise<1> {
  watchOutputs();
  const { reportUsage } = await import('./cli-context.ts');
  return await reportUsage(error, process.argv);
}

let isWatching = false;

/**
 * A reader that closes early (head, less) is no fault, and neither it nor a full disk must end an apply with calls in flight.
 * A report that could not be written is told once, and is not done.
 */
function watchOutputs(): void {
  if (isWatching) return;
  isWatching = true;
  let isTold = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.once('exit', () => {
        process.exitCode = 1;
      });
      if (stream === process.stdout && !isTold) void reportSurprise(error);
      isTold = true;
    });
  }
}

await main();
