/** Reads the XML of a push message: one flat list of texts. Whatever XML can do besides is refused before the parser. */

import { isJsonObject } from '../base/json-object.ts';
import type { Phrase } from '../messages/phrases.ts';
import type { Fault } from '../model.ts';
import { unreadable } from './push-envelope.ts';

/** The members of a message by name; one that holds others is not among them. */
export type PushMembers = ReadonlyMap<string, string>;

const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/gu;
const DECLARATION = /^\ufeff?\s*<\?xml\s[^<>?]*\?>/u;
/** A name and nothing else: the platform's messages have no attributes. */
const TAG = /<(\/?)[A-Za-z_][\w.-]*\s*(\/?)>/gu;
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos);)/u;
const DEEPEST = 8;

/** Reads `<xml>…</xml>`. Texts are kept digit by digit; blanks around them go. */
export async function readPushXml(text: string): Promise<PushMembers | Fault> {
  const refused = refuseConstructs(text);
  if (refused !== null) return unreadable(refused);
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  // The parser itself closes what is left open, and takes several roots.
  if (XMLValidator.validate(text) !== true) return unreadable('xml-malformed');
  const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, trimValues: false });
  try {
    const nodes: unknown = parser.parse(text.replace(DECLARATION, ''));
    return readRoot(nodes);
  } catch {
    // It refuses names that could change an object's prototype.
    return unreadable('xml-odd-name');
  }
}

/** What must not be there, judged outside of CDATA; null where all is well. */
function refuseConstructs(text: string): Phrase | null {
  const bare = text.replace(DECLARATION, '').replace(CDATA, ' ');
  if (/<!/u.test(bare)) return 'xml-doctype';
  if (/<\?/u.test(bare)) return 'xml-instruction';
  if (ENTITY.test(bare)) return 'xml-entity';
  if (bare.replace(TAG, '').includes('<')) return 'xml-attribute';
  return measureDepth(bare) > DEEPEST ? { phrase: 'xml-too-deep', most: DEEPEST } : null;
}

function measureDepth(bare: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, closes, empty] of bare.matchAll(TAG)) {
    if (closes === '/') depth -= 1;
    else {
      deepest = Math.max(deepest, depth + 1);
      if (empty !== '/') depth += 1;
    }
  }
  return deepest;
}

type Node = readonly [name: string, content: unknown];

function readRoot(nodes: unknown): PushMembers | Fault {
  const [root, ...more] = listNodes(nodes).filter(([name]) => name !== TEXT);
  if (root?.[0] !== 'xml' || more.length > 0) return unreadable('xml-root');
  const members = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, content] of listNodes(root[1])) {
    if (name === TEXT) {
      if (String(content).trim() === '') continue;
      return unreadable('xml-loose-text');
    }
    if (seen.has(name)) return unreadable({ phrase: 'xml-twice', name: name.slice(0, LONGEST_NAME) });
    seen.add(name);
    const inner = listNodes(content);
    if (inner.every(([part]) => part === TEXT))
      members.set(
        name,
        inner
          .map(([, part]) => part)
          .join('')
          .trim(),
      );
  }
  return members;
}

/** How the parser calls a text between tags. */
const TEXT = '#text';
const LONGEST_NAME = 40;

/** The parser's ordered form: a list of objects with one member each, the element's name or the text's. */
function listNodes(nodes: unknown): readonly Node[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => (isJsonObject(node) ? Object.entries(node).slice(0, 1) : []));
}
