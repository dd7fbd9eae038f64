/** Reads the cards of new stores for `import`: a call each, since the list never shows them. */
import { describeFault } from '../messages/describe.ts';
import { type Diagnostic, type Fault, NOWHERE, warning } from '../model.ts';
import type { CardReading } from '../stores/write.ts';
import type { Context } from './context.ts';
import type { LiveReader } from './live.ts';

export interface CardsRead {
  /** By `poi_id`; a store whose card could not be read is missing. */
  readonly cards: ReadonlyMap<string, CardReading>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Stores between two lines of progress. */
const STEP = 50;

/** Reads one after the other. A fault that all stores would meet ends the reading; none of them is an error. */
export async function readCards(
  { hint, messages, signal }: Context,
  { caller, platform }: LiveReader,
  poiIds: readonly string[],
  rate: number,
): Promise<CardsRead> {
  const cards = new Map<string, CardReading>();
  if (poiIds.length === 0) return { cards, diagnostics: [] };
  hint(messages.import.cards(poiIds.length, rate));
  let cause: Fault | null = null;
  for (const [index, poiId] of poiIds.entries()) {
    const answer = await caller.read(() => platform.readCard(poiId));
    if (answer.ok) {
      const { card_id } = answer.value;
      cards.set(poiId, card_id === null ? { kind: 'none' } : { kind: 'card', card_id });
    } else {
      cause = answer.error.fault;
      if (answer.error.class === 'STOP' || answer.error.class === 'BUG' || signal.aborted) break;
    }
    const done = index + 1;
    if (done % STEP === 0 && done < poiIds.length) hint(messages.import.cardsSoFar(done, poiIds.length));
  }
  if (cause === null) return { cards, diagnostics: [] };
  const params = { stores: poiIds.length - cards.size, cause: describeFault(cause, messages).message };
  return { cards, diagnostics: [warning('IMPORT_CARDS_UNREAD', NOWHERE, params)] };
}
