/** The verdicts of a pull request's reviews, as a section of its comment that grows by a row a store. Pure. */
import { compareText } from '../base/canonical-json.ts';
import type { Messages } from '../messages/en.ts';
import { type Bound, COMMENT_BOUND, takeFitting } from './bounded.ts';
import { forMarkdown, forMarkdownSentence, shorten } from './escape.ts';

/** How one store's review ended. */
export interface ToldVerdict {
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  readonly audit_id: string | null;
  readonly review: 'approved' | 'rejected';
  readonly reason: string | null;
  /** A rejection whose file asks for other pictures already has nothing left to be done by people. */
  readonly waits: 'yes' | 'no';
}

export interface SectionNews {
  readonly verdicts: readonly ToldVerdict[];
  /** `YYYY-MM-DD`, for verdicts that the section does not hold yet. */
  readonly day: string;
  /** Reviews of this pull request that have not ended. */
  readonly pending: number;
  /** Address of the run. */
  readonly url: string;
}

const NAME_LENGTH = 60;
/** The part of a comment for the reviews, beside outcome and plan. */
const ROOM: Bound = { ...COMMENT_BOUND, most: COMMENT_BOUND.most * 0.3 };
/** At the row's start, before anything from outside: by it a row is found again. */
const ROW = /^\| <!-- (\d{1,20}) (\d{1,20}|-) (approved|rejected) --> .* \| (\d{4}-\d{2}-\d{2}) \|$/u;
const LEFT_OUT = /^<!-- left out (\d{1,6}) -->/u;

interface Row {
  readonly poi_id: string;
  readonly key: string;
  readonly review: string;
  readonly day: string;
  readonly text: string;
}

/** The section with the news in it; null where it says all of them already. */
export function updateSection(earlier: string, news: SectionNews, messages: Messages): string | null {
  const lines = earlier.split('\n');
  const known = new Map(lines.flatMap(readRow).map((row) => [row.poi_id, row]));
  const rows = new Map(known);
  for (const verdict of news.verdicts) {
    const row = known.get(verdict.poi_id);
    const day = row?.key === keyOf(verdict) ? row.day : news.day;
    rows.set(verdict.poi_id, writeRow(verdict, day, messages));
  }
  const leftBefore = Number(lines.map((line) => LEFT_OUT.exec(line)?.[1]).find(Boolean) ?? 0);
  const sorted = [...rows.values()].sort(compareRows);
  const { fitting, left } = takeFitting(
    sorted.map(({ text }) => text),
    ROOM,
  );
  const { comment } = messages.status;
  const told = leftBefore + left;
  const body = [
    `### ${comment.title}`,
    [
      `| ${comment.table.verdict} | ${comment.table.store} | ${comment.table.date} |`,
      '| --- | --- | --- |',
      ...fitting,
    ].join('\n'),
    ...(told > 0 ? [`<!-- left out ${told} -->${messages.plan.leftOut(told)}`] : []),
    ...(news.pending > 0 ? [comment.pending(news.pending)] : []),
  ].join('\n\n');
  return earlier.startsWith(`${body}\n\n`) ? null : `${body}\n\n${comment.told(news.url)}`;
}

/** Rejections first: these wait for people. */
function compareRows(left: Row, right: Row): number {
  return compareText(right.review, left.review) || compareText(left.poi_id, right.poi_id);
}

function readRow(text: string): readonly Row[] {
  const [, poiId, auditId, review = '', day = ''] = ROW.exec(text) ?? [];
  return poiId === undefined
    ? []
    : [{ poi_id: poiId, key: `${poiId} ${auditId} ${review}`, review, day, text }];
}

function keyOf({ poi_id, audit_id, review }: ToldVerdict): string {
  return `${poi_id} ${audit_id ?? '-'} ${review}`;
}

function writeRow(verdict: ToldVerdict, day: string, messages: Messages): Row {
  const { poi_id, name, file, review, reason, waits } = verdict;
  const { comment } = messages.status;
  const details = [
    comment.verdicts[review],
    ...(reason === null ? [] : [forMarkdownSentence(comment.reason(reason))]),
    ...(review === 'rejected' && waits === 'yes'
      ? [`→ ${forMarkdownSentence(comment.choose(file ?? comment.anyFile))}`]
      : []),
  ];
  const store = [
    ...(name === null ? [] : [forMarkdown(shorten(name, NAME_LENGTH))]),
    forMarkdown(poi_id),
    ...(file === null ? [] : [forMarkdown(file)]),
  ];
  const key = keyOf(verdict);
  const text = `| <!-- ${key} --> ${details.join('<br>')} | ${store.join('<br>')} | ${day} |`;
  return { poi_id, key, review, day, text };
}
