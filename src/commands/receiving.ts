/** A push event without its printing: opened, and where it tells how a review ended, matched and recorded. */
import { asRunDiagnostic, type Diagnostic, fault, NOWHERE, type Verdict } from '../model.ts';
import type { EventReport } from '../report/event.ts';
import { readPushSecrets } from '../settings/environment.ts';
import { readVerdicts } from '../state/verdicts.ts';
import { DEFAULT_MAX_AGE_MS, openPush, type PushReading } from '../wechat/push.ts';
import { areSeveral, eachAccount, narrowTo, type Opened, openAccounts, takeSome } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { inJoinedWorkspace, type OpenShared } from './joined.ts';
import type { PublishChoice } from './publishing.ts';
import type { Records } from './review-list.ts';
import {
  describeMatches,
  type Match,
  recordReadBack,
  recordVerdict,
  type Settled,
  type Settling,
  tellWhere,
} from './verdict-record.ts';
import { openWorkspace } from './workspace.ts';

export interface EventOptions {
  readonly choice: PublishChoice;
  /** How far arrival and signed time may be apart; null takes the default. */
  readonly maxAgeMs: number | null;
}

/** Opens an envelope, and records what it tells. Nothing is printed but progress and hints. */
export async function receiveEvent(
  context: Context,
  text: string,
  options: EventOptions,
  openShared: OpenShared,
): Promise<EventReport> {
  const keys = readPushSecrets(context.environment);
  if (keys.value === null) return refuseEvent(keys.diagnostics);
  const accounts = openAccounts(context);
  const appids = (accounts.opened ?? []).flatMap(({ account }) => account.appid ?? []);
  const ours = { ...keys.value, appids: [...new Set([...keys.value.appids, ...appids])] };
  const reading = await openPush(text, ours, options.maxAgeMs ?? DEFAULT_MAX_AGE_MS);
  if ('code' in reading) return refuseEvent([asRunDiagnostic('error', reading)]);
  if (areSeveral(accounts))
    return await receiveForOne(context, accounts.opened, reading, options, openShared);
  return await receiveRead(context, reading, options, openShared);
}

async function receiveRead(
  context: Context,
  reading: PushReading,
  options: EventOptions,
  openShared: OpenShared,
): Promise<EventReport> {
  const told = describeReading(reading);
  if (reading.kind !== 'verdict')
    return { ...told, result: reading.kind, stores: findStores(context, told), diagnostics: [] };
  return { ...told, ...(await settleJoined(context, reading, options, openShared)) };
}

/** Of several accounts the one that the event is about; without it nothing is recorded anywhere. */
async function receiveForOne(
  context: Context,
  opened: readonly [Opened, ...Opened[]],
  reading: PushReading,
  options: EventOptions,
  openShared: OpenShared,
): Promise<EventReport> {
  const told = describeReading(reading);
  // Who names one account has said whose it is.
  const owners = opened.length === 1 ? opened : await findOwners(context, opened, reading);
  const [owner, second] = owners;
  if (owner !== undefined && second === undefined) {
    const report = await receiveRead(narrowTo(context, owner), reading, options, openShared);
    return { ...report, account: owner.account.name };
  }
  // An event that changes nothing, or of which nobody vouches, needs no owner where no record waits for it.
  if (reading.kind !== 'verdict') return { ...told, result: reading.kind, stores: [], diagnostics: [] };
  if (reading.trust === 'plain' && owner === undefined)
    return { ...told, result: 'unmatched', stores: [], diagnostics: [] };
  const { taken, more } = takeSome(owners.map(({ account }) => account.name));
  const whose = { audit_id: reading.verdict.audit_id, accounts: taken, more };
  return { ...told, ...refuse([fault('PUSH_WHOSE', NOWHERE, whose)]) };
}

/** By the appid that it was sealed for; else those whose records have its audit id. */
async function findOwners(
  context: Context,
  opened: readonly [Opened, ...Opened[]],
  reading: PushReading,
): Promise<readonly Opened[]> {
  const appid = 'appid' in reading ? reading.appid : null;
  const sealed = opened.filter(({ account }) => appid !== null && account.appid === appid);
  if (sealed.length > 0) return sealed;
  const auditId = auditIdOf(reading);
  if (auditId === null) return [];
  const parts = await eachAccount(context, opened, (each) => {
    const records = openWorkspace(each).workspace?.state?.state.stores ?? new Map();
    return findMatches(records, auditId).length > 0;
  });
  return opened.filter((_account, index) => parts[index]?.part === true);
}

/** Tries to tell a verdict where another run tells something of the same store at the same time. */
const MAX_TRIES = 3;

/** Each try joins the branch anew, and so begins with what the other run told. */
async function settleJoined(
  context: Context,
  reading: Settling['reading'],
  { choice }: EventOptions,
  openShared: OpenShared,
): Promise<Settled> {
  for (let tries = 1; ; tries += 1) {
    const ended = await inJoinedWorkspace(context, choice, openShared, (workspace, recording) =>
      settle({ context, workspace, recording, reading, publish: choice.publish }),
    );
    if (!('done' in ended)) return refuse(ended.refused);
    const { overtaken, ...settled } = ended.done;
    if (overtaken === undefined) return settled;
    if (tries < MAX_TRIES) continue;
    const moves = fault('BRANCH_MOVES', NOWHERE, { branch: null, tries });
    return { ...settled, diagnostics: [...settled.diagnostics, moves] };
  }
}

/** An envelope of which nothing is believed. */
export function refuseEvent(diagnostics: readonly Diagnostic[]): EventReport {
  return { event: null, trust: null, audit_id: null, ...refuse(diagnostics) };
}

/** 0 also for an event that is not for us; 1 for one that is refused, or could not be recorded for all. */
export function judgeEvent({ diagnostics }: EventReport): ExitCode {
  return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}

type Told = Pick<EventReport, 'event' | 'trust' | 'audit_id'>;

function describeReading(reading: PushReading): Told {
  if (reading.kind === 'url_check') return { event: null, trust: null, audit_id: null };
  const { event, trust } = reading;
  return { event, trust, audit_id: auditIdOf(reading) };
}

function auditIdOf(reading: PushReading): string | null {
  if (reading.kind === 'verdict') return reading.verdict.audit_id;
  return 'audit_id' in reading ? reading.audit_id : null;
}

function refuse(diagnostics: readonly Diagnostic[]): Settled {
  return { result: 'refused', stores: [], diagnostics };
}

/** The stores of an audit id, for an event that changes nothing. */
function findStores(context: Context, { audit_id: auditId }: Told): EventReport['stores'] {
  if (auditId === null) return [];
  const { workspace } = openWorkspace(context);
  const records = workspace?.state?.state.stores;
  if (workspace === null || records === undefined) return [];
  return describeMatches(findMatches(records, auditId), workspace, records);
}

function findMatches(records: Records, auditId: string): readonly Match[] {
  return [...records].flatMap(([poiId, record]) => (record.audit_id === auditId ? [{ poiId, record }] : []));
}

async function settle(settling: Settling): Promise<Settled> {
  const { workspace, reading } = settling;
  // A store file with a fault changes nothing about a review; "validate" and "plan" tell of it.
  if (workspace.state === null)
    return refuse(workspace.diagnostics.filter((each) => !workspace.reading.diagnostics.includes(each)));
  const { state, presence } = workspace.state;
  const { stores, state: file } = workspace.account;
  if (presence === 'missing' && workspace.reading.files === 0)
    return refuse([fault('PUSH_NO_STORES', NOWHERE, { stores, state: file })]);
  const matches = findMatches(state.stores, reading.verdict.audit_id);
  if (matches.length > 0)
    return await (reading.trust === 'plain' ? recordReadBack : recordVerdict)(settling, matches);
  // Nobody vouches for it, and there is no store to look at.
  if (reading.trust === 'plain') return { result: 'unmatched', stores: [], diagnostics: [] };
  return await keepVerdict(settling, readVerdicts(state).get(reading.verdict.audit_id));
}

/** No record has this audit id: the apply that learned it has not told yet, or somebody works in the console. */
async function keepVerdict(settling: Settling, kept: Verdict | undefined): Promise<Settled> {
  const { context, workspace, recording, reading, publish } = settling;
  const { review, reason } = reading.verdict;
  const isNews = kept?.review !== review || kept.reason !== reason;
  if (isNews) recording.keepVerdict(reading.verdict);
  const folded = await recording.fold();
  if (isNews) tellWhere(context, workspace, publish, folded);
  return { result: 'kept', stores: [], diagnostics: folded.diagnostics };
}
