/** Look before you write: reads each store that may be sent, one by one or by list pages where that is fewer calls. */
import {
  type Answer,
  LIST_PAGE_SIZE,
  type LivePage,
  type LiveStore,
  type PlatformError,
} from '../model/platform.ts';
import type { Caller } from './call.ts';
import { runPool } from './pool.ts';
import type { Hands, Work } from './work.ts';

export interface LookTools {
  readonly hands: Pick<Hands, 'platform' | 'tell'>;
  readonly caller: Caller;
  readonly concurrency: number;
  /** How many stores the account has, as far as known here. */
  readonly accountStores: number;
  /** True until a common fault or a signal ends the run. */
  readonly mayGoOn: () => boolean;
  /** Told of how each read ended, so that a common fault ends the looking. */
  readonly noted: (error: PlatformError | null) => void;
}

/** Unknown id, deleted store: the platform has nothing of it any more. */
const GONE: readonly number[] = [65115, 65116];

/** Whether an answer says that the platform has no such store. */
export function isGone({ errcode }: Pick<PlatformError, 'errcode'>): boolean {
  return errcode !== null && GONE.includes(errcode);
}

/** The answer for each store that was read; stores not reached before a stop are missing. */
export type Looks = ReadonlyMap<string, Answer<LiveStore>>;

/** Reads the stores of the given work. */
export async function lookAtStores(works: readonly Work[], tools: LookTools): Promise<Looks> {
  return await readStores(
    works.map(({ change }) => change.poi_id),
    tools,
  );
}

/** Reads the stores with these ids, each once. */
export async function readStores(poiIds: readonly string[], tools: LookTools): Promise<Looks> {
  const looks = new Map<string, Answer<LiveStore>>();
  if (Math.ceil(tools.accountStores / LIST_PAGE_SIZE) < poiIds.length) await readPages(poiIds, tools, looks);
  const rest = poiIds.filter((poiId) => !looks.has(poiId));
  const readOne = async (poiId: string): Promise<void> => {
    const answer = await tools.caller.read(() => tools.hands.platform.readStore(poiId));
    keepAnswer(poiId, answer, poiIds.length, tools, looks);
  };
  // The first goes alone: a fault that all share (a refused token, an address not allowed) is met once.
  await runPool(rest.slice(0, 1), 1, tools.mayGoOn, readOne);
  await runPool(rest.slice(1), tools.concurrency, tools.mayGoOn, readOne);
  return looks;
}

function keepAnswer(
  poiId: string,
  answer: Answer<LiveStore>,
  total: number,
  tools: LookTools,
  looks: Map<string, Answer<LiveStore>>,
): void {
  tools.noted(answer.ok ? null : answer.error);
  looks.set(poiId, answer);
  tools.hands.tell({ kind: 'looking', done: looks.size, total });
}

/** Collects list pages. Whatever they do not show is read alone afterwards, so a fault here costs only calls. */
async function readPages(
  poiIds: readonly string[],
  tools: LookTools,
  looks: Map<string, Answer<LiveStore>>,
): Promise<void> {
  const wanted = new Set(poiIds);
  const keep = (page: LivePage): void => {
    for (const store of page.stores)
      if (wanted.has(store.poi_id)) looks.set(store.poi_id, { ok: true, value: store });
    tools.hands.tell({ kind: 'looking', done: looks.size, total: poiIds.length });
  };
  const readPage = (offset: number): Promise<Answer<LivePage>> =>
    tools.caller.read(() => tools.hands.platform.listStores(offset, LIST_PAGE_SIZE));
  const first = await readPage(0);
  if (!first.ok) {
    const [firstId] = poiIds;
    const common = first.error.class === 'STOP' || first.error.class === 'BUG';
    if (common && firstId !== undefined) keepAnswer(firstId, first, poiIds.length, tools, looks);
    return;
  }
  keep(first.value);
  const offsets = Array.from(
    { length: Math.ceil(first.value.total / LIST_PAGE_SIZE) - 1 },
    (_, index) => (index + 1) * LIST_PAGE_SIZE,
  );
  // The account may hold far more stores than the files: then single reads are fewer calls after all.
  if (offsets.length >= poiIds.length - looks.size) return;
  const mayGoOn = (): boolean => tools.mayGoOn() && looks.size < wanted.size;
  await runPool(offsets, tools.concurrency, mayGoOn, async (offset) => {
    const page = await readPage(offset);
    if (page.ok) keep(page.value);
  });
}
