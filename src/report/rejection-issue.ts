/** The issue that a rejected picture opens: which store, why, and what to do. Pure. */
import { digestOf } from '../base/canonical-json.ts';
import { rejectedPictures } from '../fields.ts';
import type { Messages } from '../messages/en.ts';
import type { StoreRecord } from '../model.ts';
import { forMarkdown, forMarkdownSentence, forTitle, shorten } from './escape.ts';

/** A store whose pictures were rejected. */
export interface Rejection {
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  readonly record: StoreRecord;
}

export interface RejectionText {
  /** The hidden first line: one a store and review. */
  readonly marker: string;
  readonly title: string;
  /** Markdown without the marker. */
  readonly body: string;
}

const NAME_LENGTH = 60;
const KEY = /^[0-9a-f]{12}$/u;

/** What the markers of one account's issues begin with; `key` is 12 hexadecimal digits. */
export function rejectionPrefix(key: string): string {
  if (!KEY.test(key)) throw new Error('the key of a marker is 12 hexadecimal digits');
  return `<!-- mendian rejected ${key} `;
}

/** The `poi_id` of a marker with this prefix. */
export function readRejectionMarker(marker: string, prefix: string): string | null {
  return /^(\d{1,20}) \S+ -->$/u.exec(marker.slice(prefix.length))?.[1] ?? null;
}

/** The issue of a rejection. It says the same as long as nothing new is known. */
export function writeRejection(rejection: Rejection, prefix: string, messages: Messages): RejectionText {
  const { poi_id, record } = rejection;
  const { issue } = messages.status;
  const store = rejection.name === null ? poi_id : `${shorten(rejection.name, NAME_LENGTH)} (${poi_id})`;
  const pictures = rejectedPictures(record) ?? [];
  // A review whose id was lost is known by its pictures.
  const review = record.audit_id ?? digestOf(pictures).slice(0, 12);
  const body = [
    forMarkdownSentence(issue.lead(store)),
    factLines(rejection, messages).join('\n'),
    ...(pictures.length > 0
      ? [`**${issue.pictures}**`, pictures.map((url) => `- ${forMarkdown(url)}`).join('\n')]
      : []),
    `**${issue.todo}**`,
    issue
      .steps(rejection.file === null ? messages.status.comment.anyFile : forMarkdown(rejection.file))
      .map((step, index) => `${index + 1}. ${step}`)
      .join('\n'),
    issue.note,
  ];
  return {
    marker: `${prefix}${poi_id} ${review} -->`,
    title: forTitle(issue.title(store)),
    body: body.join('\n\n'),
  };
}

function factLines({ file, record }: Rejection, messages: Messages): readonly string[] {
  const { issue, unknown } = messages.status;
  const fact = (label: string, text: string): string => `- ${messages.signs.labelled(label, text)}`;
  const { reason, audit_id: auditId, source } = record;
  const commit = source === undefined ? null : source.commit.slice(0, 12);
  // GitHub makes links of a number and of a commit's id by itself.
  const change = commit === null ? null : source?.pull === undefined ? commit : `#${source.pull} (${commit})`;
  return [
    fact(issue.reason, reason === undefined ? issue.noReason : forMarkdownSentence(reason)),
    fact(issue.audit, auditId ?? unknown),
    ...(change === null ? [] : [fact(issue.change, change)]),
    ...(file === null ? [] : [fact(messages.show.file, forMarkdown(file))]),
  ];
}
