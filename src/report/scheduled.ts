/** What later days bring, in words: the same change of the same day told once for all its stores. Pure. */
import { compareText } from '../base/canonical-json.ts';
import type { Messages } from '../messages/en.ts';
import type { Plan, ScheduledChange } from '../model/plan.ts';
import { countDays } from '../special-hours.ts';
import { type Bound, takeFitting } from './bounded.ts';
import { forMarkdown, forMarkdownSentence, forTerminal, shorten } from './escape.ts';
import { showValue } from './fields.ts';
import type { PlanDocument } from './plan-document.ts';
import { fitTo, NAME_COLUMNS, type Style } from './style.ts';

/** Changes that are told; the others are counted. */
const MOST_GROUPS = 20;
/** Stores that are named; of more, the others are counted. */
const MOST_NAMES = 3;
const NAME_LENGTH = 40;
const REASON_LENGTH = 60;

type Scheduled = Pick<Plan, 'scheduled' | 'as_of'>;

/** The same change of the same day. */
interface Group {
  readonly first: ScheduledChange;
  readonly stores: readonly ScheduledChange[];
}

/** In the order of their days; changes of more stores first. */
function groupScheduled(scheduled: readonly ScheduledChange[]): readonly Group[] {
  const groups = new Map<string, ScheduledChange[]>();
  for (const each of scheduled) {
    const key = JSON.stringify([each.date, each.field, each.before, each.after, each.reason]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()]
    .flatMap((stores): readonly Group[] => {
      const [first] = stores;
      return first === undefined ? [] : [{ first, stores }];
    })
    .sort(
      (left, right) =>
        compareText(left.first.date, right.first.date) || right.stores.length - left.stores.length,
    );
}

/** "2027-02-15 (in 82 days)". */
function showDate({ date }: ScheduledChange, asOf: string, messages: Messages): string {
  return messages.specialHours.when(date, countDays(asOf, date));
}

/** A heading and a line for each change, or nothing. */
export function scheduledText(
  { scheduled, as_of }: Scheduled,
  { messages, colors }: Style,
): readonly string[] {
  const groups = groupScheduled(scheduled);
  if (groups.length === 0) return [];
  const lines = groups.slice(0, MOST_GROUPS).map(({ first, stores }) => {
    const who = stores.length > 1 ? messages.specialHours.stores(stores.length) : nameText(first);
    const change = messages.specialHours.change(first.field, showChange(first, messages));
    const reason = first.reason === null ? '' : colors.dim(` — ${clean(first.reason, REASON_LENGTH)}`);
    return `  ${messages.specialHours.entry(showDate(first, as_of, messages), who, change)}${reason}`;
  });
  const left = countLeft(groups.slice(MOST_GROUPS), messages);
  return [
    [colors.bold(messages.specialHours.comingTitle), ...lines, ...(left === null ? [] : [`  ${left}`])].join(
      '\n',
    ),
  ];
}

function showChange({ before, after }: ScheduledChange, messages: Messages): string {
  return `${showValue(before, messages)} → ${showValue(after, messages)}`;
}

function nameText({ name, poi_id }: ScheduledChange): string {
  return `${clean(name, NAME_COLUMNS)} ${poi_id}`;
}

function clean(text: string, columns: number): string {
  return fitTo(forTerminal(text), columns);
}

function countLeft(groups: readonly Group[], messages: Messages): string | null {
  const stores = new Set(groups.flatMap((group) => group.stores.map(({ poi_id }) => poi_id)));
  return groups.length === 0 ? null : messages.specialHours.more(groups.length, stores.size);
}

/** The coming special days as a part of the forecast, or null where there are none. */
export function scheduledForecast({ scheduled, as_of }: Scheduled, messages: Messages): string | null {
  const [next] = scheduled;
  if (next === undefined) return null;
  return messages.specialHours.forecast(scheduled.length, next.date, countDays(as_of, next.date));
}

/**
 * The coming changes as a list. In a pull request only what it changes of them: what will be sent on which day once it
 * is merged, and what no longer will.
 */
export function scheduledMarkdown(
  { scheduled, as_of, pull }: Pick<PlanDocument, 'scheduled' | 'as_of' | 'pull'>,
  messages: Messages,
  { bound, elsewhere }: { readonly bound: Bound; readonly elsewhere: string | null },
): readonly string[] {
  const { sections } = messages.specialHours;
  const list = (title: string, changes: readonly ScheduledChange[]): readonly string[] => {
    if (changes.length === 0) return [];
    const groups = groupScheduled(changes);
    const items = groups.slice(0, MOST_GROUPS).map((group) => groupMarkdown(group, as_of, messages));
    const { fitting } = takeFitting(items, bound);
    const left = countLeft(groups.slice(fitting.length), messages);
    const rest = left === null ? [] : [`- ${left}${elsewhere ?? ''}`];
    return [`#### ${title}\n\n${[...fitting, ...rest].join('\n')}`];
  };
  const own = pull?.scheduled;
  if (own === undefined || own === null) return list(sections.all(scheduled.length), scheduled);
  return [...list(sections.fromPull, own.added), ...list(sections.removed, own.removed)];
}

function groupMarkdown({ first, stores }: Group, asOf: string, messages: Messages): string {
  const names = stores.slice(0, MOST_NAMES).map(({ name }) => forMarkdown(shorten(name, NAME_LENGTH)));
  const more = stores.length > names.length ? `${names.join(', ')}, …` : names.join(', ');
  const { specialHours: texts } = messages;
  const who = stores.length > 1 ? texts.named(texts.stores(stores.length), more) : more;
  const change = texts.change(first.field, forMarkdown(showChange(first, messages)));
  const when = `**${showDate(first, asOf, messages)}**`;
  const reason =
    first.reason === null ? '' : ` — ${forMarkdownSentence(shorten(first.reason, REASON_LENGTH))}`;
  return `- ${texts.entry(when, who, change)}${reason}`;
}
