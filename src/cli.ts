#!/usr/bin/env node
/** The door for the shell: reads arguments, calls one command, sets the exit code. */
import { CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { buildProgram } from './cli-program.ts';
import { refuseOldNode } from './messages/old-node.ts';

async function main(): Promise<void> {
  const refused = refuseOldNode(process.versions.node);
  if (refused !== null) {
    process.stderr.write(refused);
    process.exitCode = 1;
    return;
  }
  watchOutputs();
  const [, , first, ...others] = process.argv;
  // Asked by scripts before each run: it need not wait until all commands are set up.
  if (first === '--version' && others.length === 0) {
    process.stdout.write(`${packageJson.version}\n`);
    return;
  }
  try {
    await buildProgram().parseAsync(process.argv);
  } catch (error) {
    process.exitCode =
      error instanceof CommanderError ? Math.min(error.exitCode, 1) : await reportSurprise(error);
  }
}

async function reportSurprise(error: unknown): Promise<1> {
  const { reportUsage } = await import('./cli-context.ts');
  return await reportUsage(error, process.argv);
}

/**
 * A reader that closes early (head, less) is no fault, and neither it nor a full disk must end an apply with calls in flight.
 * A report that could not be written is told once, and is not done.
 */
function watchOutputs(): void {
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
