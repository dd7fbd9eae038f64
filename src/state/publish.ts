/**
 * Keeps the shared branch's state file in step with what this run records: join it at the start, claim the stores
 * before the first call, checkpoints on the way, the whole at the end. Nothing is forced: where the branch moved,
 * both sides are merged store by store.
 */

import type { Tip } from '../model/branch.ts';
import type { Fault, State, StoreValues } from '../model.ts';
import { readUploads } from '../pictures.ts';
import { type Claim, findOtherClaim, isLive, readClaim, withClaim } from './claim.ts';
import { listChanged, type News, sameRecord } from './compose.ts';
import { markUncertain } from './fold.ts';
import { readJoined, withJoined } from './joined.ts';
import { mergeStates } from './merge.ts';
import { parseState } from './parse.ts';
import { compose, openSession, type PublishOptions, publish, readTip, type Session } from './session.ts';

/** Results wait no longer than this for their checkpoint. */
const CHECKPOINT_MS = 60_000;
/** A claim of a run that has nothing to tell is renewed well before it lapses. */
const RENEWAL_MS = 5 * 60_000;
const TICK_MS = 5_000;

export interface Publisher {
  /** The branch's state and the local one, merged; another run's live claim is a fault. */
  join(local: State): Promise<Joined>;
  claim(sending: ReadonlyMap<string, StoreValues>): Promise<Fault | null>;
  /** An intent is in the journal. */
  intended(poiId: string): void;
  /** An upload is in the journal. */
  keptPicture(): void;
  /** Tells the branch of uploads that it does not know, where a claim of this run stands in it. */
  sharePictures(): Promise<void>;
  /** A record is in the journal. */
  recorded(poiId: string): void;
  /** Why no further result can be kept, or null. */
  failure(): Fault | null;
  /** Publishes all and drops the claim. */
  finish(): Promise<Finished>;
}

/** How a run's results were published. */
export interface Finished {
  /** What the branch holds, and its tip; null where it does not hold all. */
  readonly published: { readonly state: State; readonly tip: Tip } | null;
  readonly fault: Fault | null;
  /** Stores whose record the branch does not hold. */
  readonly unrecorded: number;
}

export type Joined =
  /** Holds all that the tip does. */
  | { readonly state: State; readonly tip: Tip; readonly fault: null }
  | { readonly state: null; readonly fault: Fault };

/** A publisher for one run. */
export function openPublisher(options: PublishOptions): Publisher {
  const session = openSession(options);
  let timer: NodeJS.Timeout | null = null;
  return {
    join: (local) => join(session, local),
    claim: async (sending) => {
      if (options.claims === 'none') return null;
      const refused = await claimStores(session, sending);
      if (refused !== null) session.failure = refused;
      else timer = setInterval(() => checkpointIfDue(session), TICK_MS).unref();
      return refused;
    },
    intended: (poiId) => {
      const open = session.open.get(poiId);
      if (open !== undefined) open.begun = true;
      // Without a claim nothing in the branch marks the store yet.
      else touch(session, poiId, 'sent');
    },
    keptPicture: () => {
      session.fresh += 1;
      checkpointIfDue(session);
    },
    sharePictures: () => sharePictures(session),
    recorded: (poiId) => {
      touch(session, poiId, session.open.get(poiId)?.begun ? 'sent' : 'looked');
      // What the look told is on record before the store is sent; its claim stands until the verdict.
      if (session.open.get(poiId)?.begun) session.open.delete(poiId);
      session.fresh += 1;
      checkpointIfDue(session);
    },
    failure: () => session.failure ?? findLapse(session),
    finish: async () => {
      if (timer !== null) clearInterval(timer);
      await session.running;
      return await finish(session);
    },
  };
}

async function join(session: Session, local: State): Promise<Joined> {
  const { branch, file, self, clock, claims } = session.options;
  const wrongCheckout = await branch.checkCheckout();
  if (wrongCheckout !== null) return { state: null, fault: wrongCheckout };
  const read = await readTip(session);
  if ('code' in read) return { state: null, fault: read };
  const other = claims === 'shared' ? findOtherClaim(read, self, clock.now()) : null;
  if (other !== null) return { state: null, fault: describeClaim(other) };
  const base = await branch.readBase(session.tip, readJoined(local));
  const ancestor = base === null ? null : parseState(base, file).value;
  // A branch that is still to be made begins with what the checkout knows, and takes nothing of it away.
  const merged = session.tip.commit === null ? withJoined(local, null) : mergeStates(ancestor, local, read);
  // What only this checkout knows is told with the next commit of any kind.
  for (const poiId of listChanged(read, merged)) touch(session, poiId, 'sent');
  return { state: withClaim(merged, readClaim(read)), tip: session.tip, fault: null };
}

/** Notes that a store's record is this run's to tell. */
function touch({ touched, published, open }: Session, poiId: string, source: News['source']): void {
  const known = touched.get(poiId);
  const claimed = open.get(poiId);
  // A claimed store's last word is its mark; a try that failed may have read another one's meanwhile.
  const base = claimed?.begun ? markUncertain(claimed.before, claimed.sending) : published.stores.get(poiId);
  if (known === undefined) touched.set(poiId, { source, base });
  else if (source === 'sent') known.source = source;
}

/** Commits the claim: who applies, and each store that is to be sent marked uncertain. */
async function claimStores(
  session: Session,
  sending: ReadonlyMap<string, StoreValues>,
): Promise<Fault | null> {
  const { clock, self } = session.options;
  const local = session.options.readLocal();
  const at = clock.now().toISOString();
  for (const [poiId, values] of sending) {
    session.open.set(poiId, { sending: values, before: local?.stores.get(poiId), begun: false });
  }
  session.claim = { ...self, started_at: at, seen_at: at };
  const planned = session.published;
  const refused = await publish(session, 'claim', () => checkMoves(session, planned, sending));
  if (refused === null) return null;
  session.claim = null;
  if (session.knowledge === 'sure') forgetClaim(session);
  return refused;
}

/**
 * A claim that is not in the branch leaves nothing to take back. Another run's marks may look the same, since both
 * planned the same files, and they must stay.
 */
function forgetClaim({ published, options, open }: Session): void {
  if (readClaim(published)?.id !== options.self.id) open.clear();
}

/** Before each try of a claim: the checkout must still be the tip, and nobody may have touched the planned stores. */
async function checkMoves(
  session: Session,
  planned: State,
  sending: ReadonlyMap<string, StoreValues>,
): Promise<Fault | null> {
  const { branch, self, clock } = session.options;
  const wrongCheckout = await branch.checkCheckout();
  if (wrongCheckout !== null) return wrongCheckout;
  const other = findOtherClaim(session.published, self, clock.now());
  if (other !== null) return describeClaim(other);
  const moved = [...sending.keys()].find(
    (poiId) => !sameRecord(planned.stores.get(poiId), session.published.stores.get(poiId)),
  );
  return moved === undefined ? null : { code: 'STATE_MOVED', params: { poi_id: moved, branch: branch.name } };
}

/**
 * A run that slept for longer than its claim lives must not begin a store: another one may have taken over. Only what
 * stands in the branch counts, since a renewal that is on its way may come too late.
 */
function findLapse({ claim, published, options }: Session): Fault | null {
  if (claim === null) return null;
  const standing = readClaim(published);
  const isOwn = standing?.id === options.self.id;
  if (standing !== null && isOwn && isLive(standing, options.clock.now())) return null;
  return { code: 'CLAIM_LOST', params: { holder: isOwn ? null : (standing?.holder ?? '') } };
}

function checkpointIfDue(session: Session): void {
  const { options, fresh, claim, running } = session;
  if (claim === null || running !== null || session.failure !== null) return;
  const since = options.clock.now().getTime() - session.publishedAt;
  const due = fresh >= options.checkpoint || (fresh > 0 && since >= CHECKPOINT_MS) || since >= RENEWAL_MS;
  if (!due) return;
  const publishing = async (): Promise<void> => {
    session.claim = { ...claim, seen_at: options.clock.now().toISOString() };
    session.failure ??= await publish(session, fresh > 0 ? 'checkpoint' : 'renewal');
    session.running = null;
  };
  session.running = publishing();
}

async function sharePictures(session: Session): Promise<void> {
  await session.running;
  const { claim, published, options } = session;
  if (claim === null || session.failure !== null) return;
  const told = readUploads(published);
  const known = readUploads(options.readLocal() ?? published);
  if ([...known.keys()].every((sha256) => told.has(sha256))) return;
  session.claim = { ...claim, seen_at: options.clock.now().toISOString() };
  const publishing = async (): Promise<void> => {
    session.failure ??= await publish(session, 'renewal');
    session.running = null;
  };
  session.running = publishing();
  await session.running;
}

async function finish(session: Session): Promise<Finished> {
  const claimed = session.claim !== null;
  session.claim = null;
  // Where the branch refused even the claim, it would refuse the rest too; the reason is told already.
  if (session.refused === 'yes' && !claimed) return { published: null, fault: null, unrecorded: 0 };
  // A claim that landed unheard would keep others out: what stands there must be known first.
  if (session.knowledge === 'doubtful') {
    const read = await readTip(session);
    if (!claimed && !('code' in read)) forgetClaim(session);
  }
  const fault = await publish(session, 'end');
  const { published: state, tip } = session;
  if (fault === null) return { published: { state, tip }, fault, unrecorded: 0 };
  return { published: null, fault, unrecorded: listChanged(state, compose(session, 'end').state).length };
}

function describeClaim({ holder, started_at, seen_at }: Claim): Fault {
  return { code: 'CLAIMED', params: { holder, since: started_at, seen: seen_at } };
}
