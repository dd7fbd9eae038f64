/** The message of a commit of the state: what happened to which store, with audit ids. Pure. */
import type { Messages } from '../messages/en.ts';
import type { CommitKind } from '../model/branch.ts';
import type { StoreRecord } from '../model.ts';
import { forCommitMessage, shorten } from './escape.ts';

export interface CommitText {
  readonly kind: CommitKind;
  /** Records by `poi_id` as they are now; null for one that was released. */
  readonly changed: ReadonlyMap<string, StoreRecord | null>;
  readonly names: ReadonlyMap<string, string>;
  /** Who applies, for people. */
  readonly holder: string;
}

const MOST_STORES = 100;
const NAME_LENGTH = 40;

/** Subject, one line a store, and a trailer by which own commits are known. No word in it makes CI skip a commit. */
export function commitMessage({ kind, changed, names, holder }: CommitText, messages: Messages): string {
  const { commit } = messages;
  const listed = [...changed].slice(0, MOST_STORES);
  const lines = listed.map(([poiId, record]) => {
    const name = names.get(poiId);
    const store = name === undefined ? poiId : `${forCommitMessage(shorten(name, NAME_LENGTH))} (${poiId})`;
    return `- ${store}: ${describeRecord(record, messages)}`;
  });
  const more = changed.size - listed.length;
  const body = more > 0 ? [...lines, commit.more(more)] : lines;
  // A claim tells besides what was only recorded before it.
  const claimed = [...changed.values()].filter((record) => record?.uncertain === true);
  const blocks = [
    commit.subjects[kind](kind === 'claim' ? claimed.length : changed.size),
    ...(body.length > 0 ? [body.join('\n')] : []),
    `Mendian-Run: ${forCommitMessage(holder)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function describeRecord(record: StoreRecord | null, { commit }: Messages): string {
  if (record === null) return commit.released;
  if (record.uncertain) return commit.uncertain;
  if (record.refused !== undefined) return commit.refused(forCommitMessage(String(record.refused.code)));
  if (record.review === 'pending') {
    return record.audit_id ? commit.pending(record.audit_id) : commit.pendingUnknown;
  }
  return commit.recorded;
}
