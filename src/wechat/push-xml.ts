/** Reads the XML of a push message: one flat list of texts. Whatever XML can do besides is refused before the parser. */
import { isJsonObject } from '../base/json-object.ts';
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
  if (XMLValidator.validate(text) !== true) return unreadable('its XML is not well-formed');
  const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, trimValues: false });
  try {
    const nodes: unknown = parser.parse(text.replace(DECLARATION, ''));
    return readRoot(nodes);
  } catch {
    // It refuses names that could change an object's prototype.
    return unreadable('its XML holds a name that cannot be');
  }
}

/** What must not be there, judged outside of CDATA; null where all is well. */
function refuseConstructs(text: string): string | null {
  const bare = text.replace(DECLARATION, '').replace(CDATA, ' ');
  if (/<!/u.test(bare)) return 'its XML holds a DOCTYPE, an entity or a comment';
  if (/<\?/u.test(bare)) return 'its XML holds a processing instruction';
  if (ENTITY.test(bare)) return 'its XML holds an entity that is none of the five of XML itself';
  if (bare.replace(TAG, '').includes('<')) return 'its XML holds an attribute, or a name that cannot be';
  return measureDepth(bare) > DEEPEST ? `its XML is deeper than ${DEEPEST} levels` : null;
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
  if (root?.[0] !== 'xml' || more.length > 0) return unreadable('its XML is no single <xml> element');
  const members = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, content] of listNodes(root[1])) {
    if (name === TEXT) {
      if (String(content).trim() === '') continue;
      return unreadable('its XML has text between the elements');
    }
    if (seen.has(name)) return unreadable(`its XML has <${name.slice(0, LONGEST_NAME)}> twice`);
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
