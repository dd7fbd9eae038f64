/** JSON Schema of the state file and of one record in it. Members that this version does not know are kept. */

import { OPTIONAL_NAMES, PICTURE_URL_PATTERN } from '../../src/fields.ts';

const text = { type: 'string' };
const pictures = { type: 'array', items: text };

/** A store’s values, whole. */
export const values = {
  type: 'object',
  required: ['hour', 'contract_phone', 'pic_list'],
  properties: {
    hour: text,
    contract_phone: text,
    pic_list: pictures,
    ...Object.fromEntries(OPTIONAL_NAMES.map((name) => [name, text])),
  },
};

const observed = {
  type: 'object',
  required: ['hour', 'contract_phone', 'pic_list'],
  properties: { hour: text, contract_phone: text, pic_list: pictures },
};

const local_pictures = {
  type: 'object',
  additionalProperties: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  description:
    'Content (SHA-256) of the pictures that were uploaded from the repository, by the address that was sent for them.',
};

export const recordSchema = {
  title: 'A store’s record',
  type: 'object',
  required: ['review'],
  properties: {
    values: { ...values, description: 'What was last sent and confirmed.' },
    audit_id: {
      type: ['string', 'null'],
      pattern: '^[0-9]{1,20}$',
      description:
        'Id of the last review, every digit kept; null where the answer was lost; absent while there was none.',
    },
    review: { enum: ['none', 'pending', 'approved', 'rejected'] },
    reason: { ...text, description: 'Why the review ended badly, where known.' },
    applied_at: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' },
    uncertain: { const: true, description: 'An update was begun and its verdict is not known.' },
    sending: { ...values, description: 'What was about to be sent.' },
    receipt: {
      type: 'object',
      required: ['review', 'audit_id'],
      properties: {
        review: { enum: ['started', 'none', 'unknown'] },
        audit_id: { type: ['string', 'null'] },
      },
      description: 'What was answered to an update that the live store does not show.',
    },
    approved_pic_list: {
      ...pictures,
      description: 'The pictures that customers see during a review and after a rejection.',
    },
    rejected_pic_list: {
      ...pictures,
      description: 'The pictures that were rejected; they are not sent again.',
    },
    refused: {
      type: 'object',
      required: ['digest', 'code', 'date'],
      properties: {
        digest: text,
        code: { type: ['string', 'integer'] },
        date: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
      },
      description: 'What WeChat refused, and when: the same content is not sent again on that day.',
    },
    local_pictures,
    observed: {
      ...observed,
      description:
        'What WeChat showed when a review ended; it may spell values and host pictures its own way.',
    },
    source: {
      type: 'object',
      required: ['commit'],
      properties: {
        commit: { type: 'string', pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' },
        pull: { type: 'integer', minimum: 1, description: 'The pull request that the commit names.' },
      },
      description: 'The change of the repository that brought the values.',
    },
  },
};

const verdictSchema = {
  type: 'object',
  required: ['review', 'at'],
  properties: {
    review: { enum: ['approved', 'rejected'] },
    reason: { type: ['string', 'null'] },
    at: text,
  },
};

export const stateSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'State of mendian',
  description: 'What was last sent for each store. Written by apply, one store a line.',
  type: 'object',
  required: ['version', 'stores'],
  properties: {
    version: { const: 1 },
    run: {
      type: 'object',
      required: ['id', 'holder', 'started_at', 'seen_at'],
      properties: {
        id: text,
        holder: { ...text, description: 'For people: the address of a run, or a process and its host.' },
        started_at: text,
        seen_at: { ...text, description: 'Last sign of life; the claim lapses 15 minutes later.' },
      },
      description: 'Who applies now, while a run with --push is at work.',
    },
    joined: {
      ...text,
      description:
        'Only in a checkout: the commit of the branch that this file has taken over, while an older one is checked out.',
    },
    verdicts: {
      type: 'object',
      propertyNames: { pattern: '^[0-9]{1,20}$' },
      additionalProperties: verdictSchema,
      description: 'Ends of reviews by audit id, told by push events, that no record has matched yet.',
    },
    pictures: {
      type: 'object',
      propertyNames: { pattern: '^[0-9a-f]{64}$' },
      additionalProperties: { type: 'string', pattern: PICTURE_URL_PATTERN },
      description:
        'Local pictures that were uploaded: the address of each content (SHA-256). Never uploaded twice.',
    },
    stores: {
      type: 'object',
      propertyNames: { pattern: '^[0-9]{1,20}$' },
      additionalProperties: recordSchema,
    },
  },
};
