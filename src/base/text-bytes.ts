/** Bytes of a file people wrote → text, or what is wrong with them: encoding, marks, line ends, size. Pure. */
import { isUtf8 } from 'node:buffer';
import { type Diagnostic, fault, type Read } from '../model.ts';

/** Larger YAML files are a mistake; reading them whole would only cost memory. */
export const LARGEST_YAML_BYTES = 1_000_000;

/** Decodes a YAML file. One byte-order mark is taken off. */
export function decodeText(bytes: Uint8Array, file: string): Read<string> {
  const place = { file, line: 1, column: 1 };
  if (bytes.length > LARGEST_YAML_BYTES)
    return reject(fault('FILE_TOO_LARGE', place, { bytes: bytes.length }));
  const text = decodeUtf8(bytes);
  if (text === null)
    return reject(fault('NOT_UTF8', findBadByte(bytes, file), { guess: guessEncoding(bytes) }));
  const plain = text.replace(/^\ufeff/u, '');
  if (plain.startsWith('\ufeff')) return reject(fault('SECOND_BOM', place, {}));
  const loneReturn = plain.search(/\r(?!\n)/u);
  if (loneReturn < 0) return { value: plain, diagnostics: [] };
  const before = plain.slice(0, loneReturn).split('\n');
  return reject(
    fault('LONE_CR', { file, line: before.length, column: (before.at(-1) ?? '').length + 1 }, {}),
  );
}

/** Node's own check: its decoder for the web takes longer to load than a store file takes to read. */
function decodeUtf8(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function decodeGbk(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('gb18030', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** GBK is what Chinese editors and Excel write where they do not write UTF-8. */
function guessEncoding(bytes: Uint8Array): 'GBK' | 'UTF-16' | 'unknown' {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'UTF-16';
  const chinese = decodeGbk(bytes);
  return chinese !== null && /\p{Script=Han}/u.test(chinese) ? 'GBK' : 'unknown';
}

/** The line in which the first bytes stand that are no UTF-8. */
function findBadByte(bytes: Uint8Array, file: string): { file: string; line: number; column: number } {
  const replaced = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const index = Math.max(0, replaced.indexOf('\ufffd'));
  const before = replaced.slice(0, index).split('\n');
  return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function reject(diagnostic: Diagnostic): Read<string> {
  return { value: null, diagnostics: [diagnostic] };
}
