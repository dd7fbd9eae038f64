/** The types that programs import say what the schemas say. */
import { describe, expect, test } from 'vitest';
import { comment, renderBody, renderType, type Schema } from '../../scripts/types/render.ts';

const unnamed = (): null => null;

describe('the type of a schema', () => {
  test.each<readonly [string, Schema, string]>([
    ['a text', { type: 'string' }, 'string'],
    ['a whole number', { type: 'integer' }, 'number'],
    ['one of several', { type: ['null', 'string', 'integer'] }, 'string | number | null'],
    ['words', { enum: ['a', null, "it's"] }, "'a' | 'it\\'s' | null"],
    ['a constant', { const: true }, 'true'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'string[]'],
    [
      'a list of one of several',
      { type: 'array', items: { type: ['string', 'null'] } },
      'Array<string | null>',
    ],
    ['a choice', { anyOf: [{ type: 'null' }, { type: 'string' }] }, 'string | null'],
    ['a choice that shares a type', { type: 'string', anyOf: [{}, {}] }, 'string'],
    ['free members', { type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string>'],
    [
      'members',
      { type: 'object', required: ['a'], properties: { a: { type: 'string' }, 'b-c': { type: 'null' } } },
      '{\n  a: string;\n  "b-c"?: null;\n}',
    ],
    [
      'an object or null',
      { type: ['object', 'null'], properties: { a: { type: 'string' } } },
      '{\n  a?: string;\n} | null',
    ],
    [
      'one of two forms',
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'string' } },
        oneOf: [
          { required: ['a'], properties: { b: false } },
          { required: ['b'], properties: { a: false } },
        ],
      },
      '{\n  a: string;\n  b?: never;\n} | {\n  a?: never;\n  b: string;\n}',
    ],
  ])('is exact for %s', (_what, schema, type) => {
    expect(renderBody(schema, unnamed)).toBe(type);
  });

  test('takes the name that a part has, also where it may be null', () => {
    const part: Schema = { type: 'object', properties: { a: { type: 'string' } } };
    const findName = (schema: Schema) => (JSON.stringify(schema) === JSON.stringify(part) ? 'Part' : null);
    expect(renderType({ type: 'array', items: part }, findName)).toBe('Part[]');
    expect(renderType({ ...part, type: ['object', 'null'] }, findName)).toBe('Part | null');
  });

  test.each<readonly [string, object]>([
    ['a keyword that nobody has thought of', { type: 'object', patternProperties: {} }],
    ['named members beside free ones', { type: 'object', properties: {}, additionalProperties: {} }],
    ['no type', { pattern: 'a' }],
  ])('is refused for %s', (_what, schema) => {
    expect(() => renderBody(schema, unnamed)).toThrow(/no TypeScript/u);
  });

  test('has its description above it, which cannot end the comment', () => {
    expect(comment('One line.')).toBe('/** One line. */\n');
    expect(comment('In English.\n用中文。')).toBe('/**\n * In English.\n * 用中文。\n */\n');
    expect(comment('stores/*/a.yaml').match(/\*\//gu)).toHaveLength(1);
  });
});
