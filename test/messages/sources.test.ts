/** Reads the sources outside of messages/ for sentences that people would get in English whatever language they chose. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../../src');

/** Help of the command line, the schemas' descriptions, the platform's own words, and the emulator's, which plays it. */
const ENGLISH = /^(?:cli-help|cli-options|cli-program|cli-table.*|fields|wechat\/errcodes)\.ts$|^emulator\//u;
/** Words that only sentences have; code, markup, YAML and queries have other signs besides. */
const SENTENCE = /(?:^|[a-z,] )(?:the|a|an|is|are|was|not|cannot|must|its|has|have|of|it)(?: [a-z…]|$)/u;
const CODE = /[<>{}=;]|^[\w-]+: /u;

describe('the sources outside of messages/', () => {
  test('hold no sentences', () => {
    const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter(
        (file) =>
          file.endsWith('.ts') && !/^messages\/|generated\/|browser\//u.test(file) && !ENGLISH.test(file),
      )
      .flatMap(listSentences);
    expect(found).toEqual([]);
  });
});

function listSentences(file: string): readonly string[] {
  const tree = ts.createSourceFile(
    file,
    readFileSync(join(source, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    // An exception is a bug, and its words are for whoever mends it.
    if (ts.isThrowStatement(node) || isSuperCall(node)) return;
    const text = readText(node);
    if (text !== null && SENTENCE.test(text) && !CODE.test(text)) found.push(`${file}: ${text}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isSuperCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** The text of a literal, with … for what is filled in; null for all else. */
function readText(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.templateSpans.reduce((text, { literal }) => `${text}…${literal.text}`, node.head.text);
}
