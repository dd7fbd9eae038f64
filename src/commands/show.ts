/** `mendian show POI_ID`: one store's values and where each comes from, its record, and what the plan says. */
import { type Diagnostic, fault, NOWHERE } from '../model.ts';
import { mergeDiagnostics } from '../plan/merge.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { SHOW_FORMATS } from '../report/formats.ts';
import { nothingJson, type ShownStore } from '../report/show.ts';
import { areSeveral, eachAccount, type Opened, openAccounts, takeSome } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE } from './options.ts';
import { openWorkspace, planWhatIsRight } from './workspace.ts';

/** Prints one store, of whichever account has it. Exit 1 where neither a file nor a record knows the id. */
export async function show(context: Context, poiId: string): Promise<ExitCode> {
  const accounts = openAccounts(context);
  const found = areSeveral(accounts)
    ? await searchAccounts(context, accounts.opened, poiId)
    : findStore(context, poiId);
  if ('failed' in found) {
    const { failed } = found;
    // A program is given the document at every end; people find reasons beside an empty report.
    if (context.format === 'json')
      context.print(nothingJson({ poi_id: poiId, diagnostics: failed }, context.messages));
    else for (const text of diagnosticsText(failed, context.style)) context.complain(text);
    return 1;
  }
  context.print(SHOW_FORMATS[context.format](found, context.style));
  return 0;
}

/** Nothing to show, with the reasons. */
interface Failed {
  readonly failed: readonly Diagnostic[];
}

function findStore(context: Context, poiId: string): ShownStore | Failed {
  const { workspace, diagnostics } = openWorkspace(context);
  // Of a state that cannot be read nobody knows whether it has a record of the store.
  if (workspace === null || workspace.state === null) return { failed: diagnostics };
  const store = workspace.reading.stores.find(({ poi_id }) => poi_id === poiId) ?? null;
  const record = workspace.state.state.stores.get(poiId) ?? null;
  if (store === null && record === null) {
    const related = diagnostics.filter(({ severity }) => severity === 'error');
    return { failed: [...related, fault('UNKNOWN_STORE', NOWHERE, { poi_id: poiId })] };
  }
  const plan = planWhatIsRight(context, workspace, { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE });
  const change = plan.changes.find(({ poi_id }) => poi_id === poiId) ?? null;
  const scheduled = plan.scheduled.filter(({ poi_id }) => poi_id === poiId);
  return { poi_id: poiId, as_of: plan.as_of, store, record, change, scheduled };
}

/** One account's store; an id that several have is not guessed at. What another account's files lack is no obstacle. */
async function searchAccounts(
  context: Context,
  opened: readonly Opened[],
  poiId: string,
): Promise<ShownStore | Failed> {
  const parts = await eachAccount(context, opened, (each) => findStore(each, poiId));
  const found = parts.flatMap(({ account, part }) => ('failed' in part ? [] : [{ ...part, account }]));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined) {
    const { taken: accounts, more } = takeSome(found.map(({ account }) => account));
    return { failed: [fault('STORE_IN_SEVERAL', NOWHERE, { poi_id: poiId, accounts, more })] };
  }
  const failed = parts.map(({ account, part }) => ({
    account,
    part: 'failed' in part ? part.failed.filter(({ code }) => code !== 'UNKNOWN_STORE') : [],
  }));
  return { failed: [...mergeDiagnostics(failed), fault('UNKNOWN_STORE', NOWHERE, { poi_id: poiId })] };
}
