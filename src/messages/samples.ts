/**
 * What a fault says before anybody knows its values: its own texts, with the names of the values in capitals. The samples
 * are made from the types of the params (scripts/reference/fault-samples.ts), so that each text has one home.
 */
import type { Fault } from '../model.ts';
import { describeFault } from './describe.ts';
import type { Messages } from './en.ts';
import type { FaultCode } from './faults.ts';

/** Params of a fault as JSON: `$FILE` stands for any text, `#COUNT` for any number, all else for itself. */
export type FaultSample = Readonly<Record<string, unknown>>;

/** Some of a fault's messages, and what to do about any of them. */
export interface FaultVariant {
  readonly messages: readonly string[];
  readonly hints: readonly string[];
}

/** All that a fault may say in one language; messages with the same advice stand together. */
export function listVariants(
  code: FaultCode,
  samples: readonly FaultSample[],
  messages: Messages,
  mark: (name: string) => string = (name) => name,
): readonly FaultVariant[] {
  const hints = new Map<string, Set<string>>();
  for (const sample of samples) {
    const text = describeSample(code, sample, messages, mark);
    const known = hints.get(text.message) ?? new Set();
    if (text.hint !== null) known.add(text.hint);
    hints.set(text.message, known);
  }
  const variants = new Map<string, FaultVariant>();
  for (const [message, own] of hints) {
    const key = [...own].join('\n\n');
    const earlier = variants.get(key)?.messages ?? [];
    variants.set(key, { messages: [...earlier, message], hints: [...own] });
  }
  return [...variants.values()];
}

/** One text of a fault; `mark` says how the name of a value is written. */
export function describeSample(
  code: FaultCode,
  sample: FaultSample,
  messages: Messages,
  mark: (name: string) => string = (name) => name,
): { readonly message: string; readonly hint: string | null } {
  // Made from the type of this code's params, but for numbers that are written as names.
  return describeFault({ code, params: fill(sample, mark) } as unknown as Fault, messages);
}

function fill(value: unknown, mark: (name: string) => string): unknown {
  if (typeof value === 'string' && value.startsWith('$')) return mark(value.slice(1));
  if (typeof value === 'string' && value.startsWith('#')) return namedNumber(mark(value.slice(1)));
  if (Array.isArray(value)) return value.map((item) => fill(item, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, mark)]));
}

/** Counts as many, and is written as its name. */
function namedNumber(name: string): object {
  return { valueOf: () => 7, toString: () => name, toLocaleString: () => name };
}
