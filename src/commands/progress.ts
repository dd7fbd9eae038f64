/** The progress lines of a run, where this context tells them. */
import { type ProgressReporter, reportProgress } from '../report/progress.ts';
import type { Context } from './context.ts';

/** Progress on stderr: a moving line on a terminal, as wide as it is; plain lines elsewhere. */
export function openProgress(context: Context): ProgressReporter {
  const { progressMode: mode, writeProgress: write, progressColumns: columns, clock, messages } = context;
  return reportProgress({ mode, write, columns, now: () => clock.now().getTime() }, messages);
}
