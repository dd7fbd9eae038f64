/**
 * Unpacks the few parts of a zip file that are wanted, each within a bound that holds while it is unpacked: what a zip
 * says of its own sizes is not to be believed. Files that need more than the plain format are refused.
 */
import { crc32, inflateRawSync } from 'node:zlib';

export type ZipRefusal = 'no-zip' | 'broken' | 'encrypted' | 'too-large';

/** The names in a zip, and its parts when they are asked for. */
export interface ZipFile {
  readonly names: readonly string[];
  /** Null where there is no such part. */
  read(name: string): Buffer | ZipRefusal | null;
}

interface Entry {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
/** A comment of any length may stand behind the end record. */
const LONGEST_END = 22 + 65_535;
const MOST_ENTRIES = 10_000;

/** Reads the directory of a zip. All parts that are read share one bound of unpacked bytes. */
export function openZip(bytes: Buffer, mostBytes: number): ZipFile | ZipRefusal {
  const entries = readDirectory(bytes);
  if (typeof entries === 'string') return entries;
  let left = mostBytes;
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      const part = unpack(bytes, entry, left);
      if (typeof part !== 'string') left -= part.length;
      return part;
    },
  };
}

function readDirectory(bytes: Buffer): ReadonlyMap<string, Entry> | ZipRefusal {
  const end = findEnd(bytes);
  if (end === null) return 'no-zip';
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) return 'too-large';
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) return 'broken';
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const name = bytes
      .toString('utf8', at + 46, nameEnd)
      .replaceAll('\\', '/')
      .replace(/^\//u, '');
    // Two parts of one name are read differently by different programs: what one shows, another would not.
    if (entries.has(name)) return 'broken';
    entries.set(name, {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(bytes: Buffer): number | null {
  const least = Math.max(0, bytes.length - LONGEST_END);
  for (let at = bytes.length - 22; at >= least; at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return null;
}

function unpack(
  bytes: Buffer,
  { flags, method, crc, packed, offset }: Entry,
  most: number,
): Buffer | ZipRefusal {
  if ((flags & 1) === 1) return 'encrypted';
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) return 'broken';
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packed > bytes.length) return 'broken';
  const content = inflate(bytes.subarray(start, start + packed), method, most);
  if (typeof content === 'string') return content;
  return crc32(content) === crc ? content : 'broken';
}

function inflate(content: Buffer, method: number, most: number): Buffer | ZipRefusal {
  if (most <= 0) return 'too-large';
  if (method === 0) return content.length > most ? 'too-large' : content;
  if (method !== 8) return 'broken';
  try {
    return inflateRawSync(content, { maxOutputLength: most });
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'broken';
  }
}
