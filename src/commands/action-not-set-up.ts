/** How the action ends where no account is set up: a repository that was just made from a template has none yet. */
import type { Outputs } from '../github/outputs.ts';
import { NOWHERE, notice, warning } from '../model.ts';
import { diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from '../report/diagnostics.ts';
import { narrowTo, openAccounts } from './accounts.ts';
import type { ActionContext } from './action-context.ts';
import type { ExitCode } from './context.ts';
import { openWorkspace } from './workspace.ts';

/** Green, and said aloud; a warning where stores are on record, since then the credentials got lost. */
export function endNotSetUp(context: ActionContext, outputs: Outputs): ExitCode {
  const records = (openAccounts(context).opened ?? [])
    .map((each) => openWorkspace(narrowTo(context, each)).workspace?.state?.state.stores.size ?? 0)
    .reduce((sum, count) => sum + count, 0);
  const found = (records > 0 ? warning : notice)('NOT_SET_UP', NOWHERE, { records });
  const described = diagnosticsJson([found], context.messages);
  context.print(`${diagnosticsText([found], context.style).join('\n')}\n`);
  context.annotate(described);
  context.addSummary(diagnosticsMarkdown(described, context.messages).join('\n'));
  context.writeOutputs(outputs);
  return 0;
}
