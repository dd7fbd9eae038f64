/** JSON Schema of `mendian.yaml`. */

const limit = {
  type: ['string', 'integer'],
  pattern: '^[0-9]{1,9}%?$',
};

const path = { type: 'string', minLength: 1 };

const variable = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,199}$' };

const account = {
  type: 'object',
  additionalProperties: false,
  description: 'One merchant: a folder, a state file, a lock and a pace of its own.',
  properties: {
    appid: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{1,64}$',
      description: 'The merchant’s appid. Default: what WECHAT_APPID says.',
    },
    stores: { ...path, description: 'Folder of its store files. Default stores/NAME.' },
    state: { ...path, description: 'Its state file. Default state/NAME.json.' },
    secret_env: {
      ...variable,
      description: 'Name of the environment variable that holds its AppSecret; never the secret itself.',
    },
    refresh_token_env: {
      ...variable,
      description:
        'Name of the environment variable that holds the refresh token of its authorization to a third-party platform.',
    },
  },
};

export const settingsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Settings of mendian',
  type: 'object',
  additionalProperties: false,
  properties: {
    version: { type: ['string', 'integer'], enum: [1, '1'], description: 'Version of this file’s form.' },
    timezone: {
      type: 'string',
      description: 'IANA time zone in which days begin and end. Default Asia/Shanghai.',
    },
    language: {
      type: 'string',
      enum: ['en', 'zh-CN'],
      description: 'Language of reports and hints. Default en.',
    },
    stores: {
      ...path,
      description: 'Folder of the store files, relative to the root. Default stores.',
    },
    state: { ...path, description: 'The state file, relative to the root. Default mendian.state.json.' },
    policy: {
      type: 'object',
      additionalProperties: false,
      description: 'When a run is refused, and how long a review may last.',
      properties: {
        max_changes: {
          ...limit,
          description: 'Most stores that one run may change: a number, or a share. Default 30%.',
        },
        max_reviews: { ...limit, description: 'Most picture reviews that one run may start. Default 10%.' },
        review_patience: {
          type: 'string',
          pattern: '^[1-9][0-9]{0,3}d$',
          description: 'Days that a review may last. Default 14d.',
        },
      },
    },
    accounts: {
      type: 'object',
      minProperties: 1,
      propertyNames: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
      additionalProperties: account,
      description: 'Several merchants, by a name each, instead of "stores" and "state".',
    },
  },
};
