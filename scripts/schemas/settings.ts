/** JSON Schema of `mendian.yaml`. */

const limit = {
  type: ['string', 'integer'],
  pattern: '^[0-9]{1,9}%?$',
};

const path = { type: 'string', minLength: 1 };

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
      description: 'Several accounts, by name. Not used by this version yet: refused.',
    },
  },
};
