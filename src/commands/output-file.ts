/** Writes a file that a person names with `--out`. */
import { dirname, resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { findPathPrefix } from '../base/path-prefix.ts';
import { findObstacle, LARGEST_JSON_BYTES, readPlainFile } from '../base/plain-file.ts';
import type { Phrase } from '../messages/phrases.ts';
import type { Context } from './context.ts';
import { OptionError } from './options.ts';

export interface OutputFile {
  /** As the person wrote it, relative to the root. */
  readonly file: string;
  readonly content: string;
  /** Whether a file in its place is an earlier one of the same kind. */
  readonly isEarlier: (bytes: Buffer) => boolean;
  /** What is expected, where it is not. */
  readonly expected: Phrase;
}

/** Writes over nothing but an earlier file of its kind: a slip must not cost a state, a store file or a device. */
export function writeOutput(
  { root }: Pick<Context, 'root'>,
  { file, content, isEarlier, expected }: OutputFile,
): void {
  const path = resolve(root, file);
  const behindLink = findObstacle(root, findPathPrefix(root, dirname(path))) === 'link';
  if (behindLink || !mayReplace(path, isEarlier)) throw new OptionError('--out', file, expected);
  replaceFile(path, content);
}

function mayReplace(path: string, isEarlier: OutputFile['isEarlier']): boolean {
  const { bytes, obstacle } = readPlainFile(path, LARGEST_JSON_BYTES);
  return obstacle === null ? isEarlier(bytes) : obstacle.reason === 'missing';
}
