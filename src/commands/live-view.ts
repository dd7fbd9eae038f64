/** Reads the live side of an account: all of it, or the selected stores, and cards where they are asked for. */
import { isGone } from '../apply/look.ts';
import { runPool } from '../apply/pool.ts';
import type { LiveStore } from '../model/platform.ts';
import {
  asRunDiagnostic,
  type Diagnostic,
  type Fault,
  fault,
  NOWHERE,
  type Read,
  warning,
} from '../model.ts';
import { type Known, type LiveView, listKnown } from '../plan/drift.ts';
import { countAccountStores } from '../plan/plan.ts';
import { makeSelector } from '../stores/select.ts';
import type { Context } from './context.ts';
import { type LiveReader, openLive, type ReadingPace } from './live.ts';
import type { Workspace } from './workspace.ts';

export interface ViewOptions extends ReadingPace {
  readonly cards: 'read' | 'unread';
}

type Selection = Pick<Context, 'select' | 'exclude'>;

/** The selected stores of a workspace that a file or a record knows. */
export function listSelected({ select, exclude }: Selection, workspace: Workspace): readonly Known[] {
  const { reading, state, account } = workspace;
  const records = state?.state.stores ?? new Map();
  const isSelected = makeSelector(select, exclude, account.stores);
  return listKnown({ stores: reading.stores, invalid: reading.invalid, records, isSelected });
}

/** Connects and reads. A list that did not come whole gives no view: it would look like stores that are gone. */
export async function readLiveView(
  context: Context,
  workspace: Workspace,
  options: ViewOptions,
): Promise<Read<LiveView>> {
  const opened = openLive(context, workspace, options, workspace.state?.state.stores ?? new Map());
  if (opened.value === null) return { value: null, diagnostics: opened.diagnostics };
  const reader = opened.value;
  try {
    const known = listSelected(context, workspace);
    const narrowed = context.select.length + context.exclude.length > 0;
    const stores = narrowed ? await readSelected(reader, known, workspace) : await readAll(reader, known);
    if (stores.value === null) return { value: null, diagnostics: stores.diagnostics };
    const cards =
      options.cards === 'read' ? await readCards(context, reader, known, stores.value, options) : NO_CARDS;
    const view = { stores: stores.value, scope: narrowed ? 'some' : 'all', cards: cards.found } as const;
    return { value: view, diagnostics: [...stores.diagnostics, ...cards.diagnostics] };
  } finally {
    await reader.close();
  }
}

type Stores = ReadonlyMap<string, LiveStore | null>;

async function readAll(reader: LiveReader, known: readonly Known[]): Promise<Read<Stores>> {
  const listing = await reader.listAll();
  if (!listing.ok) return { value: null, diagnostics: [asRunDiagnostic('error', listing.error.fault)] };
  const stores = new Map<string, LiveStore | null>(known.map(({ poi_id }) => [poi_id, null]));
  for (const store of listing.value.stores) stores.set(store.poi_id, store);
  return { value: stores, diagnostics: [] };
}

/** Each selected store by itself, or by pages: what could not be read is told store by store. */
async function readSelected(
  reader: LiveReader,
  known: readonly Known[],
  { reading, state }: Workspace,
): Promise<Read<Stores>> {
  const accountStores = countAccountStores({
    stores: reading.stores,
    records: state?.state.stores ?? new Map(),
  });
  const { looks, stopped } = await reader.readSome(
    known.map(({ poi_id }) => poi_id),
    accountStores,
  );
  if (stopped !== null) return { value: null, diagnostics: [asRunDiagnostic('error', stopped)] };
  const stores = new Map<string, LiveStore | null>();
  const diagnostics: Diagnostic[] = [];
  for (const each of known) {
    const answer = looks.get(each.poi_id);
    if (answer?.ok) stores.set(each.poi_id, answer.value);
    else if (answer !== undefined && isGone(answer.error)) stores.set(each.poi_id, null);
    else diagnostics.push(describeUnread(each, answer?.error.fault ?? null));
  }
  return { value: stores, diagnostics };
}

function describeUnread({ poi_id, store, invalid }: Known, cause: Fault | null): Diagnostic {
  const place = { file: store?.file ?? invalid, line: store?.line ?? null, column: null };
  return fault('STORE_UNREAD', place, { name: store?.name ?? poi_id, cause: cause?.code ?? 'INTERRUPTED' });
}

interface Cards {
  readonly found: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

const NO_CARDS: Cards = { found: new Map(), diagnostics: [] };

/** The cards of stores whose file or record manages one. A card that cannot be read only warns. */
async function readCards(
  { signal }: Context,
  { caller, platform }: LiveReader,
  known: readonly Known[],
  live: Stores,
  { concurrency }: ViewOptions,
): Promise<Cards> {
  const found = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const managing = known.filter(
    ({ poi_id, record }) => record?.values?.card_id !== undefined && live.get(poi_id),
  );
  await runPool(
    managing,
    concurrency,
    () => !signal.aborted,
    async ({ poi_id, store }) => {
      const answer = await caller.read(() => platform.readCard(poi_id));
      if (answer.ok) found.set(poi_id, answer.value.card_id ?? '');
      else {
        const params = { name: store?.name ?? poi_id, cause: answer.error.fault.code };
        diagnostics.push(warning('CARD_UNREAD', { ...NOWHERE, file: store?.file ?? null }, params));
      }
    },
  );
  return { found, diagnostics };
}
