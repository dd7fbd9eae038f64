/** JSON Schema of a store file and of `_defaults.yaml`: the field table's rows, and the keys that are never sent. */
import { FIELDS, ID_PATTERN } from '../../src/fields.ts';
import { specialHours } from './dated.ts';

const fieldSchemas = Object.fromEntries(FIELDS.map(({ name, schema }) => [name, schema]));

const labels = {
  type: 'object',
  description:
    'Words of your own by which stores are chosen, as in --select region=east. Labels of defaults and of the store are joined; the nearer one of a name counts. Never sent.\n自定标签，用来选门店，例如 --select region=east。默认值里的标签与门店自己的合并，同名时近的优先。不会发送给微信。',
  additionalProperties: {
    type: ['string', 'number', 'boolean'],
    description: 'The label’s value: any text.\n标签的值，任意文字。',
  },
  examples: [{ region: 'east', opened: '2026' }],
};

const identity = {
  name: {
    // An editor reads an unquoted 7788 or true as a number or a yes; the program reads its text.
    type: ['string', 'integer', 'boolean'],
    minLength: 1,
    description:
      'What people call the store. Shown in plans, and compared with the shop’s name at WeChat when the store is adopted. Never sent: a name is changed in the WeChat console.\n大家怎么叫这家门店。显示在计划里，接管门店时会与微信上的店名核对。不会发送给微信：改店名请到微信公众平台。',
    examples: ['人民广场店'],
  },
  poi_id: {
    type: ['string', 'integer'],
    minimum: 0,
    pattern: ID_PATTERN,
    description:
      'The store’s id at WeChat, and its identity here: no two files of an account may have the same, and moving or renaming a file changes nothing. "mendian import" writes it. Put it in quotes: editors and other programs would round a long one.\n门店在微信的 id，mendian 靠它认门店：同一账号里两个文件不能相同，移动或改名文件不影响门店。mendian import 会写好它。请加引号：编辑器和其他程序会把长数字四舍五入。',
    examples: ['472671857'],
  },
};

const shared = { ...fieldSchemas, special_hours: specialHours, labels };
const { map_poi_id: _own, ...defaultable } = shared as Record<string, unknown>;

/** Where the cursor stops in what an editor wrote, and what stands there at first. */
function stop(place: number, text: string): string {
  return `$\{${place}:${text}}`;
}

export const storeSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A store',
  description:
    'One store of a WeChat store mini program, under the API’s own field names. Every value is exactly the text in the file.\n门店小程序的一家门店，字段名与微信接口一致。每个值都与文件里写的文字完全一样。',
  type: 'object',
  additionalProperties: false,
  // Values may also come from _defaults.yaml, so an editor asks only for the store’s identity.
  required: ['name', 'poi_id'],
  properties: { ...identity, ...shared },
  // At an empty place an editor offers the whole file.
  defaultSnippets: [
    {
      label: 'a whole store',
      description: 'Every key that a store needs.\n门店必需的全部字段。',
      body: {
        name: stop(1, '人民广场店'),
        poi_id: `"${stop(2, '472671857')}"`,
        hour: stop(3, '10:00-21:00'),
        contract_phone: stop(4, '021-12345678'),
        pic_list: [stop(5, './photos/front.jpg')],
      },
    },
  ],
};

/** The store after its defaults were filled in. */
export const wholeStoreSchema = {
  ...storeSchema,
  title: 'A whole store',
  required: ['name', 'poi_id', ...FIELDS.filter(({ required }) => required).map(({ name }) => name)],
};

export const defaultsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Defaults of a folder',
  description:
    'Values for the stores of this folder and below that do not give their own. The nearer file wins; a list replaces a list; labels are joined.\n本目录及下级目录里门店的默认值，门店自己没写时使用。近的文件优先；列表整个替换；标签合并。',
  type: 'object',
  additionalProperties: false,
  properties: defaultable,
};
