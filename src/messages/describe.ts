/** Turns faults into sentences of one language. */
import type { Fault } from '../model.ts';
import type { Messages } from './en.ts';
import type { FaultText } from './faults.ts';
import { type Phrase, sayWith } from './phrases.ts';

/** What a person reads of a fault. */
export function describeFault({ code, params }: Fault, messages: Messages): FaultText {
  // Each code's text takes its own params; that the pair fits is held by the type Fault.
  const text = messages.faults[code] as (values: typeof params) => FaultText;
  return text(params);
}

/** A part of a sentence. */
export function describePhrase(phrase: Phrase, messages: Messages): string {
  return sayWith(messages.phrases)(phrase);
}
