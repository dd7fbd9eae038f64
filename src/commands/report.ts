/** `mendian report --out FILE`: stores, plan, reviews and special days as one HTML page. Offline. */
import packageJson from '../../package.json' with { type: 'json' };
import { dayIn } from '../base/clock.ts';
import { findPathPrefix } from '../base/path-prefix.ts';
import { readRun } from '../github/run.ts';
import type { Plan } from '../model/plan.ts';
import type { Diagnostic } from '../model.ts';
import { mergePlans, type Part } from '../plan/merge.ts';
import { emptyPlan } from '../plan/plan.ts';
import { countSeverity, diagnosticsText } from '../report/diagnostics.ts';
import { forTerminal } from '../report/escape.ts';
import { PAGE_MARK, reportHtml } from '../report/html/document.ts';
import type { PageStore, ReportPage } from '../report/html/page.ts';
import { makeSelector } from '../stores/select.ts';
import { areSeveral, eachAccount, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE, parseDay } from './options.ts';
import { writeOutput } from './output-file.ts';
import { openWorkspace, planWorkspace, type Workspace } from './workspace.ts';

export interface ReportOptions {
  readonly out: string;
  /** The day or moment to plan for, as written; null is today. */
  readonly at: string | null;
}

/** Writes the page. With errors it shows them, and the command ends with 1. */
export async function report(context: Context, { out, at }: ReportOptions): Promise<ExitCode> {
  const accounts = openAccounts(context);
  const page =
    areSeveral(accounts) && accounts.opened.length > 1
      ? mergePages(await eachAccount(context, accounts.opened, (each) => makePage(each, at)))
      : makePage(context, at);
  const { plan } = page;
  const content = reportHtml(page, context.messages);
  const isEarlier = (bytes: Buffer): boolean =>
    bytes.subarray(0, PAGE_MARK.length).equals(Buffer.from(PAGE_MARK));
  writeOutput(context, { file: out, content, isEarlier, expected: 'expect-new-page' });
  const { command } = context.messages.html;
  context.print(`${command.written(forTerminal(out), page.stores.length)}\n`);
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return 0;
  for (const text of diagnosticsText(errors, context.style)) context.complain(text);
  context.complain(command.errors(countSeverity(errors, 'error')));
  return 1;
}

function makePage(context: Context, at: string | null): ReportPage {
  const { workspace, diagnostics } = openWorkspace(context);
  const asOf = at === null ? null : parseDay('--at', at, workspace?.settings.timezone ?? 'UTC');
  return describePage(context, workspace, makePlan(context, workspace, asOf, diagnostics));
}

/** One page over all accounts. Errors of one leave the others their plan. */
function mergePages(parts: readonly [Part<ReportPage>, ...Part<ReportPage>[]]): ReportPage {
  const [{ part: first }, ...others] = parts;
  const pages = parts.map(({ part }) => part);
  const toPlan = ({ account, part }: Part<ReportPage>): Part<Plan> => ({ account, part: part.plan });
  return {
    ...first,
    account: null,
    timezone: pages.find(({ timezone }) => timezone !== null)?.timezone ?? null,
    patienceDays: Math.max(...pages.map(({ patienceDays }) => patienceDays)),
    plan: mergePlans([toPlan(parts[0]), ...others.map(toPlan)]),
    stores: pages.flatMap(({ stores }) => stores),
    records: pages.every(({ records }) => records === 'unreadable') ? 'unreadable' : 'read',
    accounts: parts.map(({ account, part }) => ({
      name: account,
      planned: countSeverity(part.plan.diagnostics, 'error') === 0 ? 'yes' : 'no',
    })),
  };
}

function makePlan(
  context: Context,
  workspace: Workspace | null,
  asOf: string | null,
  diagnostics: readonly Diagnostic[],
): Plan {
  if (workspace !== null)
    return planWorkspace(context, workspace, { asOf, retryRefused: 'no', rate: DEFAULT_RATE });
  const day = asOf ?? dayIn('UTC', context.clock.now());
  return emptyPlan({ asOf: day, selection: [], rate: DEFAULT_RATE }, diagnostics);
}

function describePage(context: Context, workspace: Workspace | null, plan: Plan): ReportPage {
  const common = { version: packageJson.version, plan, source: findSource(context) };
  if (workspace === null)
    return { ...common, account: null, timezone: null, patienceDays: 0, stores: [], records: 'unreadable' };
  const { settings, account, state } = workspace;
  return {
    ...common,
    account: account.name,
    timezone: settings.timezone,
    patienceDays: settings.policy.review_patience_days,
    stores: listStores(context, workspace),
    records: state === null ? 'unreadable' : 'read',
  };
}

/** Every store with a file or a record, as far as selected. A file with errors stands with its record. */
function listStores(
  { select, exclude }: Context,
  { account, reading, state }: Workspace,
): readonly PageStore[] {
  const isSelected = makeSelector(select, exclude, account.stores);
  const records = state?.state.stores ?? new Map();
  const known = new Set(reading.stores.map(({ poi_id }) => poi_id));
  const { name } = account;
  const filed = reading.stores.filter(isSelected).map((store) => ({
    account: name,
    poi_id: store.poi_id,
    store,
    record: records.get(store.poi_id) ?? null,
    invalidFile: null,
  }));
  const invalid = new Map(reading.invalid.map(({ poi_id, file }) => [poi_id, file]));
  const unfiled = [...records].flatMap(([poi_id, record]): readonly PageStore[] => {
    const file = invalid.get(poi_id) ?? null;
    if (known.has(poi_id) || !isSelected({ poi_id, file, labels: file === null ? {} : null })) return [];
    return [{ account: name, poi_id, store: null, record, invalidFile: file }];
  });
  return [...filed, ...unfiled];
}

/** In a run of GitHub Actions, the address under which the planned files can be looked at. */
function findSource({ environment, root }: Context): string | null {
  if (environment.GITHUB_ACTIONS !== 'true') return null;
  const { serverUrl, owner, repo, sha, workspace } = readRun(environment, { cwd: root, temp: '' });
  const whole = /^https:\/\/[\w.-]+(?::\d+)?$/u.test(serverUrl) && /^[0-9a-f]{40}$/u.test(sha);
  if (!whole || !/^[\w.-]+$/u.test(owner) || !/^[\w.-]+$/u.test(repo)) return null;
  const prefix = findPathPrefix(workspace, root).split('/').map(encodeURIComponent).join('/');
  return `${serverUrl}/${owner}/${repo}/blob/${sha}/${prefix}`;
}
