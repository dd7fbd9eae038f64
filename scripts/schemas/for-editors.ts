/**
 * What a schema for editors has besides: the words of each pattern, since the language server of VS Code would show the regular
 * expression itself (`patternErrorMessage`), and what a completion writes (`defaultSnippets`). Neither is a keyword of JSON
 * Schema, so strict readers must be told of both; nothing else reads these four schemas.
 */
import { type SchemaNode, wordsOfPattern } from '../reference/schema-words.ts';

/** The keywords that are not JSON Schema's own. */
export const EDITOR_KEYWORDS = ['patternErrorMessage', 'defaultSnippets'];

/** The same schema; each pattern with its words, in both languages. */
export function forEditors(schema: object): object {
  // Schemas of this folder are plain JSON; what is no schema in them has none of these keywords.
  return describePatterns(schema) as object;
}

function describePatterns(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(describePatterns);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, describePatterns(value)]),
  );
  const { pattern, anyOf }: SchemaNode = node;
  if (anyOf !== undefined) return { ...inner, anyOf: describeChoice(anyOf) };
  return typeof pattern === 'string' ? { ...inner, patternErrorMessage: expect([pattern]) } : inner;
}

/** An editor shows the words of one of them, so each names all. */
function describeChoice(choices: readonly SchemaNode[]): readonly SchemaNode[] {
  const patterns = choices.flatMap(({ pattern }) => pattern ?? []);
  return choices.map((choice) => ({ ...choice, patternErrorMessage: expect(patterns) }));
}

function expect(patterns: readonly string[]): string {
  const words = patterns.map(wordsOfPattern);
  const english = words.map(({ en }) => en.replaceAll('`', '')).join(', or ');
  const chinese = words.map(({ zh }) => zh.replaceAll('`', '')).join('，或');
  return `Expected ${english}. 应为${/^[\p{ASCII}]/u.test(chinese) ? ' ' : ''}${chinese}。`;
}
