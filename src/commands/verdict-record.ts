/** Puts the end of a review on the records that wait for it: by a trusted word, or by what the live store shows. */
import type { Looks } from '../apply/look.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import {
  asRunDiagnostic,
  type Diagnostic,
  NOWHERE,
  type StoreRecord,
  type Verdict,
  warning,
} from '../model.ts';
import { countAccountStores } from '../plan/plan.ts';
import type { EventReport, EventResult, EventStore } from '../report/event.ts';
import { applyVerdict, endReview, rejectReview } from '../reviews.ts';
import type { PushReading } from '../wechat/push.ts';
import { lacksCredentials } from './connect.ts';
import type { Context } from './context.ts';
import { openLive } from './live.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_RATE } from './options.ts';
import type { PublishChoice } from './publishing.ts';
import type { Folded, Recording } from './recording.ts';
import { type Records, waitsForPeople } from './review-list.ts';
import { nameStore, placeOf } from './review-round.ts';
import type { Workspace } from './workspace.ts';

/** What one event is settled with. */
export interface Settling {
  readonly context: Context;
  readonly workspace: Workspace;
  readonly recording: Recording;
  readonly reading: Extract<PushReading, { kind: 'verdict' }>;
  readonly publish: PublishChoice['publish'];
}

/** What became of it. `overtaken`: the branch holds another run's news in its place, so that it is to be told again. */
export interface Settled extends Pick<EventReport, 'result' | 'stores' | 'diagnostics'> {
  readonly overtaken?: true;
}

/** A store and its record: the one that has the event's audit id, or that record as it is to be. */
export interface Match {
  readonly poiId: string;
  readonly record: StoreRecord;
}

/** Records a trusted verdict; then, where credentials are there, what the live store shows beside it. */
export async function recordVerdict(settling: Settling, matches: readonly Match[]): Promise<Settled> {
  const { recording, reading } = settling;
  const news = listNews(matches, (record) => applyVerdict(record, reading.verdict));
  if (news.length === 0) {
    const superseded = matches.every(({ record }) => record.review === 'none');
    const folded = await recording.fold();
    return describeEnd(settling, matches, [], superseded ? 'superseded' : 'known', folded);
  }
  const recorder = await recording.start();
  // The verdict is on disk before anything else can go wrong.
  for (const { poiId, record } of news) await recorder.record(poiId, record);
  const waiting = matches.filter(({ record }) => record.review === 'pending');
  // Without credentials, or without an answer, a later status looks.
  const { looks } = await lookAt(settling, waiting);
  const seen = waiting.flatMap(({ poiId, record }) => {
    const now = observeEnd(record, reading.verdict, looks.get(poiId));
    return now === null ? [] : [{ poiId, record: now }];
  });
  for (const { poiId, record } of seen) await recorder.record(poiId, record);
  const end = describeEnd(settling, matches, [...news, ...seen], 'recorded', await recording.fold());
  return isOvertaken(settling, news) ? { ...end, overtaken: true } : end;
}

/** A plain event only asks for a look: what the live store shows is recorded, and nothing of what the event says. */
export async function recordReadBack(settling: Settling, matches: readonly Match[]): Promise<Settled> {
  const { recording } = settling;
  const waiting = matches.filter(({ record }) => record.review === 'pending');
  if (waiting.length === 0) return describeEnd(settling, matches, [], 'known', await recording.fold());
  const { looks, diagnostics } = await lookAt(settling, waiting);
  const read = waiting.filter(({ poiId }) => looks.get(poiId)?.ok === true);
  const news = listNews(read, (record, poiId) => {
    const look = looks.get(poiId);
    return look?.ok === true ? endReview(record, look.value) : record;
  });
  if (news.length > 0) {
    const recorder = await recording.start();
    for (const { poiId, record } of news) await recorder.record(poiId, record);
  }
  const result = news.length > 0 ? 'recorded' : read.length < waiting.length ? 'unread' : 'unconfirmed';
  const end = describeEnd(settling, matches, news, result, await recording.fold());
  return { ...end, diagnostics: [...diagnostics, ...end.diagnostics] };
}

/** The matches with their new record, as far as it is another one. */
function listNews(
  matches: readonly Match[],
  change: (record: StoreRecord, poiId: string) => StoreRecord,
): readonly Match[] {
  return matches.flatMap(({ poiId, record }) => {
    const now = change(record, poiId);
    return canonicalJson(now) === canonicalJson(record) ? [] : [{ poiId, record: now }];
  });
}

/** The ended record with what the platform shows, once it shows that end too. */
function observeEnd(
  record: StoreRecord,
  { review, reason }: Verdict,
  look: ReturnType<Looks['get']>,
): StoreRecord | null {
  const ended = look?.ok === true ? endReview(record, look.value) : record;
  if (look?.ok !== true || ended.review !== review) return null;
  return review === 'rejected' ? rejectReview(record, look.value, reason) : ended;
}

interface Seen {
  readonly looks: Looks;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads stores as the platform shows them, in its own addresses: these go on record as observed. */
async function lookAt({ context, workspace }: Settling, matches: readonly Match[]): Promise<Seen> {
  if (matches.length === 0) return { looks: new Map(), diagnostics: [] };
  const pace = { concurrency: DEFAULT_CONCURRENCY, rate: DEFAULT_RATE };
  const live = openLive(context, workspace, pace, new Map());
  if (live.value === null)
    return { looks: new Map(), diagnostics: describeUnopened(live.diagnostics, matches, workspace) };
  try {
    const records: Records = workspace.state?.state.stores ?? new Map();
    const accountStores = countAccountStores({ stores: workspace.reading.stores, records });
    const ids = matches.map(({ poiId }) => poiId);
    const { looks } = await live.value.readSome(ids, accountStores);
    return { looks, diagnostics: matches.flatMap((match) => describeUnread(match, looks, workspace)) };
  } finally {
    await live.value.close();
  }
}

function describeUnopened(
  diagnostics: readonly Diagnostic[],
  matches: readonly Match[],
  workspace: Workspace,
): readonly Diagnostic[] {
  const store = matches.map(({ poiId }) => nameStore(poiId, workspace)).join(', ');
  const others = diagnostics.filter((each) => !lacksCredentials(each));
  return [
    warning('PUSH_UNPROVEN', NOWHERE, { store }),
    ...others.map((each) => asRunDiagnostic('warning', each)),
  ];
}

function describeUnread({ poiId }: Match, looks: Looks, workspace: Workspace): readonly Diagnostic[] {
  const look = looks.get(poiId);
  if (look?.ok === true) return [];
  const cause = look?.error.fault;
  const stores = [nameStore(poiId, workspace)];
  return [
    ...(cause === undefined ? [] : [asRunDiagnostic('warning', cause)]),
    warning('REVIEWS_UNREAD', NOWHERE, { stores, cause: cause?.code ?? 'STOPPED' }),
  ];
}

/**
 * What a run tells of a store gives way where another run told something of it meanwhile. As long as that very review
 * is pending there, the verdict is still news.
 */
function isOvertaken({ recording, reading }: Settling, news: readonly Match[]): boolean {
  return news.some(({ poiId }) => {
    const record = recording.records()?.get(poiId);
    return record?.audit_id === reading.verdict.audit_id && record.review === 'pending';
  });
}

/** How the records are now. */
function describeEnd(
  { context, workspace, recording, publish }: Settling,
  matches: readonly Match[],
  news: readonly Match[],
  result: EventResult,
  folded: Folded,
): Settled {
  const known: Records = workspace.state?.state.stores ?? new Map();
  const told = news.map(({ poiId, record }) => [poiId, record] as const);
  const records: Records = recording.records() ?? new Map([...known, ...told]);
  if (news.length > 0) tellWhere(context, workspace, publish, folded);
  const changed = [...new Set(news.map(({ poiId }) => poiId))];
  const rejections = changed.flatMap((poiId) => describeRejection(poiId, workspace, records));
  return {
    result,
    stores: describeMatches(matches, workspace, records),
    diagnostics: [...rejections, ...folded.diagnostics],
  };
}

/** Says where the result stands now. */
export function tellWhere(
  { hint, messages }: Context,
  { account }: Workspace,
  publish: PublishChoice['publish'],
  { branch }: Pick<Folded, 'branch'>,
): void {
  hint(messages.apply.stateWritten(account.state, branch, publish));
}

function describeRejection(poiId: string, workspace: Workspace, records: Records): readonly Diagnostic[] {
  const record = records.get(poiId);
  if (record?.review !== 'rejected') return [];
  const place = placeOf(poiId, workspace);
  const store = nameStore(poiId, workspace);
  const next = waitsForPeople(poiId, record, workspace) ? 'choose' : 'apply';
  const reason = record.reason ?? null;
  return [warning('REVIEW_REJECTED', place, { store, file: place.file, reason, next })];
}

/** The stores of an audit id, with their records as they are now. */
export function describeMatches(
  matches: readonly Match[],
  { account, reading }: Workspace,
  records: Records,
): readonly EventStore[] {
  return matches.map(({ poiId, record }) => {
    const store = reading.stores.find(({ poi_id }) => poi_id === poiId);
    const { review, reason = null } = records.get(poiId) ?? record;
    const { name = null, file = null } = store ?? {};
    return { account: account.name, poi_id: poiId, name, file, review, reason };
  });
}
