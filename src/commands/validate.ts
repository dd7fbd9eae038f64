/** `mendian validate`: checks settings, all store files and the state, offline. */
import { countSeverity } from '../report/diagnostics.ts';
import { VALIDATE_FORMATS } from '../report/formats.ts';
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
  context.print(VALIDATE_FORMATS[context.format](report, context.style));
  return countSeverity(diagnostics, 'error') > 0 ? 1 : 0;
}
