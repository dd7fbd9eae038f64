/** The message of a commit of the state: what happened to which store, with audit ids. Pure. */
import type { Messages } from '../messages/en.ts';
import type { CommitKind } from '../model/branch.ts';
import type { StoreRecord } from '../model.ts';
import { forCommitMessage, shorten } from './escape.ts';

export interface CommitText {
  readonly kind: CommitKind;
  /** Records by `poi_id` as they are now; null for one that was released. */
  readonly changed: ReadonlyMap<string, StoreRecord | null>;
  /** Pictures whose addresses are new. */
  readonly uploads: number;
  readonly names: ReadonlyMap<string, string>;
  /** Who applies, for people. */
  readonly holder: string;
  /** Whose stores; absent where there is one account. */
  readonly account?: string;
}

const MOST_STORES = 100;
const TRAILER = 'Mendian-Run: ';
const NAME_LENGTH = 40;

/** Subject, one line a store, and a trailer by which own commits are known. No word in it makes CI skip a commit. */
export function commitMessage(text: CommitText, messages: Messages): string {
  const { kind, changed, uploads, names, holder, account } = text;
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
  const stores = kind === 'claim' ? claimed.length : changed.size;
  const subject = stores === 0 && uploads > 0 ? commit.uploads(uploads) : commit.subjects[kind](stores);
  const blocks = [
    account === undefined ? subject : `${subject} (${account})`,
    ...(body.length > 0 ? [body.join('\n')] : []),
    `${TRAILER}${forCommitMessage(holder)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** One message for a commit that holds what several accounts have to tell: their subjects, then the stores of each. */
export function combineMessages(several: readonly string[], { commit }: Messages): string {
  const parts = several.map((message) => message.trimEnd().split('\n\n'));
  const trailers = new Set(parts.flatMap((blocks) => blocks.filter((block) => block.startsWith(TRAILER))));
  const texts = parts.map((blocks) => blocks.filter((block) => !block.startsWith(TRAILER)));
  const lines = texts.flatMap(([subject = '', ...body]) => [
    subject,
    ...body.flatMap((block) => block.split('\n')),
  ]);
  const shown = lines.slice(0, MOST_STORES);
  const more = lines.length - shown.length;
  const list = more > 0 ? [...shown, commit.more(more)] : shown;
  return `${[commit.several(several.length), list.join('\n'), [...trailers].join('\n')].join('\n\n')}\n`;
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
