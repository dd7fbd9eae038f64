/** The action's matrix: the accounts with work to do, as an output that the jobs of a fleet are made from. */
import { diagnosticsJson, diagnosticsMarkdown } from '../report/diagnostics.ts';
import { matrixJson, matrixMarkdown } from '../report/matrix.ts';
import type { ActionContext } from './action-context.ts';
import { openSources } from './action-source.ts';
import type { ExitCode } from './context.ts';
import { fanOut } from './fanning.ts';
import { MOST_BATCHES, parseCount, parseWorkKinds } from './options.ts';

/** Deals out and says so. Faults of single accounts are warnings here: their own jobs fail over them. */
export async function matrixAction(context: ActionContext): Promise<ExitCode> {
  const { inputs, messages } = context;
  const options = {
    kinds: parseWorkKinds('matrix-for', inputs.matrixFor ?? 'apply'),
    batches: parseCount('batches', inputs.batches ?? String(MOST_BATCHES), { least: 1, most: MOST_BATCHES }),
  };
  const { batches, accounts, diagnostics } = await fanOut(context, options, await openSources(context));
  const failed = accounts === null;
  const found = failed ? diagnostics : diagnostics.map((each) => ({ ...each, severity: 'warning' as const }));
  const described = diagnosticsJson(found, messages);
  const busy = batches.reduce((sum, batch) => sum + batch.accounts.length, 0);
  context.print(`${messages.accounts.busy(busy, accounts ?? 0, batches.length)}\n`);
  context.annotate(described);
  context.addSummary(
    [...diagnosticsMarkdown(described, messages), '', matrixMarkdown(batches, messages)].join('\n'),
  );
  context.writeOutputs({ matrix: matrixJson(batches), changes: String(batches.length > 0) });
  return failed ? 1 : 0;
}
