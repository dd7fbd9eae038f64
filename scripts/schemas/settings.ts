/**
 * JSON Schema of `mendian.yaml`. The descriptions are what editors show, and the text of docs/settings-reference.md: a line in
 * English, then one in Chinese, since editors know no language of a schema.
 */

const limit = {
  type: ['string', 'integer'],
  pattern: '^[0-9]{1,9}%?$',
};

const path = { type: 'string', minLength: 1 };

const variable = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,199}$' };

const account = {
  type: 'object',
  additionalProperties: false,
  description:
    'One merchant: a folder, a state file, a lock and a pace of its own.\n一个商户：各有自己的目录、状态文件、锁和发送速度。',
  properties: {
    appid: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{1,64}$',
      description:
        'The merchant’s appid. Left out, WECHAT_APPID says it, where a run has one account.\n商户的 appid。不写时使用 WECHAT_APPID（仅限只运行一个账号时）。',
      examples: ['wx0123456789abcdef'],
    },
    stores: {
      ...path,
      description:
        'Folder of its store files, relative to the root. Left out: stores/NAME. It may not lie in another account’s folder.\n门店文件所在的目录，相对于根目录。不写就是 stores/账号名。不能放在另一个账号的目录里。',
      examples: ['stores/teashop'],
    },
    state: {
      ...path,
      description:
        'Its state file, relative to the root. Left out: state/NAME.json.\n状态文件，相对于根目录。不写就是 state/账号名.json。',
      examples: ['state/teashop.json'],
    },
    secret_env: {
      ...variable,
      description:
        'Name of the environment variable that holds its AppSecret; never the secret itself.\n存放 AppSecret 的环境变量的名称；绝不要写密钥本身。',
      examples: ['TEASHOP_SECRET'],
    },
    refresh_token_env: {
      ...variable,
      description:
        'Name of the environment variable that holds the refresh token of its authorization to a third-party platform; never the token itself.\n存放刷新令牌（商户授权给第三方平台后得到）的环境变量的名称；绝不要写令牌本身。',
      examples: ['TEASHOP_REFRESH_TOKEN'],
    },
  },
};

const policy = {
  type: 'object',
  additionalProperties: false,
  description:
    'When a run is refused, and how long a review may last.\n什么时候拒绝运行，以及审核最多等多久。',
  properties: {
    max_changes: {
      ...limit,
      default: '30%',
      description:
        'Most stores that one run may change: a number, or a share of the account’s stores. A run that would change more is refused before anything is sent; accounts of fewer than 10 stores are not held to it.\n一次运行最多改多少家门店：数量，或占账号门店的比例。超过就在发送之前拒绝；不到 10 家门店的账号不受限制。',
      examples: ['30%', '50'],
    },
    max_reviews: {
      ...limit,
      default: '10%',
      description:
        'Most picture reviews that one run may start: a number, or a share of the account’s stores. More are refused before anything is sent; accounts of fewer than 10 stores are not held to it.\n一次运行最多发起多少个图片审核：数量，或占账号门店的比例。超过就在发送之前拒绝；不到 10 家门店的账号不受限制。',
      examples: ['10%', '5'],
    },
    review_patience: {
      type: 'string',
      pattern: '^[1-9][0-9]{0,3}d$',
      default: '14d',
      description:
        'Days that a review may last. One that lasts longer is named, and apply ends with exit code 1.\n审核最多等几天。超过的会列出来，apply 以退出码 1 结束。',
      examples: ['14d'],
    },
  },
};

export const settingsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Settings of mendian',
  description:
    'The settings of a repository of stores. The file is optional, and so is each key.\n门店仓库的设置。文件可以没有，每一项都可以不写。',
  type: 'object',
  additionalProperties: false,
  properties: {
    version: {
      type: ['string', 'integer'],
      enum: [1, '1'],
      default: 1,
      description: 'Version of this file’s form.\n本文件的格式版本。',
    },
    timezone: {
      type: 'string',
      default: 'Asia/Shanghai',
      description:
        'IANA time zone in which days begin and end; never the machine’s own.\n按哪个时区（IANA 名称）算一天的开始和结束；从不使用本机的时区。',
      examples: ['Asia/Shanghai', 'Asia/Urumqi'],
    },
    language: {
      type: 'string',
      enum: ['en', 'zh-CN'],
      default: 'en',
      description:
        'Language of reports, hints and comments; --lang says otherwise for one run.\n报告、提示和评论的语言；单次运行可以用 --lang 另选。',
    },
    stores: {
      ...path,
      default: 'stores',
      description:
        'Folder of the store files, relative to the root. Not beside "accounts".\n门店文件所在的目录，相对于根目录。不能与 accounts 同时写。',
    },
    state: {
      ...path,
      default: 'mendian.state.json',
      description:
        'The state file, relative to the root: what was last sent. Not beside "accounts".\n状态文件，相对于根目录：记录上次发送的内容。不能与 accounts 同时写。',
    },
    policy,
    accounts: {
      type: 'object',
      minProperties: 1,
      propertyNames: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
      additionalProperties: account,
      description:
        'Several merchants in one repository, by a name each, in place of "stores" and "state". The name stands in reports and in --account.\n一个仓库里的多个商户，各起一个名称，代替 stores 和 state。名称会出现在报告和 --account 里。',
      examples: [{ teashop: { appid: 'wx0123456789abcdef', secret_env: 'TEASHOP_SECRET' } }],
    },
  },
};
