/** The keys of a schema as sections of a page: each with its text, form, default and example, nested keys below theirs. */
import { stringify } from 'yaml';
import { anchor, code, fence, table } from './markdown.ts';
import { describe, describeForm, type SchemaNode } from './schema-words.ts';

/** One key, as a page shows it. */
export interface KeySection {
  /** As it is written from the top of the file, such as `policy.max_changes`. */
  readonly path: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

/** What a page tells of its keys besides the schema. */
export interface KeyNotes {
  /** The column of the table between key and form. */
  readonly column: string;
  readonly cell: (section: KeySection) => string;
  /** Lines of a key's section after its form. */
  readonly facts: (section: KeySection) => readonly (readonly [string, string])[];
}

/** All keys in the schema's order, each before those within it. Free names stand as `NAME`, items of a list as `[]`. */
export function listKeys(node: SchemaNode, prefix = ''): readonly KeySection[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, inner]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const section = { path, node: inner, required: node.required?.includes(name) === true };
    return [section, ...listKeys(inner, path)];
  });
  const { additionalProperties: free, items } = node;
  const named = typeof free === 'object' ? listFree(free, prefix === '' ? 'NAME' : `${prefix}.NAME`) : [];
  const listed = items?.properties === undefined ? [] : listKeys(items, `${prefix}[]`);
  return [...own, ...named, ...listed];
}

function listFree(node: SchemaNode, path: string): readonly KeySection[] {
  return [{ path, node, required: false }, ...listKeys(node, path)];
}

/** The table of all keys, each leading to its section. */
export function keyTable(sections: readonly KeySection[], notes: KeyNotes): string {
  const rows = sections.map((section) => [
    `[${code(section.path)}](#${anchor(section.path)})`,
    notes.cell(section),
    describeForm(section.node),
  ]);
  return table(['key', notes.column, 'form'], rows);
}

/** One section a key, at a level of headings. */
export function keySections(sections: readonly KeySection[], notes: KeyNotes, level: number): string {
  return sections.map((section) => keySection(section, notes, level)).join('\n\n');
}

function keySection(section: KeySection, notes: KeyNotes, level: number): string {
  const { path, node } = section;
  const facts = [
    ['form', describeForm(node)],
    ...notes.facts(section),
    ...(node.default === undefined ? [] : [['default', code(String(node.default))]]),
  ];
  return [
    `${'#'.repeat(level)} ${code(path)}`,
    describe(node, path),
    facts.map(([what, words]) => `- ${what}: ${words}`).join('\n'),
    ...exampleOf(section),
  ].join('\n\n');
}

/** The first example as it stands in a file, under its key alone. */
function exampleOf({ path, node }: KeySection): readonly string[] {
  const [example] = node.examples ?? [];
  if (example === undefined) return [];
  const key = path.split('.').at(-1) ?? path;
  const text = stringify({ [key]: example }, { lineWidth: 0, collectionStyle: flowWithin(example) });
  return [fence('yaml', text)];
}

function flowWithin(example: unknown): 'any' | 'block' {
  return typeof example === 'object' ? 'any' : 'block';
}
