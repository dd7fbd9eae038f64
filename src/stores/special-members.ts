/** The members of an entry of `special_hours`: what else people call them, and what `update_store` has no words for. Pure. */
import { findNearMiss } from '../base/near-miss.ts';
import type { MapEntry } from '../base/yaml-tree.ts';
import type { ImpossibleHours } from '../messages/special-hours-faults.ts';
import { type Diagnostic, fault, type Place } from '../model.ts';
import type { Surroundings } from './dates.ts';

export const SPECIAL_MEMBERS: readonly string[] = ['from', 'to', 'on', 'hour', 'reason'];

/** Other words for a member, beyond typing mistakes. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    from: ['start', 'begin', 'first', 'date', 'day', 'since', '开始', '开始日期', '起', '日期'],
    to: ['end', 'until', 'till', 'last', 'through', '结束', '结束日期', '止'],
    on: ['calendar', 'holiday', '节日', '假期'],
    hour: ['open_time', 'opening_hours', 'business_hours', 'time', '营业时间', '时间'],
    reason: ['why', 'note', 'notes', 'comment', 'name', 'title', 'label', '原因', '备注', '说明', '名称'],
  }).flatMap(([member, words]) => words.map((word) => [word, member] as const)),
);

const REPEATING =
  /^(weekdays?|days?_?of_?(the_?)?week|dow|weeks?|weekly|days|every|each|repeat|repeats|recurring|rrule|yearly|annual|annually|monthly|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?s?|星期.*|周.*|每.*)$/iu;
const CLOSING =
  /^(closed?|closing|open|shut|is_?(open|closed)|status|state|休息|关门|停业|歇业|打烊|闭店)$/iu;
/** Words in the place of hours that mean that nobody is there. */
const CLOSED =
  /^(closed?|shut|off|none|no|false|holiday|rest|-+|0|休|休息|休业|关门|关店|停业|歇业|不营业|暂停营业|闭店|打烊|放假|00:00-00:00)$/iu;
const TIME = /[0-9]{1,2}[:：.][0-9]{2}/gu;

/** A member that an entry does not have, explained by what a person most likely wanted to say with it. */
export function explainMember(
  { key, keyAt }: MapEntry,
  { file, nameMember }: Surroundings,
  known: readonly string[],
): Diagnostic {
  const place = { file, ...keyAt };
  const near = SYNONYMS.get(key.toLowerCase()) ?? findNearMiss(key, known);
  const meant = near !== null && known.includes(near) ? near : null;
  const sort = meant === null ? nameImpossibleKey(key) : null;
  if (sort !== null) return fault('SPECIAL_HOURS_IMPOSSIBLE', place, { sort, value: key });
  return fault('UNKNOWN_KEY', place, { key: nameMember(key), meant, known: known.join(', ') });
}

/** Why a text in the place of hours can never be sent, or null where it is only written wrong. */
export function findImpossibleHours(text: string, place: Place): Diagnostic | null {
  const plain = text.normalize('NFKC').trim();
  const several = (plain.match(TIME) ?? []).length > 2;
  const sort = CLOSED.test(plain) ? 'closed' : several ? 'ranges' : null;
  return sort === null ? null : fault('SPECIAL_HOURS_IMPOSSIBLE', place, { sort, value: text });
}

/** A weekday in the place of a date. */
export function findWeekday(text: string, place: Place): Diagnostic | null {
  if (!REPEATING.test(text.trim())) return null;
  return fault('SPECIAL_HOURS_IMPOSSIBLE', place, { sort: 'weekdays', value: text });
}

function nameImpossibleKey(key: string): ImpossibleHours | null {
  // Between brackets a comma ends the value: "hour: 10:00-12:00,13:00-18:00" gives a key of the second range.
  if ((key.match(TIME) ?? []).length > 1) return 'ranges';
  if (REPEATING.test(key)) return 'weekdays';
  return CLOSING.test(key) ? 'closed' : null;
}
