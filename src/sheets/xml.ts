/** Walks through XML of a spreadsheet: names without prefixes, texts, and an end at the first fault. */
import { SaxesParser } from 'saxes';

export interface XmlVisitor {
  /** `attributes` by their names without prefix. False ends the walk. */
  readonly open?: (name: string, attributes: ReadonlyMap<string, string>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** Thrown through the parser where there is more than anybody needs. */
export class TooMuchError extends Error {
  override readonly name = 'TooMuchError';
}

export type XmlEnd = 'done' | 'broken' | 'too-large';

/** A piece at a time: the parser keeps no more than that. */
const PIECE = 65_536;

/** Entities of a document's own are never replaced: the parser knows the five of XML and calls others a fault. */
export function walkXml(bytes: Buffer, { open, close, text }: XmlVisitor): XmlEnd {
  const parser = new SaxesParser({ fragment: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => open?.(localName(name), readAttributes(attributes)));
  parser.on('closetag', ({ name }) => close?.(localName(name)));
  parser.on('text', (words) => text?.(words));
  parser.on('cdata', (words) => text?.(words));
  const decoder = new TextDecoder(findEncoding(bytes), { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += PIECE)
      parser.write(decoder.decode(bytes.subarray(at, at + PIECE), { stream: true }));
    parser.write(decoder.decode()).close();
    return 'done';
  } catch (error) {
    return error instanceof TooMuchError ? 'too-large' : 'broken';
  }
}

/** The two encodings that the format allows. */
function findEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function readAttributes(attributes: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(attributes).map(([name, value]) => [localName(name), String(value)]));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
