/**
 * Keeps the shared branch's state file in step with what this run records: join it at the start, claim the stores
 * before the first call, checkpoints on the way, the whole at the end. Nothing is forced: where the branch moved,
 * both sides are merged store by store.
 */
import type { Clock, CommitEnd, Fault, State, StateBranch, StoreRecord, StoreValues, Tip } from '../model.ts';
import { type Claim, type ClaimHolder, findOtherClaim, readClaim, withClaim } from './claim.ts';
import { composeEnd, composeUnderWay, listChanged, type OpenStore, sameRecord } from './compose.ts';
import { EMPTY_STATE } from './file.ts';
import { formatState } from './format.ts';
import { mergeStates } from './merge.ts';
import { parseState } from './parse.ts';

const MAX_TRIES = 5;
/** Results wait no longer than this for their checkpoint. */
const CHECKPOINT_MS = 60_000;
/** A claim of a run that has nothing to tell is renewed well before it lapses. */
const RENEWAL_MS = 5 * 60_000;
const TICK_MS = 5_000;

export type CommitKind = 'claim' | 'checkpoint' | 'renewal' | 'end';

export interface PublishOptions {
  readonly branch: StateBranch;
  /** Name of the state file, to show. */
  readonly file: string;
  readonly self: ClaimHolder;
  /** `none`: only this checkout knows the branch, so there is nobody to keep out. */
  readonly claims: 'shared' | 'none';
  /** Results after which a checkpoint is due. */
  readonly checkpoint: number;
  readonly retryBaseMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
  /** The state on disk with the journal folded in; null where it cannot be read. */
  readonly readLocal: () => State | null;
  readonly describe: (kind: CommitKind, changed: ReadonlyMap<string, StoreRecord | null>) => string;
}

export interface Publisher {
  /** The branch's state and the local one, merged; another run's live claim is a fault. */
  join(local: State): Promise<Joined>;
  claim(sending: ReadonlyMap<string, StoreValues>): Promise<Fault | null>;
  /** An intent is in the journal. */
  intended(poiId: string): void;
  /** A record is in the journal. */
  recorded(poiId: string): void;
  /** Why no further result can be kept, or null. */
  failure(): Fault | null;
  /** Publishes all and drops the claim. */
  finish(): Promise<Finished>;
}

/** How a run's results were published. */
export interface Finished {
  /** What the branch holds, and in which commit; null where it does not hold all. */
  readonly published: { readonly state: State; readonly commit: string | null } | null;
  readonly fault: Fault | null;
  /** Stores whose record the branch does not hold. */
  readonly unrecorded: number;
}

export type Joined =
  /** `commit` is the tip where it holds all of the state already. */
  | { readonly state: State; readonly commit: string | null; readonly fault: null }
  | { readonly state: null; readonly fault: Fault };

interface Session {
  readonly options: PublishOptions;
  tip: Tip;
  /** What the tip's text says. */
  published: State;
  /** Stores whose record is this run's to tell. */
  readonly touched: Set<string>;
  /** Claimed stores that have no verdict yet: what is to be sent, the record before the claim, whether it is begun. */
  readonly open: Map<string, OpenStore>;
  claim: Claim | null;
  failure: Fault | null;
  /** Whether the branch said no to a commit of this run. */
  refused: 'yes' | 'no';
  /** `doubtful`: a commit of this run may stand on the tip. */
  knowledge: 'sure' | 'doubtful';
  fresh: number;
  publishedAt: number;
  running: Promise<void> | null;
}

/** A publisher for one run. */
export function openPublisher(options: PublishOptions): Publisher {
  const session: Session = {
    options,
    tip: { commit: null, text: null },
    published: EMPTY_STATE,
    touched: new Set(),
    open: new Map(),
    claim: null,
    failure: null,
    refused: 'no',
    knowledge: 'sure',
    fresh: 0,
    publishedAt: options.clock.now().getTime(),
    running: null,
  };
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
    },
    recorded: (poiId) => {
      session.touched.add(poiId);
      // What the look told is on record before the store is sent; its claim stands until the verdict.
      if (session.open.get(poiId)?.begun) session.open.delete(poiId);
      session.fresh += 1;
      checkpointIfDue(session);
    },
    failure: () => session.failure,
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
  const base = await branch.readBase();
  const read = await readTip(session);
  if ('code' in read) return { state: null, fault: read };
  const other = claims === 'shared' ? findOtherClaim(read, self, clock.now()) : null;
  if (other !== null) return { state: null, fault: describeClaim(other) };
  const ancestor = base === null ? null : parseState(base, file).value;
  // A branch that is still to be made begins with what the checkout knows, and takes nothing of it away.
  const merged = session.tip.commit === null ? local : mergeStates(ancestor, local, read);
  // What only this checkout knows is told with the next commit of any kind.
  for (const poiId of listChanged(read, merged)) session.touched.add(poiId);
  const state = withClaim(merged, readClaim(read));
  const { commit, text } = session.tip;
  return { state, commit: formatState(state) === text ? commit : null, fault: null };
}

/** Reads the branch's tip into the session. */
async function readTip(session: Session): Promise<State | Fault> {
  const tip = await session.options.branch.readTip();
  if ('code' in tip) return tip;
  const read =
    tip.text === null ? { value: EMPTY_STATE, diagnostics: [] } : parseState(tip.text, session.options.file);
  const [damage] = read.diagnostics;
  if (read.value === null)
    return damage ?? { code: 'STATE_DAMAGED', params: { file: session.options.file, kind: 'syntax' } };
  session.tip = tip;
  session.published = read.value;
  session.knowledge = 'sure';
  return read.value;
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
  if (refused !== null) session.claim = null;
  return refused;
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

async function finish(session: Session): Promise<Finished> {
  const claimed = session.claim !== null;
  session.claim = null;
  // Where the branch refused even the claim, it would refuse the rest too; the reason is told already.
  if (session.refused === 'yes' && !claimed) return { published: null, fault: null, unrecorded: 0 };
  // A claim that landed unheard would keep others out: what stands there must be known first.
  if (session.knowledge === 'doubtful') await readTip(session);
  const fault = await publish(session, 'end');
  const { published: state, tip } = session;
  if (fault === null) return { published: { state, commit: tip.commit }, fault, unrecorded: 0 };
  return { published: null, fault, unrecorded: listChanged(state, compose(session, 'end')).length };
}

/** Commits what this run has to tell; null when the branch holds it. A surprise must not hide what was sent. */
async function publish(
  session: Session,
  kind: CommitKind,
  check: () => Promise<Fault | null> = async () => null,
): Promise<Fault | null> {
  try {
    return await tryToPublish(session, kind, check);
  } catch (error) {
    return { code: 'RECORD_FAILED', params: { detail: String(error) } };
  }
}

async function tryToPublish(
  session: Session,
  kind: CommitKind,
  check: () => Promise<Fault | null>,
): Promise<Fault | null> {
  const { options } = session;
  const { branch } = options;
  session.fresh = 0;
  let last: Fault | null = null;
  let base = session.published;
  let ours = compose(session, kind);
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const objection = await check();
    if (objection !== null) return objection;
    const text = formatState(ours);
    if (!hasNews(session, text)) return noteDone(session, session.tip, ours);
    const end = await branch.commit(session.tip, text, describe(session, kind, ours));
    if (end.kind === 'done') return noteDone(session, { commit: end.commit, text }, ours);
    if (end.kind === 'refused') {
      session.refused = 'yes';
      return end.fault;
    }
    last = faultOf(end) ?? last;
    session.knowledge = 'doubtful';
    await waitBeforeTry(options, tries);
    const read = await readTip(session);
    if ('code' in read) {
      last = read;
      continue;
    }
    // The answer was lost and the commit is there.
    if (session.tip.text === text) return noteDone(session, session.tip, ours);
    // A claim that is still to be made looks for others itself, and says so otherwise.
    const holder = kind === 'claim' ? null : findOtherClaim(read, options.self, options.clock.now());
    if (session.claim !== null && holder !== null) {
      return { code: 'CLAIM_LOST', params: { holder: holder.holder } };
    }
    ours = withClaim(mergeStates(base, ours, read), session.claim ?? otherClaim(session, read));
    base = read;
  }
  return last ?? { code: 'BRANCH_MOVES', params: { branch: branch.name, tries: MAX_TRIES } };
}

function faultOf(end: CommitEnd): Fault | null {
  return 'fault' in end ? end.fault : null;
}

function noteDone(session: Session, tip: Tip, state: State): null {
  session.tip = tip;
  session.published = state;
  session.publishedAt = session.options.clock.now().getTime();
  return null;
}

/** Another run's live claim is left in its place by a run that only records; one that lapsed goes. */
function otherClaim({ options }: Session, state: State): Claim | null {
  return findOtherClaim(state, options.self, options.clock.now());
}

/** A branch without the file stays so while there is nothing to say. */
function hasNews({ tip, claim }: Session, text: string): boolean {
  if (tip.text === null) return claim !== null || text !== formatState(EMPTY_STATE);
  return tip.text !== text;
}

function compose(session: Session, kind: CommitKind): State {
  const { published, touched, open, claim, options } = session;
  const parts = { published, local: options.readLocal(), touched, open };
  const state = kind === 'end' ? composeEnd(parts) : composeUnderWay(parts);
  return withClaim(state, claim ?? otherClaim(session, published));
}

function describe({ options, published }: Session, kind: CommitKind, ours: State): string {
  const changed = listChanged(published, ours).map(
    (poiId) => [poiId, ours.stores.get(poiId) ?? null] as const,
  );
  return options.describe(kind, new Map(changed));
}

async function waitBeforeTry(
  { clock, retryBaseMs, random, signal }: PublishOptions,
  tries: number,
): Promise<void> {
  await clock.sleep(Math.min(retryBaseMs * 2 ** (tries - 1), 8 * retryBaseMs) * (0.5 + random()), signal);
}

function describeClaim({ holder, started_at, seen_at }: Claim): Fault {
  return { code: 'CLAIMED', params: { holder, since: started_at, seen: seen_at } };
}
