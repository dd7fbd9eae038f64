/** Field changes in words: what a value was and becomes. Pure. */
import { PICTURES, samePictures } from '../fields.ts';
import type { Messages } from '../messages/en.ts';
import type { Change, FieldChange, FieldValue } from '../model/plan.ts';
import { forTerminal, shorten } from './escape.ts';

/** Longest value shown in a report, in characters as a person counts them. */
const LONGEST_VALUE = 120;

/** One line of text for a changed field, without its name. */
export function showFieldChange({ field, before, after }: FieldChange, messages: Messages): string {
  if (after === null) return `${showValue(before, messages)} → ${messages.plan.noLongerManaged}`;
  if (field === PICTURES.name) return showPictureChange(asList(before), asList(after) ?? [], messages);
  const old = before === null ? '' : `${showValue(before, messages)} → `;
  return `${old}${showValue(after, messages)}`;
}

/** A picture that comes or goes. */
export interface PictureNews {
  readonly sign: '+' | '-';
  /** As it stands in the list. */
  readonly item: string;
  /** The same for people: short, and safe for a terminal. */
  readonly url: string;
}

/** Added and removed pictures, one line each; empty where only the order differs or nothing was recorded. */
export function listPictureChanges({ field, before, after }: FieldChange): readonly PictureNews[] {
  if (field !== PICTURES.name) return [];
  const old = asList(before) ?? [];
  const next = asList(after) ?? [];
  const isIn = (url: string, list: readonly string[]): boolean =>
    list.some((each) => samePictures([each], [url]));
  return [
    ...old
      .filter((item) => !isIn(item, next))
      .map((item) => ({ sign: '-' as const, item, url: shown(item) })),
    ...next
      .filter((item) => !isIn(item, old))
      .map((item) => ({ sign: '+' as const, item, url: shown(item) })),
  ];
}

/** The note that a review starts with this change, or null. */
export function reviewNote(
  change: Pick<Change, 'action'>,
  { review }: FieldChange,
  messages: Messages,
): string | null {
  if (!review) return null;
  return change.action === 'update' ? messages.plan.startsReview : messages.plan.mayStartReview;
}

/** A value on one line, safe for a terminal. */
export function showValue(value: FieldValue | null, messages: Messages): string {
  if (value === null) return messages.plan.nothingRecorded;
  if (typeof value !== 'string') return messages.plan.pictures(value.length);
  return value === '' ? messages.plan.emptyValue : shown(value);
}

function showPictureChange(
  before: readonly string[] | null,
  after: readonly string[],
  messages: Messages,
): string {
  if (before === null) return messages.plan.pictures(after.length);
  const counts = `${before.length} → ${messages.plan.pictures(after.length)}`;
  const reordered = samePictures(before, after, 'any');
  return reordered ? messages.plan.reordered : counts;
}

function asList(value: FieldValue | null): readonly string[] | null {
  return typeof value === 'string' ? [value] : value;
}

function shown(text: string): string {
  return forTerminal(shorten(text, LONGEST_VALUE));
}
