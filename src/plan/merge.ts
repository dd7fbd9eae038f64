/** Plans of several accounts → one plan over all. Pure. */
import { canonicalJson, compareStores, compareText } from '../base/canonical-json.ts';
import type { Forecast, Plan, PlanSummary } from '../model/plan.ts';
import { type Diagnostic, fault, NOWHERE, notice } from '../model.ts';
import { digestPlan, emptyPlan } from './plan.ts';

/** Files that are named, of many. */
const MOST_FILES = 3;

/**
 * Accounts that an apply works on at once. Each keeps its own pace; the more there are, the fewer commits take what they have
 * to tell.
 */
export const ACCOUNTS_AT_ONCE = 32;

/** What one account brings to something over several. */
export interface Part<T> {
  readonly account: string;
  readonly part: T;
}

/**
 * One plan over all, sorted by account and store. The parts are plans of one day under one selection. An expression that
 * takes no store in some accounts is told only where it takes none in any.
 */
export function mergePlans(parts: readonly [Part<Plan>, ...Part<Plan>[]]): Plan {
  const plans = parts.map(({ part }) => part);
  const [{ part: first }] = parts;
  const changes = plans.flatMap((plan) => plan.changes).sort(compareStores);
  return {
    as_of: first.as_of,
    digest: digestPlan(changes),
    summary: addSummaries(plans.map(({ summary }) => summary)),
    changes,
    scheduled: plans
      .flatMap((plan) => plan.scheduled)
      .sort((left, right) => compareText(left.date, right.date) || compareText(left.account, right.account)),
    forecast: addForecasts(plans.map(({ forecast }) => forecast)),
    diagnostics: mergeDiagnostics(parts.map(({ account, part }) => ({ account, part: part.diagnostics }))),
    selection: first.selection,
    accounts: parts.map(({ account, part }) => ({ account, summary: part.summary })),
  };
}

/** The plan as it is, or with errors among its findings one of nothing that carries them: what people approve is whole. */
export function withoutFaultyPlan(plan: Plan): Plan {
  if (plan.diagnostics.every(({ severity }) => severity !== 'error')) return plan;
  const { as_of: asOf, selection, forecast, accounts, diagnostics } = plan;
  const empty = emptyPlan({ asOf, selection, rate: forecast.rate }, diagnostics);
  return accounts === undefined ? empty : { ...empty, accounts };
}

/**
 * The findings of several accounts: what some of them found alike is told once, and what is about no file says whose it
 * is. What a selection left out in some accounts is its purpose, not a finding.
 */
export function mergeDiagnostics(parts: readonly Part<readonly Diagnostic[]>[]): readonly Diagnostic[] {
  const finders = new Map<string, { readonly found: Diagnostic; readonly accounts: Set<string> }>();
  for (const { account, part } of parts) {
    for (const found of part) {
      const key = keyOf(found);
      const known = finders.get(key);
      if (known === undefined) finders.set(key, { found, accounts: new Set([account]) });
      else known.accounts.add(account);
    }
  }
  const merged = [...finders.values()].flatMap(({ found, accounts }): readonly Diagnostic[] => {
    if (found.code === 'SELECTION_UNMATCHED' || found.code === 'SELECTION_EMPTY')
      return accounts.size === parts.length ? [found] : [];
    return found.file !== null || parts.length === 1 ? [found] : [{ ...found, accounts: [...accounts] }];
  });
  return joinMissing(joinFirstRuns(merged));
}

/** Of the same expression each account may have its own guess at what was meant. */
function keyOf(found: Diagnostic): string {
  if (found.code === 'SELECTION_UNMATCHED') return `${found.code} ${found.params.expression}`;
  return found.code === 'SELECTION_EMPTY' ? found.code : canonicalJson(found);
}

/** That nothing is on record yet is told once for all accounts that are new. */
function joinFirstRuns(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const news = found.flatMap((each) => (each.code === 'ADOPTS_WITHOUT_STATE' ? [each.params] : []));
  if (news.length < 2) return found;
  const stores = news.reduce((sum, params) => sum + params.stores, 0);
  const files = news.map(({ state }) => state);
  const state = `${files.slice(0, MOST_FILES).join(', ')}${files.length > MOST_FILES ? ', …' : ''}`;
  return [
    ...found.filter(({ code }) => code !== 'ADOPTS_WITHOUT_STATE'),
    notice('ADOPTS_WITHOUT_STATE', NOWHERE, { stores, state }),
  ];
}

/** Secrets that are not set are told once, with the accounts that miss them. */
function joinMissing(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const isOwn = (each: Diagnostic): each is Extract<Diagnostic, { code: 'NO_CREDENTIALS' }> =>
    each.code === 'NO_CREDENTIALS' && each.params.way === 'own';
  const own = found.filter(isOwn);
  if (own.length < 2) return found;
  const missing = [...new Set(own.flatMap(({ params }) => params.missing))];
  const joined = fault('NO_CREDENTIALS', NOWHERE, { missing, way: 'own' });
  const accounts = own.flatMap((each) => each.accounts ?? []);
  return [...found.filter((each) => !isOwn(each)), { ...joined, accounts }];
}

function addSummaries(summaries: readonly PlanSummary[]): PlanSummary {
  const sum = { stores: 0, adopt: 0, update: 0, hold: 0, verify: 0, release: 0, unchanged: 0 };
  const keys = ['stores', 'adopt', 'update', 'hold', 'verify', 'release', 'unchanged'] as const;
  for (const summary of summaries) for (const key of keys) sum[key] += summary[key];
  return sum;
}

/** Calls add up; the time is that of the longest account, or of all of them in turns. */
function addForecasts(forecasts: readonly Forecast[]): Forecast {
  const add = (read: (forecast: Forecast) => number): number =>
    forecasts.reduce((sum, forecast) => sum + read(forecast), 0);
  const uploads = add((forecast) => forecast.uploads ?? 0);
  return {
    updates: add(({ updates }) => updates),
    calls: add(({ calls }) => calls),
    ...(uploads === 0 ? {} : { uploads }),
    reviews: add(({ reviews }) => reviews),
    minutes: Math.max(
      ...forecasts.map(({ minutes }) => minutes),
      Math.ceil((add(({ minutes }) => minutes) / ACCOUNTS_AT_ONCE) * 10) / 10,
    ),
    rate: forecasts[0]?.rate ?? 0,
  };
}
