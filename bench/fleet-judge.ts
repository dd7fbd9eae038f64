/** What a simulated fleet left behind: each store as its file says, once, and on record with its audit id. */
import { readClaim } from '../src/state/claim.ts';
import type { Fleet, Merchant } from '../test/fakes/github/fleet.ts';

export interface Expected {
  readonly hour: string;
  /** Whether a merchant's files were changed and could be sent. */
  readonly changed: (merchant: Merchant, index: number) => boolean;
  /** Whether a store of such a merchant was changed, by its place. */
  readonly isChanged: (place: number) => boolean;
  /** Accounts of killed jobs: answers that only their machines had are gone. */
  readonly unsure: readonly string[];
}

export type Verdict = Readonly<Record<string, number>>;

/** Counts; all but the last of them must be 0. */
export async function judgeFleet(
  fleet: Fleet,
  { hour, changed, isChanged, unsure }: Expected,
): Promise<Verdict> {
  const verdict = {
    'stores not as their file says': 0,
    'stores not on record so': 0,
    'stores sent twice': 0,
    'stores sent that should not be': 0,
    'audit ids not on record': 0,
    'claims and doubts left': 0,
    'audit ids lost with killed jobs': 0,
  };
  for (const [index, merchant] of fleet.merchants.entries()) {
    const { account, appid, stores } = merchant;
    const { stores: live, updates } = fleet.emulator.merchant(appid);
    const state = await fleet.state(account);
    if (readClaim(state) !== null) verdict['claims and doubts left'] += 1;
    const due = new Set(
      stores.flatMap(({ poi_id }, place) => (changed(merchant, index) && isChanged(place) ? [poi_id] : [])),
    );
    verdict['stores sent that should not be'] += updates.filter(({ poi_id }) => !due.has(poi_id)).length;
    verdict['stores sent twice'] += updates.length - new Set(updates.map(({ poi_id }) => poi_id)).size;
    const audits = new Map(updates.map(({ poi_id, audit_id }) => [poi_id, audit_id]));
    for (const { poi_id } of stores) {
      const record = state.stores.get(poi_id);
      if (record?.uncertain) verdict['claims and doubts left'] += 1;
      if (due.has(poi_id) && live.get(poi_id)?.hour !== hour) verdict['stores not as their file says'] += 1;
      if (due.has(poi_id) && record?.values?.hour !== hour) verdict['stores not on record so'] += 1;
      if ((record?.audit_id ?? null) === (audits.get(poi_id) ?? null)) continue;
      const key = unsure.includes(account) ? 'audit ids lost with killed jobs' : 'audit ids not on record';
      verdict[key] += 1;
    }
  }
  return verdict;
}
