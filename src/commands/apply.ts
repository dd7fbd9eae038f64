/** `mendian apply`: plans again, compares with the approval, asks, sends the changed stores only, records each end. */
import { runApply } from './applying-all.ts';
import type { Context, ExitCode } from './context.ts';
import { conclude } from './ending.ts';
import { openShared } from './publishing.ts';
import type { ApplyCommandOptions } from './sending.ts';

/** Applies and prints. Exit 1 where anything failed, is unknown, was skipped or invalid, or the run was refused. */
export async function apply(context: Context, options: ApplyCommandOptions): Promise<ExitCode> {
  const ended = await runApply(
    context,
    options,
    (each) => (settings, account) => openShared(each, settings, account, options.choice),
  );
  return conclude(context, ended);
}
