/** Checks one record of the state, so that nothing later has to. Pure. */

type Check = (value: unknown) => boolean;

interface Wrong {
  /** What is wrong, such as `stores.472671857.audit_id`. */
  readonly place: string;
  readonly expected: string;
}

const isText: Check = (value) => typeof value === 'string';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Known members of a set of values: form, and whether it must be there. */
const VALUES: Readonly<Record<string, readonly [Check, string, 'required' | 'optional']>> = {
  hour: [isText, 'a text', 'required'],
  contract_phone: [isText, 'a text', 'required'],
  pic_list: [isTexts, 'a list of texts', 'required'],
  map_poi_id: [isText, 'a text in quotes', 'optional'],
  card_id: [isText, 'a text in quotes', 'optional'],
};

const isValues: Check = (value) =>
  isObject(value) &&
  Object.entries(VALUES).every(([key, [check, , need]]) =>
    value[key] === undefined ? need === 'optional' : check(value[key]),
  );

const isRefusal: Check = (value) =>
  isObject(value) &&
  isText(value.digest) &&
  (isText(value.code) || typeof value.code === 'number') &&
  isText(value.date) &&
  /^\d{4}-\d{2}-\d{2}$/u.test(String(value.date));

const valuesText = 'an object with hour, contract_phone and pic_list';

/** Known members of a record. `audit_id` as a bare number would already have lost digits. */
const RECORD: Readonly<Record<string, readonly [Check, string]>> = {
  values: [isValues, valuesText],
  audit_id: [
    (value) => value === null || (isText(value) && /^\d{1,20}$/u.test(String(value))),
    'digits in quotes, or null',
  ],
  review: [
    (value) => ['none', 'pending', 'approved', 'rejected'].includes(String(value)),
    'none, pending, approved or rejected',
  ],
  reason: [isText, 'a text'],
  applied_at: [(value) => isText(value) && !Number.isNaN(Date.parse(String(value))), 'an ISO time'],
  uncertain: [(value) => value === true, 'true'],
  sending: [isValues, valuesText],
  receipt: [
    (value) => isObject(value) && (value.audit_id === null || isText(value.audit_id)),
    'an object with audit_id',
  ],
  approved_pic_list: [isTexts, 'a list of texts'],
  rejected_pic_list: [isTexts, 'a list of texts'],
  refused: [isRefusal, 'an object with digest, code and date'],
};

/** The first wrong member of a record, or null. Members that this version does not know are let pass. */
export function findRecordFault(poiId: string, record: unknown): Wrong | null {
  const place = `stores.${poiId}`;
  if (!/^\d{1,20}$/u.test(poiId))
    return { place: `stores: the key "${poiId}"`, expected: 'a poi_id of 1 to 20 digits' };
  if (!isObject(record)) return { place, expected: 'an object' };
  if (!Object.hasOwn(record, 'review'))
    return { place: `${place}.review`, expected: RECORD.review?.[1] ?? '' };
  for (const [member, [check, expected]] of Object.entries(RECORD)) {
    if (Object.hasOwn(record, member) && !check(record[member]))
      return { place: `${place}.${member}`, expected };
  }
  return null;
}
