/** Reads an account's store files from disk. */

import { join } from 'node:path';
import { readPlainFile, readSmallText } from '../base/plain-file.ts';
import { openReadAhead, type ReadAhead } from '../base/read-ahead.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import type { Account, Diagnostic } from '../model.ts';
import { type Assembly, assembleStores, type IsSettled, type SourceFile } from './assemble.ts';
import { openCalendars } from './calendars.ts';
import { createPictureFinder, type PointerRule } from './pictures.ts';
import { explainObstacle, type FoundFile, walkStores } from './walk.ts';

export interface StoreReading extends Assembly {
  /** Store files, with or without faults; files of defaults do not count. */
  readonly files: number;
}

/**
 * Reads every store file below the account's folder. `root` is the repository's root. In files that are only compared,
 * a pointer of Git LFS may stand for its picture. `edited` are texts that take the place of what files say; `findSettled` gives what
 * `assembleStores` leaves stores out by; it is asked while a second thread has begun to read already.
 */
export function readStores(
  root: string,
  account: Account,
  pointers: PointerRule = 'refuse',
  edited: ReadonlyMap<string, string> = new Map(),
  findSettled: () => IsSettled | null = () => null,
): StoreReading {
  const walk = walkStores(root, account.stores);
  const unread: Diagnostic[] = [];
  const names = walk.files.map(({ file }) => file);
  const ahead = openReadAhead(root, names);
  // Each is read when it is asked for: all at once they would only fill the memory.
  const sources = walk.files.map((found, index) => {
    const text = edited.get(found.file);
    if (text !== undefined) return { ...found, bytes: Buffer.from(text), text };
    return new OpenSource(root, found, { index, ahead, unread });
  });
  const isSettled = findSettled();
  const calendars = openCalendars(root);
  const assembly = assembleStores(
    sources,
    account,
    calendars,
    createPictureFinder(root, pointers),
    'short',
    isSettled,
  );
  ahead?.close();
  return {
    stores: assembly.stores,
    settled: assembly.settled,
    diagnostics: [...walk.diagnostics, ...unread, ...calendars.diagnostics(), ...assembly.diagnostics],
    invalid: [...assembly.invalid, ...walk.closed.map((file) => ({ file, poi_id: null }))],
    files: walk.files.filter(({ kind }) => kind === 'store').length,
  };
}

interface Shared {
  /** The file's place among all. */
  readonly index: number;
  readonly ahead: ReadAhead | null;
  /** Grows with what could not be read. */
  readonly unread: Diagnostic[];
}

/** A file on disk, read by whoever asks. */
class OpenSource implements SourceFile {
  readonly file: string;
  readonly kind: SourceFile['kind'];
  private told = false;

  constructor(
    private readonly root: string,
    { file, kind }: FoundFile,
    private readonly shared: Shared,
  ) {
    this.file = file;
    this.kind = kind;
  }

  get text(): string | null {
    const { ahead, index } = this.shared;
    return ahead?.text(index) ?? readSmallText(`${this.root}/${this.file}`);
  }

  get bytes(): Uint8Array | null {
    const { bytes, obstacle } = readPlainFile(join(this.root, this.file), LARGEST_YAML_BYTES);
    // Files of a folder with one id twice are read once more.
    if (obstacle !== null && !this.told) this.shared.unread.push(explainObstacle(this.file, obstacle));
    this.told = obstacle !== null;
    return bytes;
  }
}
