/** Checks one record of the state against the compiled schema, so that nothing later has to. Pure. */
import { validateRecord } from '../base/generated/validate-record.js';
import { OPTIONAL_NAMES } from '../fields.ts';
import type { PlainPhrase } from '../messages/phrases.ts';

export interface WrongMember {
  /** What is wrong, such as `stores.472671857.audit_id`. */
  readonly place: string;
  /** What it must be, for a sentence. */
  readonly expected: PlainPhrase;
}

/** What each member must be, in words; the schema says the same to machines. */
const EXPECTED: Readonly<Record<string, PlainPhrase>> = {
  values: 'expect-values',
  sending: 'expect-values',
  hour: 'expect-text',
  contract_phone: 'expect-text',
  pic_list: 'expect-texts',
  ...Object.fromEntries(OPTIONAL_NAMES.map((name) => [name, 'expect-quoted-text' as const])),
  // A bare number would already have lost digits.
  audit_id: 'expect-audit-id',
  review: 'expect-review',
  reason: 'expect-text',
  applied_at: 'expect-time',
  uncertain: 'expect-true',
  receipt: 'expect-receipt',
  approved_pic_list: 'expect-texts',
  rejected_pic_list: 'expect-texts',
  refused: 'expect-refusal',
  observed: 'expect-values',
  source: 'expect-source',
  local_pictures: 'expect-uploads',
};

/** The first wrong member of a record, or null. Members that this version does not know are let pass. */
export function findRecordFault(poiId: string, record: unknown): WrongMember | null {
  if (!/^\d{1,20}$/u.test(poiId)) {
    return { place: `stores["${poiId}"]`, expected: 'expect-poi-id' };
  }
  if (validateRecord(record)) return null;
  const [error] = validateRecord.errors ?? [];
  const missing = error?.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  const path = [...(error?.instancePath ?? '').split('/').slice(1), ...missing];
  const named = path.findLast((member) => Object.hasOwn(EXPECTED, member));
  const expected = (named === undefined ? undefined : EXPECTED[named]) ?? 'expect-object';
  return { place: ['stores', poiId, ...path].join('.'), expected };
}
