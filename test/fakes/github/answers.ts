/** Answers in the form of GitHub's description: what a test cares about is given, what is required besides is filled in. */
import description from './description.json' with { type: 'json' };

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

type Given = Readonly<Record<string, unknown>>;

/** A value of a named schema; `given` members win, also inside of given objects. */
export function fill(name: string, given: Given): Record<string, unknown> {
  return fillObject({ $ref: `#/components/schemas/${name}` }, given);
}

function fillObject(schema: Schema, given: Given): Record<string, unknown> {
  const { required = [], properties = {} } = resolve(schema);
  const filled: Record<string, unknown> = {};
  for (const name of required) filled[name] = fillValue(properties[name] ?? {}, given[name]);
  for (const [name, value] of Object.entries(given)) filled[name] = fillValue(properties[name] ?? {}, value);
  return filled;
}

function fillValue(schema: Schema, given: unknown): unknown {
  const { nullable, enum: choices, type, format, ...rest } = resolve(schema);
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && rest.properties !== undefined) {
    return fillObject(schema, given as Given);
  }
  if (given !== undefined) return given;
  if (nullable) return null;
  if (choices !== undefined) return choices[0];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'array') return [];
  if (type === 'object' || rest.properties !== undefined) return fillObject(schema, {});
  if (format === 'uri') return 'https://github.invalid/x';
  if (format === 'date-time') return '2026-11-25T10:00:00Z';
  return 'x';
}

function resolve(schema: Schema): Schema {
  if (schema.$ref !== undefined) {
    const [, , group = '', name = ''] = schema.$ref.split('/');
    // The file is GitHub's own description, cut down; each reference in it leads somewhere.
    const components = description.components as unknown as Record<string, Record<string, Schema>>;
    return resolve(components[group]?.[name] ?? {});
  }
  const [first, ...others] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (first === undefined) return schema;
  const nullable = schema.nullable === true || others.some(({ type }) => type === 'null');
  return { ...resolve(first), ...(nullable ? { nullable: true } : {}) };
}
