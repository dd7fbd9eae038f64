/** Secrets of the tests, all forms in which one could stand somewhere, and the search for them. */
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** With signs that change in every form in which a text can stand somewhere. */
export const SECRET = 'sec/ret+of "the" tests=&é';
export const PROXY_PASSWORD = 'proxy-pass+word/1';
export const GIT_PASSWORD = 'git-pass-word-2';
/** How the emulator's tokens begin; what follows counts up. */
const TOKENS = ['stable', 'plain', 'authorizer', 'component'].map((family) => `${family}-token-00000`);

/** Token and EncodingAESKey of push events. */
export const PUSH_SECRETS = [
  'push+token/of=the&tests',
  'kEyOfTheTestsForPushEvents0123456789abcdefg',
] as const;

const FORBIDDEN = [SECRET, PROXY_PASSWORD, GIT_PASSWORD, ...PUSH_SECRETS, ...TOKENS].flatMap(listForms);

let searched = 0;

/** Fails where a secret or a token stands in the text, in any form. */
export function expectNone(text: string): void {
  searched += Buffer.byteLength(text);
  expect(FORBIDDEN.filter((form) => text.includes(form))).toEqual([]);
}

/** Bytes that were searched so far in this file of tests. */
export function countSearched(): number {
  return searched;
}

/**
 * Every file below a folder as it is now, and its name. git's own objects and settings are left out: they hold what the
 * test put there. A file may go while the folder is read.
 */
export function readAll(folder: string): string {
  return listEntries(folder)
    .filter((entry) => !/(^|\/)\.git(\/|$)/u.test(join(entry.parentPath, entry.name).slice(folder.length)))
    .map((entry) => `${entry.name}\n${entry.isFile() ? readIfThere(join(entry.parentPath, entry.name)) : ''}`)
    .join('\n');
}

/** The command lines of a process and of those that it has started, as anybody on the machine can read them. */
export function readCommandLines(pid: number): string {
  const children = readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return [
    readIfThere(`/proc/${pid}/cmdline`),
    ...children.map((child) => readCommandLines(Number(child))),
  ].join('\n');
}

function listEntries(folder: string): readonly Dirent[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** All forms of a secret that a search would have to find. */
function listForms(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encoded.toLowerCase(),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    ...[0, 1, 2].flatMap((offset) => encodeAt(offset, secret)),
  ];
}

/** Base64 of a secret with so many bytes before it, and with any behind: the signs that depend on nothing else. */
function encodeAt(offset: number, secret: string): readonly string[] {
  const bytes = Buffer.from(`${' '.repeat(offset)}${secret}`);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  const first = offset === 0 ? 0 : 4;
  return [whole.toString('base64').slice(first), whole.toString('base64url').slice(first)];
}
