/** JSON Schema → TypeScript, as far as the schemas of this repository go: a keyword that is not known here is an error. Pure. */

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}

/** The name of a type that is declared elsewhere in the file, or null where the schema is to be written out. */
export type FindName = (schema: Schema) => string | null;

const KNOWN = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'oneOf', 'items', 'properties', 'required', 'additionalProperties'],
  ...['$schema', 'title', 'description', 'default', 'examples', 'patternErrorMessage', 'defaultSnippets'],
  // Rules that no type can tell: a text of a form is a text.
  ...[
    'pattern',
    'propertyNames',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'minimum',
  ],
]);

/** The type of a schema, by its name where it has one, also where it may be null besides. */
export function renderType(schema: Schema, findName: FindName): string {
  const name = findName(schema);
  if (name !== null) return name;
  const { type } = schema;
  const [only, ...others] = Array.isArray(type) ? type.filter((one) => one !== 'null') : [];
  const nullable = others.length === 0 && Array.isArray(type) && type.includes('null');
  const inner = nullable && only !== undefined ? findName({ ...schema, type: only }) : null;
  return inner === null ? renderBody(schema, findName) : `${inner} | null`;
}

/** The type of a schema, written out; names stand only inside. */
export function renderBody(schema: Schema, findName: FindName): string {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
  if (unknown !== undefined) throw new Error(`no TypeScript for the keyword "${unknown}" of JSON Schema`);
  const { anyOf, type: shared } = schema;
  if (anyOf !== undefined) {
    const choices = shared === undefined ? anyOf : anyOf.map((choice) => ({ type: shared, ...choice }));
    return union(choices.map((choice) => renderType(choice, findName)));
  }
  if (schema.enum !== undefined) return union(schema.enum.map(literal));
  if (schema.const !== undefined) return literal(schema.const);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length === 0)
    throw new Error(`no TypeScript for a schema without a type: ${JSON.stringify(schema)}`);
  return union(types.map((type) => renderOne(type, schema, findName)));
}

function renderOne(type: string, schema: Schema, findName: FindName): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return renderArray(schema.items, findName);
    case 'object':
      return renderObject(schema, findName);
    default:
      throw new Error(`no TypeScript for the type "${type}" of JSON Schema`);
  }
}

function renderArray(items: Schema | undefined, findName: FindName): string {
  const item = items === undefined ? 'unknown' : renderType(items, findName);
  return /^\w+$/u.test(item) ? `${item}[]` : `Array<${item}>`;
}

function renderObject({ oneOf, ...schema }: Schema, findName: FindName): string {
  if (oneOf !== undefined)
    return union(oneOf.map((choice) => renderObject(withChoice(schema, choice), findName)));
  const { properties, additionalProperties } = schema;
  const open = typeof additionalProperties === 'object' ? additionalProperties : null;
  if (properties === undefined)
    return open === null ? 'Record<string, unknown>' : `Record<string, ${renderType(open, findName)}>`;
  if (open !== null) throw new Error('no TypeScript for members that are named beside such that are not');
  const required = new Set(schema.required);
  const members = Object.entries(properties).map(([name, member]) =>
    renderMember(name, member, required.has(name), findName),
  );
  return `{\n${indent(members.join('\n'))}\n}`;
}

/** One of several forms of an object: what it requires, and what it must not have. */
function withChoice(schema: Schema, choice: Schema): Schema {
  const refused = Object.entries(choice.properties ?? {}).filter(([, allowed]) => allowed === false);
  return {
    ...schema,
    required: [...(schema.required ?? []), ...(choice.required ?? [])],
    properties: { ...schema.properties, ...Object.fromEntries(refused) },
  };
}

function renderMember(name: string, schema: Schema | boolean, required: boolean, findName: FindName): string {
  const key = /^[A-Za-z_]\w*$/u.test(name) ? name : JSON.stringify(name);
  if (schema === false) return `${key}?: never;`;
  if (schema === true) return `${key}${required ? '' : '?'}: unknown;`;
  return `${comment(schema.description)}${key}${required ? '' : '?'}:${spaced(renderType(schema, findName))};`;
}

/** A type behind a colon or an equals sign: a long union begins on a line of its own. */
export function spaced(type: string): string {
  return type.startsWith('\n') ? type : ` ${type}`;
}

/** A description as a comment above what it describes, with the line break after it; empty where there is none. */
export function comment(description: string | undefined): string {
  if (description === undefined) return '';
  // Nothing in a description may end the comment.
  const lines = description.replaceAll('*/', '*\u200b/').split('\n');
  return lines.length === 1
    ? `/** ${lines[0]} */\n`
    : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/gu, '\\$&')}'` : JSON.stringify(value);
}

/** Null comes last. */
function union(types: readonly string[]): string {
  const others = [...new Set(types)].filter((type) => type !== 'null');
  const different = types.includes('null') ? [...others, 'null'] : others;
  const line = different.join(' | ');
  if (line.length <= 100 || line.includes('\n')) return line;
  return `\n${indent(different.map((type) => `| ${type}`).join('\n'))}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gmu, '  ');
}
