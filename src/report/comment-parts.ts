/** The parts of the one comment of a merged pull request: reviews, outcome, plan. Each writer keeps the others' parts. Pure. */
import type { Messages } from '../messages/en.ts';
import { COMMENT_BOUND } from './bounded.ts';

// Lines of their own; a name can hold these words, but never as a whole line.
const REVIEWS_BEGIN = '<!-- mendian reviews -->';
const REVIEWS_END = '<!-- mendian reviews end -->';
/** The last line of an outcome. */
export const END_OF_OUTCOME = '<!-- mendian outcome ends -->';

/** Markdown without the marker; empty where the comment has no such part. */
export interface CommentParts {
  readonly reviews: string;
  /** Ends with its own last line. */
  readonly outcome: string;
  readonly plan: string;
}

export const NO_PARTS: CommentParts = { reviews: '', outcome: '', plan: '' };

/** Takes a comment apart, whoever wrote it last. */
export function splitComment(body: string): CommentParts {
  // A person who edited the comment may have left other line ends.
  const lines = body.replaceAll('\r\n', '\n').split('\n').slice(1);
  const begin = lines.indexOf(REVIEWS_BEGIN);
  const end = begin < 0 ? -1 : lines.indexOf(REVIEWS_END, begin);
  const reviews = end < 0 ? [] : lines.slice(begin + 1, end);
  const others = end < 0 ? lines : [...lines.slice(0, begin), ...lines.slice(end + 1)];
  const last = others.lastIndexOf(END_OF_OUTCOME);
  return {
    reviews: join(reviews),
    outcome: last < 0 ? '' : join(others.slice(0, last + 1)),
    plan: unfold(join(others.slice(last + 1))),
  };
}

/** The whole comment: what is newest on top, and the plan folded below, where it fits. */
export function composeComment(marker: string, parts: CommentParts, messages: Messages): string {
  const { reviews, outcome, plan } = parts;
  const head = [
    marker,
    ...(reviews === '' ? [] : [`${REVIEWS_BEGIN}\n${reviews}\n${REVIEWS_END}\n`]),
    ...(outcome === '' ? [] : [`${outcome}\n`]),
  ].join('\n');
  if (plan === '') return head;
  const fold = `<details><summary>${messages.github.planFold}</summary>\n\n${plan}\n\n</details>\n`;
  const whole = `${head}\n${fold}`;
  return whole.length > COMMENT_BOUND.most ? head : whole;
}

function unfold(text: string): string {
  const [, inner] = /^<details><summary>[^<]*<\/summary>\n\n([\s\S]*)<\/details>$/u.exec(text) ?? [];
  return inner === undefined ? text : inner.trim();
}

function join(lines: readonly string[]): string {
  return lines.join('\n').trim();
}
