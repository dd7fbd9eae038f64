/** `mendian explain CODE`: what a code of a report means, or an errcode of WeChat, and what to do. Offline. */
import { findNearMiss } from '../base/near-miss.ts';
import type { FaultCode } from '../messages/faults.ts';
import { fault, NOWHERE } from '../model.ts';
import { diagnosticText } from '../report/diagnostics.ts';
import { explainErrcode, explainFault } from '../report/explain.ts';
import { findErrcode } from '../wechat/errcodes.ts';
import type { Context, ExitCode } from './context.ts';

/** Prints the explanation. Exit 1 for what is no code, with the one that may be meant. */
export async function explain(context: Context, given: string): Promise<ExitCode> {
  const { style } = context;
  // The commands beside this one load without it.
  const { FAULT_SAMPLES } = await import('../messages/generated/fault-samples.ts');
  // The compiler knows the names of keys only as texts; the table has one entry for each code.
  const codes = Object.keys(FAULT_SAMPLES) as readonly FaultCode[];
  const word = given.trim();
  const row = /^-?\d+$/u.test(word) ? findErrcode(Number(word)) : null;
  // Logs are typed off in any letters, and with either line.
  const code = codes.find((each) => each === word.toUpperCase().replaceAll('-', '_'));
  if (row !== null) context.print(explainErrcode(row, style));
  else if (code !== undefined) context.print(explainFault(code, FAULT_SAMPLES[code], style));
  else return refuse(context, word, codes);
  return 0;
}

function refuse({ complain, style }: Context, word: string, codes: readonly FaultCode[]): ExitCode {
  const isNumber = /^-?\d+$/u.test(word);
  const meant = isNumber ? null : findNearMiss(word, codes);
  const sort = isNumber ? 'number' : 'name';
  complain(diagnosticText(fault('CODE_UNKNOWN', NOWHERE, { code: word, sort, meant }), style));
  return 1;
}
