/** The selection of a run as reports show it. Pure. */
import { showSelection } from '../base/shell-words.ts';
import type { Messages } from '../messages/en.ts';
import { forMarkdown, forTerminal } from './escape.ts';

/** What was selected, for a person at a terminal: a block, or none where everything was. */
export function selectionText(selection: readonly string[], { plan }: Messages): readonly string[] {
  return selection.length === 0 ? [] : [plan.selection(forTerminal(showSelection(selection)))];
}

/** The same in Markdown. */
export function selectionMarkdown(selection: readonly string[], { plan }: Messages): readonly string[] {
  return selection.length === 0 ? [] : [plan.selection(forMarkdown(showSelection(selection)))];
}

/** A member of a JSON document, there only where something was selected. */
export function selectionJson(selection: readonly string[]): { readonly selection?: readonly string[] } {
  return selection.length === 0 ? {} : { selection };
}
