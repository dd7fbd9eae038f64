/** One run's way to the branch: what it knows of the tip, and the commit that is tried until it stands or cannot. */
import type { Clock, CommitEnd, CommitKind, Fault, State, StateBranch, StoreRecord, Tip } from '../model.ts';
import { type Claim, type ClaimHolder, findOtherClaim, withClaim } from './claim.ts';
import { composeEnd, composeUnderWay, listChanged, type OpenStore } from './compose.ts';
import { EMPTY_STATE } from './file.ts';
import { formatState } from './format.ts';
import { mergeStates } from './merge.ts';
import { parseState } from './parse.ts';

const MAX_TRIES = 5;

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

export interface Session {
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

/** A session before the branch was ever read. */
export function openSession(options: PublishOptions): Session {
  return {
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
}

/** Reads the branch's tip into the session. */
export async function readTip(session: Session): Promise<State | Fault> {
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

/** Commits what this run has to tell; null when the branch holds it. A surprise must not hide what was sent. */
export async function publish(
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

export function compose(session: Session, kind: CommitKind): State {
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
