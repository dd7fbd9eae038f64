/** Global options that a command would ignore: who gives one means something by it, and must not be left to believe it. */
import type { RefusalReason } from '../messages/selection-faults.ts';
import { type Diagnostic, fault, NOWHERE } from '../model.ts';
import { diagnosticText } from '../report/diagnostics.ts';
import type { Context } from './context.ts';

/** The global options that a command may refuse; it always takes those of language, colour and loudness. */
export type RefusableOption = 'cwd' | 'config' | 'account' | 'select' | 'exclude' | 'format';

export type Refusals = Readonly<Partial<Record<RefusableOption, RefusalReason>>>;

/** An option as it was given on the command line. */
export interface GivenOption {
  /** As commander names its value. */
  readonly name: string;
  /** `--select`. */
  readonly flag: string;
}

/** Says on stderr which option is not taken; false where there is none. */
export function refuseOptions(
  context: Pick<Context, 'complain' | 'style'>,
  command: string,
  refuses: Refusals,
  given: readonly GivenOption[],
): boolean {
  const refused = findRefusal(command, refuses, given);
  if (refused !== null) context.complain(diagnosticText(refused, context.style));
  return refused !== null;
}

/** A fault for the first of the given options that the command refuses; null where it takes all of them. */
export function findRefusal(
  command: string,
  refuses: Refusals,
  given: readonly GivenOption[],
): Diagnostic | null {
  for (const { name, flag } of given) {
    const why = isRefusable(name) ? refuses[name] : undefined;
    if (why !== undefined) return fault('OPTION_NOT_TAKEN', NOWHERE, { option: flag, command, why });
  }
  return null;
}

export function isRefusable(name: string): name is RefusableOption {
  return ['cwd', 'config', 'account', 'select', 'exclude', 'format'].includes(name);
}
