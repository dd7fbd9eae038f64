/** Reads an account's store files from disk. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSystemCode } from '../base/system-error.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type Account, type Diagnostic, fault } from '../model.ts';
import { type Assembly, assembleStores, type SourceFile } from './assemble.ts';
import { type FoundFile, walkStores } from './walk.ts';

export interface StoreReading extends Assembly {
  /** Store files, with or without faults; files of defaults do not count. */
  readonly files: number;
}

/** Reads every store file below the account's folder. `root` is the repository's root. */
export function readStores(root: string, account: Account): StoreReading {
  const walk = walkStores(root, account.stores);
  const diagnostics: Diagnostic[] = [...walk.diagnostics];
  const sources: SourceFile[] = [];
  for (const found of walk.files) {
    const read = readSource(root, found);
    if (read.fault !== null) diagnostics.push(read.fault);
    sources.push({ ...found, bytes: read.bytes });
  }
  const assembly = assembleStores(sources, account);
  return {
    stores: assembly.stores,
    diagnostics: [...diagnostics, ...assembly.diagnostics],
    invalid: [...assembly.invalid, ...walk.closed.map((file) => ({ file, poi_id: null }))],
    files: walk.files.filter(({ kind }) => kind === 'store').length,
  };
}

interface Source {
  readonly bytes: Uint8Array | null;
  readonly fault: Diagnostic | null;
}

function readSource(root: string, { file }: FoundFile): Source {
  const path = join(root, file);
  const place = { file, line: null, column: null };
  try {
    // Looked at before it is read: a huge file must not fill the memory first.
    const { size } = statSync(path);
    if (size > LARGEST_YAML_BYTES)
      return { bytes: null, fault: fault('FILE_TOO_LARGE', place, { bytes: size }) };
    return { bytes: readFileSync(path), fault: null };
  } catch (error) {
    const detail = readSystemCode(error) ?? 'unknown';
    return { bytes: null, fault: fault('FILE_UNREADABLE', place, { detail }) };
  }
}
