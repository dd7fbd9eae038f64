/** `mendian matrix`: the accounts with work to do, in even batches, as `strategy.matrix` of GitHub Actions. */
import { diagnosticText } from '../report/diagnostics.ts';
import { matrixJson } from '../report/matrix.ts';
import type { Context, ExitCode } from './context.ts';
import { type FanOptions, fanOut } from './fanning.ts';

/** Prints one line of JSON. Faults of single accounts are told and left to their jobs; 1 where the settings are wrong. */
export async function matrix(context: Context, options: FanOptions): Promise<ExitCode> {
  const { batches, accounts, diagnostics } = await fanOut(context, options, null);
  for (const found of diagnostics) context.complain(diagnosticText(found, context.style));
  if (accounts === null) return 1;
  context.print(`${matrixJson(batches)}\n`);
  const busy = batches.reduce((sum, batch) => sum + batch.accounts.length, 0);
  context.hint(context.messages.accounts.busy(busy, accounts, batches.length));
  return 0;
}
