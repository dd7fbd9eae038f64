/** Reads what plan and apply start from: settings, stores and state of one account. */
import { resolve } from 'node:path';
import { findBrakes } from '../apply/brakes.ts';
import { dayIn } from '../base/clock.ts';
import { hasAnythingToSend } from '../fields.ts';
import type { Plan } from '../model/plan.ts';
import { isSettledAs } from '../model/records.ts';
import {
  type Account,
  asRunDiagnostic,
  type Diagnostic,
  NOWHERE,
  notice,
  type Read,
  type Settings,
  warning,
} from '../model.ts';
import { readKnownPictures } from '../pictures.ts';
import { countAccountStores, emptyPlan, planAccount } from '../plan/plan.ts';
import { type LoadedState, loadState } from '../state/load.ts';
import type { IsSettled } from '../stores/assemble.ts';
import type { PointerRule } from '../stores/pictures.ts';
import { readStores, type StoreReading } from '../stores/read.ts';
import { makeSelector } from '../stores/select.ts';
import { type CheckedSettings, openAccount } from './accounts.ts';
import type { Context } from './context.ts';
import { remarkSelection } from './selection.ts';
import { remarkUploads } from './upload-remarks.ts';

export interface Workspace {
  readonly settings: Settings;
  readonly account: Account;
  readonly reading: StoreReading;
  /** Null where the state file cannot be used; `diagnostics` says why. */
  readonly state: LoadedState | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which stores are wanted: all, or those alone of which a plan may have something to say. */
export type Which = 'all' | 'unsettled';

/**
 * Reads stores and state of an account, and collects all faults. A state from elsewhere takes the file's place; see
 * `readStores` for `pointers`. `unsettled`: stores whose record holds what their file says are left out of `reading.stores`.
 */
export function readWorkspace(
  context: Pick<Context, 'root'>,
  settings: CheckedSettings,
  account: Account,
  elsewhere: Read<LoadedState> | null = null,
  pointers: PointerRule = 'refuse',
  which: Which = 'all',
): Workspace {
  let loaded = elsewhere;
  const load = (): Read<LoadedState> => {
    loaded ??= loadState(statePath(context, account), account.state);
    return loaded;
  };
  const read = readStores(context.root, account, pointers, new Map(), () => findSettled(load(), which));
  const state = load();
  const isNew = settings.value.accounts.length > 1 && state.value?.state.stores.size === 0;
  const reading = isNew ? forgiveFolder(read, account) : read;
  const diagnostics = [...settings.diagnostics, ...reading.diagnostics, ...state.diagnostics];
  return { settings: settings.value, account, reading, state: state.value, diagnostics };
}

/** What a state tells of stores without reading their records. */
function findSettled({ value }: Read<LoadedState>, which: Which): IsSettled | null {
  const records = value?.state.stores ?? null;
  return records === null || which === 'all' ? null : (poiId, values) => isSettledAs(records, poiId, values);
}

/**
 * An account of several that has neither files nor records is one that is about to begin, or whose last store closed (git
 * keeps no empty folder). It must not hold up the others. Beside records a missing folder stays an error.
 */
export function forgiveFolder(reading: StoreReading, { name: account, stores }: Account): StoreReading {
  const diagnostics = reading.diagnostics.map((each) =>
    each.code === 'STORES_FOLDER_MISSING' && each.params.reason === 'missing'
      ? warning('ACCOUNT_WITHOUT_STORES', { ...NOWHERE, file: stores }, { account, stores })
      : each,
  );
  return { ...reading, diagnostics };
}

/** Settings, stores and state in one go; null where not even an account is known. */
export function openWorkspace(
  context: Context,
  which: Which = 'all',
): {
  readonly workspace: Workspace | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return { workspace: null, diagnostics };
  const workspace = readWorkspace(context, opened.settings, opened.account, null, 'refuse', which);
  return { workspace, diagnostics: workspace.diagnostics };
}

/** The day in the settings' time zone. */
export function findToday(
  { clock }: Pick<Context, 'clock'>,
  { settings }: Pick<Workspace, 'settings'>,
): string {
  return dayIn(settings.timezone, clock.now());
}

/** Absolute path of an account's state file. */
export function statePath(context: Pick<Context, 'root'>, account: Account): string {
  return resolve(context.root, account.state);
}

export interface PlanOptions {
  /** The day, `YYYY-MM-DD`; null is today in the settings' time zone. */
  readonly asOf: string | null;
  readonly retryRefused: 'yes' | 'no';
  readonly rate: number;
}

/** The expressions that narrow a command, as they were given. */
export function describeSelection({
  select,
  exclude,
}: Pick<Context, 'select' | 'exclude'>): readonly string[] {
  return [...select.map((each) => `--select ${each}`), ...exclude.map((each) => `--exclude ${each}`)];
}

type PlanContext = Pick<Context, 'select' | 'exclude' | 'clock'>;

/** The plan of a workspace with all its findings. With errors among them it lists no change. */
export function planWorkspace(context: PlanContext, workspace: Workspace, options: PlanOptions): Plan {
  const plan = planWhatIsRight(context, workspace, options);
  const failedEarlier = workspace.diagnostics.some(({ severity }) => severity === 'error');
  // Beside errors a notice about the plan that is not shown would only confuse.
  const isFolderTold = workspace.diagnostics.some(({ code }) =>
    ['ACCOUNT_WITHOUT_STORES', 'STORES_FOLDER_MISSING'].includes(code),
  );
  const remarks = plan.diagnostics.filter(
    ({ severity, code }) =>
      (!failedEarlier || severity !== 'info') && !(isFolderTold && code === 'NOTHING_TO_PLAN'),
  );
  const diagnostics = [
    ...workspace.diagnostics,
    ...remarks,
    ...explainRejections(plan, workspace),
    ...remarkUploads(plan, workspace),
    ...warnOfBrakes(plan, workspace),
  ];
  const input = { asOf: plan.as_of, selection: plan.selection, rate: options.rate };
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return failed ? emptyPlan(input, diagnostics) : { ...plan, diagnostics };
}

/** The plan of the stores that could be read, whatever the others' faults. Its diagnostics are the planner's own. */
export function planWhatIsRight(context: PlanContext, workspace: Workspace, options: PlanOptions): Plan {
  const { account, settings, reading, state } = workspace;
  const asOf = options.asOf ?? findToday(context, workspace);
  const selection = describeSelection(context);
  if (state === null) return emptyPlan({ asOf, selection, rate: options.rate }, []);
  const records = state.state.stores;
  const plan = planAccount({
    account,
    stores: reading.stores,
    settled: reading.settled,
    invalid: reading.invalid,
    records,
    pictures: readKnownPictures(state.state),
    isSelected: makeSelector(context.select, context.exclude, account.stores),
    selection,
    asOf,
    retryRefused: options.retryRefused,
    rate: options.rate,
    reviewPatienceDays: settings.policy.review_patience_days,
  });
  const scene = { folder: account.stores, reading, records };
  return { ...plan, diagnostics: remarkSelection(context, scene, plan.diagnostics) };
}

/** Why WeChat rejected pictures that the files still ask for, where it told; apply says it in its outcomes. */
function explainRejections({ changes }: Plan, { state }: Workspace): readonly Diagnostic[] {
  return changes.flatMap(({ reason, poi_id, name, file, line }) => {
    const told = state?.state.stores.get(poi_id)?.reason;
    if (reason !== 'rejected' || told === undefined) return [];
    return [notice('REJECTED', { file, line, column: null }, { name: name ?? poi_id, reason: told })];
  });
}

/** Reviewers approve a plan: that its apply would be refused must be said here, not after the approval. */
function warnOfBrakes({ changes }: Plan, { settings, reading, state }: Workspace): readonly Diagnostic[] {
  // What special days bring was reviewed with the files that say so, and happens on its own day.
  const updates = changes.filter(
    ({ action, reason, fields }) =>
      action === 'update' && reason !== 'special_hours' && hasAnythingToSend(fields),
  );
  const releases = changes.filter(({ action }) => action === 'release').length;
  const reviews = updates.filter(({ fields }) => fields.some(({ review }) => review)).length;
  const stores = countAccountStores({ stores: reading.stores, records: state?.state.stores ?? new Map() });
  const { max_changes, max_reviews } = settings.policy;
  return findBrakes({ changes: updates.length + releases, reviews, stores }, max_changes, max_reviews).map(
    (brake) => asRunDiagnostic('warning', brake),
  );
}
