/** Reads every live store of an account, page by page, to the total that the platform declares. */
import {
  type Answer,
  LIST_PAGE_SIZE,
  type LiveStore,
  type PlatformError,
  type StorePlatform,
} from '../model/platform.ts';
import type { Progress } from '../model/run.ts';
import type { Caller } from './call.ts';

export interface ListTools {
  readonly platform: StorePlatform;
  readonly caller: Caller;
  readonly tell: (event: Progress) => void;
}

/** All live stores, in the platform's order. */
export interface Listing {
  readonly stores: readonly LiveStore[];
  /** Stores that have no `poi_id` yet, since their first review has not ended: nobody can manage them. */
  readonly unnamed: number;
}

interface Pass extends Listing {
  readonly kind: 'whole' | 'moved';
  readonly total: number;
}

/**
 * Lists all stores. A page shifts when somebody adds or deletes a store meanwhile: then all is read once more, and
 * a second change is an error, since a listing with a hole would look like stores that are gone.
 */
export async function listAllStores(tools: ListTools): Promise<Answer<Listing>> {
  const first = await readPass(tools);
  if (!first.ok || first.value.kind === 'whole') return first;
  const second = await readPass(tools);
  if (!second.ok || second.value.kind === 'whole') return second;
  const { stores, unnamed, total } = second.value;
  return { ok: false, error: describeMoved(stores.length + unnamed, total) };
}

/** One pass over the pages; `moved` where the total changed on the way or was not reached. */
async function readPass({ platform, caller, tell }: ListTools): Promise<Answer<Pass>> {
  const stores = new Map<string, LiveStore>();
  let unnamed = 0;
  let total = 0;
  for (let offset = 0; offset === 0 || offset < total; offset += LIST_PAGE_SIZE) {
    const page = await caller.read(() => platform.listStores(offset, LIST_PAGE_SIZE));
    if (!page.ok) return page;
    for (const store of page.value.stores) stores.set(store.poi_id, store);
    unnamed += page.value.unnamed ?? 0;
    const moved = offset > 0 && page.value.total !== total;
    total = page.value.total;
    tell({ kind: 'looking', done: Math.min(stores.size + unnamed, total), total });
    if (moved) break;
  }
  const kind = stores.size + unnamed === total ? 'whole' : 'moved';
  return { ok: true, value: { kind, total, stores: [...stores.values()], unnamed } };
}

function describeMoved(read: number, total: number): PlatformError {
  return {
    class: 'RETRY',
    landed: 'no',
    pace: 'keep',
    known: true,
    fault: { code: 'LIST_INCOMPLETE', params: { read, total } },
    errcode: null,
    rid: null,
  };
}
