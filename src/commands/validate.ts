/** `mendian validate`: checks settings, all store files and the state, offline. */
import { countSeverity } from '../report/diagnostics.ts';
import { validateJson, validateMarkdown, validateText } from '../report/validate.ts';
import type { Context, ExitCode } from './context.ts';
import { openWorkspace } from './workspace.ts';

/** Prints every fault of every file. Exit 1 with errors. */
export function validate(context: Context): ExitCode {
  const { workspace, diagnostics } = openWorkspace(context);
  const report = {
    files: workspace?.reading.files ?? 0,
    stores: workspace?.reading.stores.length ?? 0,
    diagnostics,
  };
  const { format, messages, style } = context;
  if (format === 'json') context.print(validateJson(report, messages));
  else
    context.print(format === 'markdown' ? validateMarkdown(report, messages) : validateText(report, style));
  return countSeverity(diagnostics, 'error') > 0 ? 1 : 0;
}
