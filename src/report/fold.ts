/** The reports of several jobs → one. Pure. */
import { compareStores, compareText } from '../base/canonical-json.ts';
import type { Messages } from '../messages/en.ts';
import type { Diagnostic } from '../model.ts';
import { type ApplyDocument, countByAccount, countOutcomes } from './apply-document.ts';
import { diagnosticsJson } from './diagnostics.ts';

/**
 * One report over all, sorted by account and store; `own` are findings of the folding itself. The digest is empty: each
 * job had its own plan.
 */
export function foldReports(
  documents: readonly ApplyDocument[],
  own: readonly Diagnostic[],
  messages: Messages,
): ApplyDocument {
  const outcomes = documents.flatMap((document) => document.outcomes).sort(compareStores);
  const accounts = listAccounts(documents);
  const selection = documents.find((document) => document.selection !== undefined)?.selection;
  const told = documents.flatMap((document) => document.diagnostics);
  const once = new Map(told.map((each) => [JSON.stringify(each), each]));
  return {
    format: 'mendian/apply@1',
    digest: '',
    ...(selection === undefined ? {} : { selection }),
    summary: countOutcomes(outcomes),
    accounts: countByAccount(accounts, outcomes),
    outcomes,
    diagnostics: [...diagnosticsJson(own, messages), ...once.values()],
  };
}

/** The accounts that reports tell of, sorted. */
export function listAccounts(documents: readonly ApplyDocument[]): readonly string[] {
  const named = documents.flatMap(({ accounts = [], outcomes }) =>
    [...accounts, ...outcomes].map(({ account }) => account),
  );
  return [...new Set(named)].sort(compareText);
}
