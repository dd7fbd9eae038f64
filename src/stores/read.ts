/** Reads an account's store files from disk. */

import { join } from 'node:path';
import { readPlainFile } from '../base/plain-file.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import type { Account, Diagnostic } from '../model.ts';
import { type Assembly, assembleStores, type SourceFile } from './assemble.ts';
import { openCalendars } from './calendars.ts';
import { createPictureFinder, type PointerRule } from './pictures.ts';
import { explainObstacle, type FoundFile, walkStores } from './walk.ts';

export interface StoreReading extends Assembly {
  /** Store files, with or without faults; files of defaults do not count. */
  readonly files: number;
}

/**
 * Reads every store file below the account's folder. `root` is the repository's root. In files that are only compared,
 * a pointer of Git LFS may stand for its picture. `edited` are texts that take the place of what files say.
 */
export function readStores(
  root: string,
  account: Account,
  pointers: PointerRule = 'refuse',
  edited: ReadonlyMap<string, string> = new Map(),
): StoreReading {
  const walk = walkStores(root, account.stores);
  const diagnostics: Diagnostic[] = [...walk.diagnostics];
  const sources: SourceFile[] = [];
  for (const found of walk.files) {
    const text = edited.get(found.file);
    const read = text === undefined ? readSource(root, found) : { bytes: Buffer.from(text), fault: null };
    if (read.fault !== null) diagnostics.push(read.fault);
    sources.push({ ...found, bytes: read.bytes });
  }
  const calendars = openCalendars(root);
  const assembly = assembleStores(sources, account, calendars, createPictureFinder(root, pointers));
  return {
    stores: assembly.stores,
    diagnostics: [...diagnostics, ...calendars.diagnostics(), ...assembly.diagnostics],
    invalid: [...assembly.invalid, ...walk.closed.map((file) => ({ file, poi_id: null }))],
    files: walk.files.filter(({ kind }) => kind === 'store').length,
  };
}

interface Source {
  readonly bytes: Uint8Array | null;
  readonly fault: Diagnostic | null;
}

function readSource(root: string, { file }: FoundFile): Source {
  const { bytes, obstacle } = readPlainFile(join(root, file), LARGEST_YAML_BYTES);
  return obstacle === null ? { bytes, fault: null } : { bytes: null, fault: explainObstacle(file, obstacle) };
}
