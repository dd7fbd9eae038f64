/**
 * The managed fields of a store: one row each. Schema, diff, wire format and reports follow from the row.
 *
 * Names and limits: official page `newupdatepoi` (write) and `newgetpoi` (read). The two use different names:
 * `hour` is read back as `open_time`, `contract_phone` as `telephone`, `pic_list` as `photo_list`;
 * `map_poi_id` and `card_id` are never returned.
 */
import equal from 'fast-deep-equal';
import { compareText } from './base/canonical-json.ts';
import type { FieldChange, FieldValue } from './model/plan.ts';
import type { LiveStore } from './model/platform.ts';
import type { FieldName, StoreRecord, StoreValues } from './model.ts';

/** One managed field. */
export interface Field {
  readonly name: FieldName;
  readonly required: boolean;
  /** A changed value starts a review. */
  readonly startsReview: boolean;
  /**
   * JSON Schema of the value in a store file. Its description is what editors show, and the text of
   * docs/store-reference.md: a line in English, then one in Chinese, since editors know no language of a schema.
   */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The value as `update_store` wants it. Pictures travel as JSON inside a string. */
  readonly encode: (value: FieldValue) => string;
  /** The live value, or null where the read calls never show this field. */
  readonly live: (store: LiveStore) => FieldValue | null;
  /** The form in which values are compared, the same for files, records and live stores. */
  readonly normalise: (value: FieldValue) => FieldValue;
  /** Adopting a store that shows all else as desired: whether a value that reads never show is worth an update. */
  readonly unseen: 'send' | 'record';
}

/** `HH:MM-HH:MM`, ASCII; the end may be `24:00`. */
export const HOUR_PATTERN = '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$';
/** WeChat's own picture hosts; anything else is answered with 65105. */
export const PICTURE_URL_PATTERN = '^https?://mmbiz\\.(qpic|qlogo)\\.cn/[!-~]+$';
export const LOCAL_PICTURE_PATTERN = '^\\.{1,2}/';
const LOCAL_PICTURE = new RegExp(LOCAL_PICTURE_PATTERN, 'u');

/** Whether an item of a picture list names a file of the repository. */
export function isLocalPicture(item: string): boolean {
  return LOCAL_PICTURE.test(item);
}

export const ID_PATTERN = '^[0-9]{1,20}$';
export const CARD_ID_PATTERN = '^[A-Za-z0-9_-]{0,64}$';
export const MAX_PICTURES = 9;
export const MAX_PHONE_LENGTH = 64;
/** ASCII digits and the signs that join them; WeChat's own rules for stores are narrower, and warned of. */
export const PHONE_PATTERN = '^[+(]?[0-9](?:[0-9 ()+-]*[0-9])?$';

const asText = (value: FieldValue): string => (typeof value === 'string' ? value : value.join(' '));
const asList = (value: FieldValue): readonly string[] => (typeof value === 'string' ? [value] : value);

/** The row of the pictures: the one field whose change starts a review. */
export const PICTURES: Field = {
  name: 'pic_list',
  required: true,
  startsReview: true,
  schema: {
    type: 'array',
    minItems: 1,
    maxItems: MAX_PICTURES,
    items: {
      type: 'string',
      anyOf: [{ pattern: PICTURE_URL_PATTERN }, { pattern: LOCAL_PICTURE_PATTERN }],
    },
    description:
      'The store’s pictures, the first is the cover: addresses that WeChat gave, or JPEG and PNG files of the repository below 1 MB, relative to the file that names them (./photos/front.jpg). The list replaces all old pictures; a new picture starts a review.\n门店图片，第一张是封面：微信给的地址，或仓库里小于 1 MB 的 JPEG、PNG 文件，路径相对于写它的文件（./photos/front.jpg）。整个列表会替换原有图片；新图片会进入审核。',
    examples: [['./photos/front.jpg', 'http://mmbiz.qpic.cn/mmbiz_jpg/example/0?wx_fmt=jpeg']],
  },
  encode: (value) => JSON.stringify({ list: asList(value) }),
  live: (store) => store.pic_list,
  // A picture is its host and path: the platform may answer with the other scheme or without the query.
  normalise: (value) => asList(value).map((url) => url.replace(/^https?:/u, '').replace(/[?#].*$/u, '')),
  unseen: 'send',
};

/** The rows of fields that every store has and that are one text. */
const TEXTS: readonly Field[] = [
  {
    name: 'hour',
    required: true,
    startsReview: false,
    schema: {
      type: 'string',
      pattern: HOUR_PATTERN,
      description:
        'Opening hours, one range that holds every day; an end at 24:00 is allowed. An overnight range such as 22:00-02:00 is sent with a warning, since WeChat’s pages do not say that it is taken. The API has no weekdays and no second range; hours of single days belong in special_hours.\n营业时间，每天同一个时段，结束可以写 24:00。22:00-02:00 这样的跨夜时段会发送，但有警告：微信文档没有说明是否接受。接口没有按星期的时间，也没有第二个时段；个别日期的时间请写在 special_hours。',
      examples: ['10:00-21:00'],
    },
    encode: asText,
    live: (store) => store.hour,
    // Older stores show blanks or full-width signs in their hours ("11: 11 - 12: 12").
    normalise: (value) =>
      asText(value)
        .normalize('NFKC')
        .replace(/\s+/gu, '')
        .replace(/[–—~至]/gu, '-'),
    unseen: 'send',
  },
  {
    name: 'contract_phone',
    required: true,
    startsReview: false,
    schema: {
      type: ['string', 'integer'],
      minimum: 0,
      minLength: 1,
      maxLength: MAX_PHONE_LENGTH,
      pattern: PHONE_PATTERN,
      description:
        'The phone number that customers see, in ASCII digits: landline 021-12345678, with extension 021-12345678-802, mobile 13800000000, or a 400 or 800 number. Another form is sent with a warning.\n顾客看到的电话，用半角数字：座机 021-12345678，带分机 021-12345678-802，手机 13800000000，或 400、800 号码。其他写法会发送，但有警告。',
      examples: ['021-12345678'],
    },
    encode: asText,
    live: (store) => store.contract_phone,
    // Reads may join several numbers with ";" and keep outer blanks.
    normalise: (value) =>
      asText(value)
        .split(';')
        .map((number) => number.trim())
        .filter((number) => number !== '')
        .join(';'),
    unseen: 'send',
  },
];

/** What differs from one optional field to the next. */
interface OptionalRow extends Pick<Field, 'schema' | 'unseen'> {
  /** Left out where the read calls never show the field. */
  readonly live?: Field['live'];
}

/**
 * The rows of fields that a store may leave out, one text each, by their name: absent is not managed and not sent. A new
 * row is a new member of `StoreValues`; docs/walks.md shows the way.
 */
const OPTIONAL = {
  map_poi_id: {
    schema: {
      type: ['string', 'integer'],
      minimum: 0,
      pattern: ID_PATTERN,
      description:
        'Id of the place on Tencent’s map (sosomap_poi_uid), 19 digits as a rule. Put it in quotes: editors and other programs would round it. Sent where it is given; WeChat’s pages do not say that another id moves a store, so a change of it warns.\n门店在腾讯地图上的地点 id（sosomap_poi_uid），一般是 19 位数字。请加引号：编辑器和其他程序会把它四舍五入。写了才会发送；微信文档没有说明换一个 id 会移动门店，所以改它会有警告。',
      examples: ['5938314494307741153'],
    },
    unseen: 'record',
  },
  card_id: {
    schema: {
      type: ['string', 'integer'],
      minimum: 0,
      pattern: CARD_ID_PATTERN,
      description:
        'Id of the coupon or membership card shown in the store. Left out, it is not managed and not sent. "" in quotes is sent empty, which WeChat’s pages explain in two ways (no card, or no change).\n门店展示的卡券或会员卡 id。不写就不管理，也不发送。写成带引号的 "" 会发送空值，微信文档对空值有两种说法（去掉卡券，或不作改动）。',
      examples: ['pAbCdEfGhIjKlMnOpQrStUvWxYz0'],
    },
    unseen: 'send',
  },
} satisfies Readonly<Record<string, OptionalRow>>;

export type OptionalName = keyof typeof OPTIONAL;

// The compiler knows the names of keys only as texts; these are the table's own.
export const OPTIONAL_NAMES = Object.keys(OPTIONAL) as readonly OptionalName[];

/** All rows, in the order in which values are sent, recorded and shown. */
export const FIELDS: readonly Field[] = [...TEXTS, PICTURES, ...OPTIONAL_NAMES.map(toField)];

function toField(name: OptionalName): Field {
  const { schema, unseen, live = () => null }: OptionalRow = OPTIONAL[name];
  return {
    name,
    schema,
    unseen,
    live,
    required: false,
    startsReview: false,
    encode: asText,
    normalise: asText,
  };
}

/** The value of a field, or null where the store does not manage it. */
export function fieldValue(values: StoreValues, field: Field): FieldValue | null {
  return values[field.name] ?? null;
}

/** Whether two values of a field mean the same. The order of pictures counts: the first is the cover. */
export function sameValue(field: Field, left: FieldValue | null, right: FieldValue | null): boolean {
  if (left === null || right === null) return left === right;
  // Nearly all values of a plan are the same to the letter: to normalise them would be most of the work.
  return isSameText(left, right) || equal(field.normalise(left), field.normalise(right));
}

function isSameText(left: FieldValue, right: FieldValue): boolean {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** Whether two sets of store values mean the same in each field. */
export function sameValues(left: StoreValues, right: StoreValues): boolean {
  return FIELDS.every((field) => sameValue(field, fieldValue(left, field), fieldValue(right, field)));
}

/** The differing fields in the table's order; with nothing known before, all managed fields. */
export function compareValues(before: StoreValues | null, after: StoreValues): readonly FieldChange[] {
  return FIELDS.flatMap((field) => {
    const old = before === null ? null : fieldValue(before, field);
    const next = fieldValue(after, field);
    if (before === null ? next === null : sameValue(field, old, next)) return [];
    return [{ field: field.name, before: old, after: next, review: field.startsReview && next !== null }];
  });
}

/** How strictly a list read from the platform must keep the order: it may rearrange pictures by itself. */
export type ListOrder = 'exact' | 'any';

/** Whether two picture lists are the same pictures, in the same order unless any will do. */
export function samePictures(
  left: readonly string[],
  right: readonly string[],
  order: ListOrder = 'exact',
): boolean {
  return equal(arrange(PICTURES.normalise(left), order), arrange(PICTURES.normalise(right), order));
}

/** The pictures that the platform rejected, as far as a record knows: on their own, or as what was last sent. */
export function rejectedPictures({ rejected_pic_list, values }: StoreRecord): readonly string[] | undefined {
  return rejected_pic_list ?? values?.pic_list;
}

/** Whether a change has anything to send: a field that is only no longer managed has not. */
export function hasAnythingToSend(fields: readonly FieldChange[]): boolean {
  return fields.some(({ after }) => after !== null);
}

/** Whether a live value means the same as another: the platform may rearrange a list by itself. */
export function sameInAnyOrder(field: Field, left: FieldValue, right: FieldValue): boolean {
  return equal(arrange(field.normalise(left), 'any'), arrange(field.normalise(right), 'any'));
}

/** Whether a live store shows a value. True for fields that the read calls never show. */
export function showsValue(field: Field, live: LiveStore, wanted: FieldValue, order: ListOrder): boolean {
  const shown = field.live(live);
  if (shown === null) return true;
  return equal(arrange(field.normalise(shown), order), arrange(field.normalise(wanted), order));
}

/** The fields in which a live store does not show the given values. */
export function fieldsNotShown(live: LiveStore, values: StoreValues, order: ListOrder): readonly Field[] {
  return FIELDS.filter((field) => {
    const wanted = fieldValue(values, field);
    return wanted !== null && !showsValue(field, live, wanted, order);
  });
}

/** Whether adoption must send values although the live store shows all that reads can show of them. */
export function mustSendUnseen(values: StoreValues, live: LiveStore): boolean {
  return FIELDS.some(
    (field) => field.unseen === 'send' && fieldValue(values, field) !== null && field.live(live) === null,
  );
}

function arrange(value: FieldValue, order: ListOrder): FieldValue {
  return typeof value === 'string' || order === 'exact' ? value : [...value].sort(compareText);
}
