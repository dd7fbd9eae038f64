/** `mendian show POI_ID`: one store's values and where each comes from, its record, and what the plan says. */
import { type Diagnostic, fault, NOWHERE } from '../model.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { SHOW_FORMATS } from '../report/formats.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE } from './options.ts';
import { openWorkspace, planWhatIsRight } from './workspace.ts';

/** Prints one store. Exit 1 where neither a file nor a record knows the id. */
export function show(context: Context, poiId: string): ExitCode {
  const { workspace, diagnostics } = openWorkspace(context);
  if (workspace === null) return fail(context, diagnostics);
  const store = workspace.reading.stores.find(({ poi_id }) => poi_id === poiId) ?? null;
  const record = workspace.state?.state.stores.get(poiId) ?? null;
  if (store === null && record === null) {
    const related = diagnostics.filter(({ severity }) => severity === 'error');
    return fail(context, [...related, fault('UNKNOWN_STORE', NOWHERE, { poi_id: poiId })]);
  }
  const plan = planWhatIsRight(context, workspace, { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE });
  const change = plan.changes.find(({ poi_id }) => poi_id === poiId) ?? null;
  const scheduled = plan.scheduled.filter(({ poi_id }) => poi_id === poiId);
  const shown = { poi_id: poiId, as_of: plan.as_of, store, record, change, scheduled };
  context.print(SHOW_FORMATS[context.format](shown, context.style));
  return 0;
}

function fail(context: Context, diagnostics: readonly Diagnostic[]): ExitCode {
  for (const text of diagnosticsText(diagnostics, context.style)) context.complain(text);
  return 1;
}
