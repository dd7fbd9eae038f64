/** Reads an account's store files from disk. */

import { join } from 'node:path';
import { type Obstacle, readPlainFile } from '../base/plain-file.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type Account, type Diagnostic, fault } from '../model.ts';
import { type Assembly, assembleStores, type SourceFile } from './assemble.ts';
import { type FoundFile, unreadable, walkStores } from './walk.ts';

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
  const { bytes, obstacle } = readPlainFile(join(root, file), LARGEST_YAML_BYTES);
  return obstacle === null ? { bytes, fault: null } : { bytes: null, fault: explainObstacle(file, obstacle) };
}

function explainObstacle(file: string, obstacle: Obstacle): Diagnostic {
  const place = { file, line: null, column: null };
  if (obstacle.reason === 'large') return fault('FILE_TOO_LARGE', place, { bytes: obstacle.bytes });
  if (obstacle.reason === 'missing') return unreadable(file, 'ENOENT');
  if (obstacle.reason === 'system') return unreadable(file, obstacle.detail);
  return fault('FILE_UNREADABLE', place, { reason: obstacle.reason, detail: '' });
}
