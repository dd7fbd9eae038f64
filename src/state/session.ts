/** One run's way to the branch: what it knows of the tip, and the commit that is tried until it stands or cannot. */

import type { CommitEnd, CommitKind, StateBranch, Tip } from '../model/branch.ts';
import type { Clock } from '../model/run.ts';
import type { Fault, State, StoreRecord } from '../model.ts';
import { readUploads } from '../pictures.ts';
import { type Claim, type ClaimHolder, findOtherClaim, readClaim, withClaim } from './claim.ts';
import {
  type Composed,
  composeEnd,
  composeUnderWay,
  keepMarks,
  listChanged,
  type News,
  type OpenStore,
} from './compose.ts';
import { EMPTY_STATE } from './file.ts';
import { formatState } from './format.ts';
import { withJoined } from './joined.ts';
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
  /** The message of a commit: the records that change, and how many uploads are new. */
  readonly describe: (
    kind: CommitKind,
    changed: ReadonlyMap<string, StoreRecord | null>,
    uploads: number,
  ) => string;
}

export interface Session {
  readonly options: PublishOptions;
  tip: Tip;
  /** What the tip's text says. */
  published: State;
  /** Stores that this run has news of. */
  readonly touched: Map<string, News>;
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
    touched: new Map(),
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
  session.published = withJoined(read.value, null);
  session.knowledge = 'sure';
  return session.published;
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
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const objection = await check();
    if (objection !== null) return objection;
    const ours = compose(session, kind);
    const text = formatState(ours.state);
    const note = (tip: Tip): null => noteDone(session, tip, ours);
    if (!hasNews(session, text)) return note(session.tip);
    const end = await branch.commit(session.tip, text, describe(session, kind, ours.state));
    if (end.kind === 'done') return note({ commit: end.commit, text });
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
    if (session.tip.text === text) return note(session.tip);
    // A claim that is still to be made looks for others itself. One that was made must still stand: who took it over
    // may have ended by now.
    const standing = readClaim(read);
    if (kind !== 'claim' && session.claim !== null && standing?.id !== options.self.id) {
      return { code: 'CLAIM_LOST', params: { holder: standing?.holder ?? '' } };
    }
  }
  return last ?? { code: 'BRANCH_MOVES', params: { branch: branch.name, tries: MAX_TRIES } };
}

function faultOf(end: CommitEnd): Fault | null {
  return 'fault' in end ? end.fault : null;
}

/** What this run had to say before the merge: only that may be taken for its last word the next time. */
function noteDone(session: Session, tip: Tip, { state, own }: Composed): null {
  session.tip = tip;
  session.published = state;
  for (const [poiId, news] of session.touched) {
    news.base = own.has(poiId) ? own.get(poiId) : state.stores.get(poiId);
  }
  session.publishedAt = session.options.clock.now().getTime();
  return null;
}

/** Under the own claim, or with another run's live one and its marks left in place; one that lapsed goes. */
function respectClaim({ claim, options, published }: Session, ours: Composed): Composed {
  const other = claim === null ? findOtherClaim(published, options.self, options.clock.now()) : null;
  const { state, own } = other === null ? ours : keepMarks(ours, published);
  return { state: withClaim(state, claim ?? other), own };
}

/** A branch without the file stays so while there is nothing to say. */
function hasNews({ tip, claim }: Session, text: string): boolean {
  if (tip.text === null) return claim !== null || text !== formatState(EMPTY_STATE);
  return tip.text !== text;
}

/** What the branch is to say next, by all that this run knows now. */
export function compose(session: Session, kind: CommitKind): Composed {
  const { published, touched, open, options } = session;
  const parts = { published, local: options.readLocal(), touched, open };
  return respectClaim(session, kind === 'end' ? composeEnd(parts) : composeUnderWay(parts));
}

function describe({ options, published }: Session, kind: CommitKind, ours: State): string {
  const changed = listChanged(published, ours).map(
    (poiId) => [poiId, ours.stores.get(poiId) ?? null] as const,
  );
  const known = readUploads(published);
  const uploads = [...readUploads(ours).keys()].filter((sha256) => !known.has(sha256)).length;
  return options.describe(kind, new Map(changed), uploads);
}

async function waitBeforeTry(
  { clock, retryBaseMs, random, signal }: PublishOptions,
  tries: number,
): Promise<void> {
  await clock.sleep(Math.min(retryBaseMs * 2 ** (tries - 1), 8 * retryBaseMs) * (0.5 + random()), signal);
}
