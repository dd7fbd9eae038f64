/** One look at the reviews that are waited for: read live, recorded at once, the lock given back. */
import { isGone } from '../apply/look.ts';
import type { Answer, LiveStore } from '../model/platform.ts';
import type { Recorder } from '../model/run.ts';
import {
  asRunDiagnostic,
  type Diagnostic,
  type Fault,
  NOWHERE,
  type Place,
  type StoreRecord,
  warning,
} from '../model.ts';
import { countAccountStores } from '../plan/plan.ts';
import { readStateFile } from '../state/file.ts';
import { openAccount } from './accounts.ts';
import { lacksCredentials } from './connect.ts';
import type { Context } from './context.ts';
import { inJoinedWorkspace, type OpenShared } from './joined.ts';
import { openLive } from './live.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_RATE } from './options.ts';
import type { PublishChoice } from './publishing.ts';
import type { Folded, Recording } from './recording.ts';
import {
  type Learned,
  listPending,
  listUnseen,
  type Records,
  recordLook,
  selectRecords,
} from './review-list.ts';
import { remarkSelection } from './selection.ts';
import { statePath, type Workspace } from './workspace.ts';

/** What one look brought. */
export interface Round {
  readonly workspace: Workspace;
  /** All records as they are now, and the ones that were selected. */
  readonly all: Records;
  readonly records: Records;
  readonly learned: Learned;
  readonly diagnostics: readonly Diagnostic[];
  /** `none`: no credentials; the records are told as they are. */
  readonly look: 'done' | 'unneeded' | 'none';
  /** The common fault that ended the look early. */
  readonly stopped: Fault | null;
  readonly folded: Pick<Folded, 'lines' | 'branch'>;
}

/** Looks once. Where the account could not be opened, or its files forbid it, why. */
export async function lookAtReviews(
  context: Context,
  choice: PublishChoice,
  openShared: OpenShared,
): Promise<Round | { readonly refused: readonly Diagnostic[] }> {
  // Verdicts of push events settle when a state is read: what was pending before tells which did now.
  const before = readRecordsOnDisk(context);
  const end = await inJoinedWorkspace(context, choice, openShared, async (workspace, recording) => {
    // A store file with a fault changes nothing about a review; "validate" and "plan" tell of it.
    const found = workspace.diagnostics.filter((each) => !workspace.reading.diagnostics.includes(each));
    if (workspace.state === null || found.some(({ severity }) => severity === 'error'))
      return { refused: found };
    const round = await lookAtWorkspace(context, workspace, recording, before);
    const { account, reading } = workspace;
    const scene = { folder: account.stores, reading, records: round.all };
    return { ...round, diagnostics: remarkSelection(context, scene, [...found, ...round.diagnostics]) };
  });
  return 'done' in end ? end.done : end;
}

function readRecordsOnDisk(context: Context): Records {
  const account = openAccount(context).opened?.account;
  if (account === undefined) return new Map();
  return readStateFile(statePath(context, account), account.state).value?.state.stores ?? new Map();
}

async function lookAtWorkspace(
  context: Context,
  workspace: Workspace,
  recording: Recording,
  before: Records,
): Promise<Round> {
  const known = workspace.state?.state.stores ?? new Map<string, StoreRecord>();
  const selected = selectRecords(context, workspace, known);
  const settled = new Map([...selected].filter(([poiId, record]) => endedSince(before.get(poiId), record)));
  const seen = await readPending(context, workspace, selected);
  const news = new Map([...settled, ...seen.news]);
  if (news.size > 0) await recordAll(await recording.start(), news);
  const folded = await recording.fold();
  const all = recording.records() ?? new Map([...known, ...news]);
  // Another run may have sent the store anew meanwhile: then the branch keeps that, and this verdict is old news.
  const ended = [...news.keys()].filter((poiId) => {
    const earlier = settled.has(poiId) ? before.get(poiId) : known.get(poiId);
    const now = all.get(poiId);
    return now !== undefined && endedSince(earlier, now);
  });
  return {
    workspace,
    all,
    records: selectRecords(context, workspace, all),
    learned: {
      ended: new Set(ended),
      seen: seen.seen,
      unread: seen.unread,
      gone: seen.gone,
    },
    diagnostics: [...seen.diagnostics, ...folded.diagnostics],
    look: seen.look,
    stopped: seen.stopped,
    folded,
  };
}

function endedSince(before: StoreRecord | undefined, now: StoreRecord): boolean {
  return before?.review === 'pending' && (now.review === 'approved' || now.review === 'rejected');
}

async function recordAll(recorder: Recorder, news: Records): Promise<void> {
  for (const [poiId, record] of news) await recorder.record(poiId, record);
}

interface Seen extends Pick<Round, 'look' | 'stopped' | 'diagnostics'>, Omit<Learned, 'ended'> {
  readonly news: Records;
}

const NOTHING: Seen = {
  look: 'unneeded',
  stopped: null,
  diagnostics: [],
  unread: new Set(),
  gone: new Set(),
  seen: new Set(),
  news: new Map(),
};

/**
 * Reads the stores whose review is waited for, in few calls, and those whose verdict only an event told: under which
 * addresses the platform shows their pictures decides whether a later look takes them for an edit. Without any of them
 * nobody is called.
 */
async function readPending(context: Context, workspace: Workspace, records: Records): Promise<Seen> {
  const pending = listPending(records);
  const unseen = listUnseen(records);
  const wanted = [...pending, ...unseen];
  if (wanted.length === 0) return NOTHING;
  // As the platform shows them, in its own addresses: these are what goes on record as observed.
  const pace = { concurrency: DEFAULT_CONCURRENCY, rate: DEFAULT_RATE };
  const live = openLive(context, workspace, pace, new Map());
  if (live.value === null)
    return pending.length === 0 ? NOTHING : { ...NOTHING, ...describeUnopened(live.diagnostics, pending) };
  try {
    const all = workspace.state?.state.stores ?? new Map<string, StoreRecord>();
    const accountStores = countAccountStores({ stores: workspace.reading.stores, records: all });
    const { looks, stopped } = await live.value.readSome(wanted, accountStores);
    const news = [...looks].flatMap(([poiId, answer]) => {
      const record = records.get(poiId);
      const now = record === undefined || !answer.ok ? record : recordLook(record, answer.value);
      return now === undefined || now === record ? [] : [[poiId, now] as const];
    });
    const seen = new Set(unseen.filter((poiId) => looks.get(poiId)?.ok === true));
    return { news: new Map(news), seen, look: 'done', stopped, ...describeUnread(pending, looks, workspace) };
  } finally {
    await live.value.close();
  }
}

/** Without credentials the records can still be told; whatever else is wrong must be mended first. */
function describeUnopened(
  diagnostics: readonly Diagnostic[],
  pending: readonly string[],
): Pick<Seen, 'look' | 'unread' | 'diagnostics'> {
  const found = diagnostics.map((each) => (lacksCredentials(each) ? asRunDiagnostic('warning', each) : each));
  return { look: 'none', unread: new Set(pending), diagnostics: found };
}

/** The pending stores that gave no live status: gone ones each by itself, the others by their cause. */
function describeUnread(
  pending: readonly string[],
  looks: ReadonlyMap<string, Answer<LiveStore>>,
  workspace: Workspace,
): Pick<Seen, 'unread' | 'gone' | 'diagnostics'> {
  const gone = new Map<string, number>();
  const causes = new Map<string, string[]>();
  for (const poiId of pending) {
    const answer = looks.get(poiId);
    if (answer?.ok === true) continue;
    const { errcode = null, fault = null } = answer?.error ?? {};
    if (errcode !== null && isGone({ errcode })) gone.set(poiId, errcode);
    else {
      const cause = errcode === null ? (fault?.code ?? 'STOPPED') : String(errcode);
      causes.set(cause, [...(causes.get(cause) ?? []), poiId]);
    }
  }
  const name = (poiId: string): string => nameStore(poiId, workspace);
  return {
    gone: new Set(gone.keys()),
    unread: new Set([...causes.values()].flat()),
    diagnostics: [
      ...[...gone].map(([poiId, errcode]) =>
        warning('REVIEW_STORE_GONE', placeOf(poiId, workspace), { store: name(poiId), errcode }),
      ),
      ...[...causes].map(([cause, ids]) =>
        warning('REVIEWS_UNREAD', NOWHERE, { stores: ids.map(name), cause }),
      ),
    ],
  };
}

/** "NAME (POI_ID)", or the id alone where no file gives a name. */
export function nameStore(poiId: string, { reading }: Workspace): string {
  const name = reading.stores.find(({ poi_id }) => poi_id === poiId)?.name;
  return name === undefined ? poiId : `${name} (${poiId})`;
}

/** The store's file, where there is one. */
export function placeOf(poiId: string, { reading }: Workspace): Place {
  const store = reading.stores.find(({ poi_id }) => poi_id === poiId);
  return { file: store?.file ?? null, line: store?.line ?? null, column: null };
}
