/** A plan as `mendian/plan@1`: what other programs read, and what `apply PLANFILE` takes as the approval. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Plan } from '../model.ts';
import { diagnosticsJson } from './diagnostics.ts';

/** The document's text, ending with a line break. The same plan gives the same bytes. */
export function planJson(plan: Plan, messages: Messages): string {
  const document = {
    format: 'mendian/plan@1',
    as_of: plan.as_of,
    digest: plan.digest,
    summary: plan.summary,
    selection: plan.selection,
    // What would be sent is in `fields`; the whole record stays inside.
    changes: plan.changes.map(({ send: _send, ...change }) => change),
    scheduled: [],
    forecast: plan.forecast,
    diagnostics: diagnosticsJson(plan.diagnostics, messages),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
