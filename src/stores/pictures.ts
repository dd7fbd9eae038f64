/**
 * Reads the local pictures that store files name: inside the root, through no link, JPEG or PNG by content, small
 * enough for WeChat. Each file is read once, however many stores name it.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { findObstacle, type Obstacle, readPlainFile } from '../base/plain-file.ts';
import { type Diagnostic, type Fault, fault, type LocalPicture, type Place, warning } from '../model.ts';
import { judgePicture } from './picture-format.ts';

/** `uploadimg` takes pictures under 1 MB; whether that is 1,000,000 or 1,048,576 bytes, no page says. */
export const LARGEST_PICTURE_BYTES = 999_999;
/** No page of WeChat names a least size or a shape: these are where a picture looks bad on any phone. */
const SMALLEST_SIDE = 200;
const WIDEST_RATIO = 4;

/** What a text of `pic_list` leads to; both null where nobody looked. */
export interface FoundPicture {
  readonly picture: LocalPicture | null;
  readonly fault: Fault | null;
  /** Told beside the picture. */
  readonly remark: Fault | null;
}

/** Finds the local picture that a file of the repository names by a path relative to itself. */
export type FindPicture = (file: string, text: string) => FoundPicture;

/** For values that are judged by their form alone. */
export const findNothing: FindPicture = () => NOT_LOOKED;

const NOT_LOOKED: FoundPicture = { picture: null, fault: null, remark: null };

/**
 * `refuse`: a Git LFS pointer is a fault. `trust`: it stands for the content that it names, as in a commit that is only
 * compared.
 */
export type PointerRule = 'refuse' | 'trust';

/** Looks into the folder of a repository's root; what was found is kept for the next one who asks. */
export function createPictureFinder(root: string, pointers: PointerRule = 'refuse'): FindPicture {
  const found = new Map<string, FoundPicture>();
  const look = createFolderLook(root);
  return (file, text) => {
    const wrong = findPathFault(file, text);
    if (wrong !== null) return { ...NOT_LOOKED, fault: wrong };
    const path = posix.join(posix.dirname(file), text);
    const known = found.get(path) ?? readPicture(root, path, look, pointers);
    found.set(path, known);
    return known;
  };
}

/** The findings about a picture at a place in a file. */
export function describePicture({ fault: wrong, remark }: FoundPicture, place: Place): readonly Diagnostic[] {
  // A pair of a code and its params, as `fault` wants it.
  if (wrong !== null) return [fault(wrong.code, place, wrong.params as never)];
  return remark === null ? [] : [warning(remark.code, place, remark.params as never)];
}

/** The bytes of a picture whose content is known, at the moment of its upload. */
export function readPictureAgain(root: string, { path, sha256 }: LocalPicture): Uint8Array | Fault {
  const linked = findObstacle(root, posix.dirname(path)) !== null;
  const { bytes } = linked ? { bytes: null } : readPlainFile(join(root, path), LARGEST_PICTURE_BYTES);
  const same = bytes !== null && digest(bytes) === sha256;
  return same ? bytes : { code: 'PICTURE_CHANGED', params: { path } };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function findPathFault(file: string, text: string): Fault | null {
  if (text.includes('\\')) return refusePath(text, 'backslash', text.replaceAll('\\', '/'));
  const path = posix.join(posix.dirname(file), text);
  if (path === '..' || path.startsWith('../')) return refusePath(text, 'outside', null);
  return /(^|\/)\.{0,2}$/u.test(text) ? refusePath(text, 'no-name', null) : null;
}

type PathProblem = Extract<Fault, { code: 'PICTURE_PATH' }>['params']['problem'];

function refusePath(value: string, problem: PathProblem, write: string | null): Fault {
  return { code: 'PICTURE_PATH', params: { value, problem, write } };
}

/** Names that are in a folder below the root; empty where it cannot be listed. */
type FolderLook = (folder: string) => ReadonlySet<string>;

function createFolderLook(root: string): FolderLook {
  const folders = new Map<string, ReadonlySet<string>>();
  return (folder) => {
    const known = folders.get(folder) ?? new Set(listNames(join(root, folder)));
    folders.set(folder, known);
    return known;
  };
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readPicture(root: string, path: string, look: FolderLook, pointers: PointerRule): FoundPicture {
  const refuse = (wrong: Fault): FoundPicture => ({ ...NOT_LOOKED, fault: wrong });
  const near = findNearPath(root, path, look);
  const obstacle = findObstacle(root, posix.dirname(path));
  if (obstacle === 'link') return refuse({ code: 'PICTURE_LINK', params: { path } });
  // Where capitals do not count (macOS, Windows) the file is found all the same, and nowhere else.
  if (obstacle !== null || near !== null) return refuse({ code: 'PICTURE_MISSING', params: { path, near } });
  const read = readPlainFile(join(root, path), LARGEST_PICTURE_BYTES);
  if (read.obstacle !== null) return refuse(explainObstacle(root, path, read.obstacle));
  return judge(path, read.bytes, pointers);
}

/**
 * A path of the same letters, where a part of this one is there only in other capitals or another Unicode form. macOS
 * lists names in a form of its own and finds them by any: that alone is no fault.
 */
function findNearPath(root: string, path: string, look: FolderLook): string | null {
  const parts = path.split('/');
  const actual: string[] = [];
  for (const part of parts) {
    const names = look(actual.join('/'));
    const plain = (name: string): string => name.normalize('NFC').toLowerCase();
    const other = names.has(part) ? part : [...names].find((name) => plain(name) === plain(part));
    if (other === undefined) return null;
    actual.push(other);
  }
  const near = actual.join('/');
  const isSame = near.normalize('NFC') === path.normalize('NFC');
  return isSame && lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined ? null : near;
}

function explainObstacle(root: string, path: string, obstacle: Obstacle): Fault {
  if (obstacle.reason === 'large') return { code: 'PICTURE_SIZE', params: { path, bytes: obstacle.bytes } };
  if (obstacle.reason === 'link') return { code: 'PICTURE_LINK', params: { path } };
  if (obstacle.reason === 'missing') return { code: 'PICTURE_MISSING', params: { path, near: null } };
  if (obstacle.reason === 'system')
    return { code: 'PICTURE_UNREADABLE', params: { path, problem: 'system', detail: obstacle.detail } };
  const isFolder = lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
  return {
    code: 'PICTURE_UNREADABLE',
    params: { path, problem: isFolder ? 'folder' : 'special', detail: '' },
  };
}

function judge(path: string, bytes: Buffer, pointers: PointerRule): FoundPicture {
  const refuse = (wrong: Fault): FoundPicture => ({ ...NOT_LOOKED, fault: wrong });
  if (bytes.length === 0) return refuse({ code: 'PICTURE_SIZE', params: { path, bytes: 0 } });
  const found = judgePicture(bytes);
  if (found.kind === 'lfs') {
    if (pointers === 'trust' && found.sha256 !== null) return trustPointer(path, found.sha256, found.bytes);
    return refuse({ code: 'PICTURE_LFS_POINTER', params: { path, bytes: found.bytes } });
  }
  if (found.kind === 'format')
    return refuse({ code: 'PICTURE_FORMAT', params: { path, format: found.format } });
  if (found.kind === 'damaged')
    return refuse({ code: 'PICTURE_DAMAGED', params: { path, problem: found.problem } });
  const picture = { path, sha256: digest(bytes), bytes: bytes.length, ...found.shape };
  return { picture, fault: null, remark: remarkShape(picture) };
}

/** Only its content counts here: format and size were judged where it was planned. */
function trustPointer(path: string, sha256: string, bytes: number | null): FoundPicture {
  const picture = { path, sha256, bytes: bytes ?? 0, format: 'jpeg' as const, width: 0, height: 0 };
  return { ...NOT_LOOKED, picture };
}

function remarkShape({ path, width, height }: LocalPicture): Fault | null {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const problem = short < SMALLEST_SIDE ? 'small' : long > short * WIDEST_RATIO ? 'narrow' : null;
  return problem === null ? null : { code: 'PICTURE_SHAPE', params: { path, width, height, problem } };
}
