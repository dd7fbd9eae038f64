/** A plan as the text of `mendian/plan@1`, which `apply PLANFILE` takes as the approval. Pure. */
import { jsonText } from './json-text.ts';
import type { PlanDocument } from './plan-document.ts';

/** The document's text, ending with a line break. The same plan gives the same bytes. */
export function planJson(document: PlanDocument): string {
  return jsonText(document);
}
