/** Checks one record of the state against the compiled schema, so that nothing later has to. Pure. */
import { validateRecord } from '../base/generated/validators.js';

export interface WrongMember {
  /** What is wrong, such as `stores.472671857.audit_id`. */
  readonly place: string;
  /** What it must be, for a sentence. */
  readonly expected: string;
}

const VALUES = 'an object with hour, contract_phone and pic_list, all texts';

/** What each member must be, in words; the schema says the same to machines. */
const EXPECTED: Readonly<Record<string, string>> = {
  values: VALUES,
  sending: VALUES,
  hour: 'a text',
  contract_phone: 'a text',
  pic_list: 'a list of texts',
  map_poi_id: 'a text in quotes',
  card_id: 'a text in quotes',
  // A bare number would already have lost digits.
  audit_id: 'digits in quotes, or null',
  review: 'none, pending, approved or rejected',
  reason: 'a text',
  applied_at: 'an ISO time in UTC, such as 2026-11-25T02:00:00.000Z',
  uncertain: 'true',
  receipt: 'an object with review and audit_id',
  approved_pic_list: 'a list of texts',
  rejected_pic_list: 'a list of texts',
  refused: 'an object with digest, code and date',
  observed: 'an object with hour, contract_phone and pic_list, all texts',
  source: 'an object with a commit, and at times the number of a pull request',
};

/** The first wrong member of a record, or null. Members that this version does not know are let pass. */
export function findRecordFault(poiId: string, record: unknown): WrongMember | null {
  if (!/^\d{1,20}$/u.test(poiId)) {
    return { place: `stores: the key "${poiId}"`, expected: 'a poi_id of 1 to 20 digits' };
  }
  if (validateRecord(record)) return null;
  const [error] = validateRecord.errors ?? [];
  const missing = error?.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  const path = [...(error?.instancePath ?? '').split('/').slice(1), ...missing];
  const named = path.findLast((member) => Object.hasOwn(EXPECTED, member));
  const expected = named === undefined ? 'an object' : (EXPECTED[named] ?? '');
  return { place: ['stores', poiId, ...path].join('.'), expected };
}
