/** `mendian status`: how the reviews that are waited for stand; what has ended is recorded. */
import { STATUS_FORMATS } from '../report/formats.ts';
import type { Context, ExitCode } from './context.ts';
import { openShared } from './publishing.ts';
import { runStatusOverAll, type StatusOptions } from './reviewing.ts';

/** Prints. Exit 1 with an error, a review older than the patience, and where nobody could ask about one. */
export async function status(context: Context, options: StatusOptions): Promise<ExitCode> {
  const { report, exitCode } = await runStatusOverAll(context, options, (settings, account) =>
    openShared(context, settings, account, options.choice),
  );
  context.print(STATUS_FORMATS[context.format](report, context.style));
  const pending = report.reviews.some(({ review }) => review === 'pending');
  if (options.wait === null && exitCode === 0 && pending) context.hint(context.messages.status.next);
  return exitCode;
}
