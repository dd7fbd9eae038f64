/** Which change of the repository gave each file its content. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ChangeSource } from '../model.ts';
import type { Git } from './run.ts';

/** Older changes than these are not looked for: their reviews ended long ago. */
const MOST_COMMITS = 500;

/**
 * The newest commit of the branch that touched each file below some paths, and the pull request that its subject names:
 * `(#12)` of a squash, `Merge pull request #12` of a merge. Paths are relative to `cwd`, where git runs. The oldest
 * commit of a shallow clone seems to have touched everything, so nothing is said by it. The newest come first.
 */
export async function findSources(
  git: Git,
  cwd: string,
  ...paths: readonly string[]
): Promise<ReadonlyMap<string, ChangeSource>> {
  // A subject may hold anything but this.
  const mark = randomUUID();
  const log = await git([
    ...['log', '--first-parent', '-m', '--no-renames', '--name-only', '--relative', '-z'],
    ...[`--max-count=${MOST_COMMITS}`, `--format=${mark}[%H %s${mark}]`, '--', ...paths],
  ]);
  if (!log.ok) return new Map();
  const edge = await readShallowEdge(git, cwd);
  const sources = new Map<string, ChangeSource>();
  for (const { source, files } of readLog(log.stdout, mark)) {
    if (edge.has(source.commit)) continue;
    for (const file of files) if (!sources.has(file)) sources.set(file, source);
  }
  return sources;
}

/** The entries of a log, the newest first; its files follow its head. */
function readLog(
  text: string,
  mark: string,
): readonly { readonly source: ChangeSource; readonly files: readonly string[] }[] {
  return text
    .split(`${mark}[`)
    .slice(1)
    .flatMap((entry) => {
      const [head = '', names = ''] = entry.split(`${mark}]`);
      const [, commit, subject = ''] = /^([0-9a-f]{40}(?:[0-9a-f]{24})?) (.*)$/su.exec(head) ?? [];
      if (commit === undefined) return [];
      const files = names.split('\0').map((name) => name.replace(/^\n+/u, ''));
      return [{ source: { commit, ...readPull(subject) }, files: files.filter((name) => name !== '') }];
    });
}

function readPull(subject: string): { readonly pull?: number } {
  const [, squashed, merged] = /\(#(\d{1,9})\)$|^Merge pull request #(\d{1,9})\b/u.exec(subject.trim()) ?? [];
  const digits = squashed ?? merged;
  return digits === undefined || Number(digits) === 0 ? {} : { pull: Number(digits) };
}

async function readShallowEdge(git: Git, cwd: string): Promise<ReadonlySet<string>> {
  const place = await git(['rev-parse', '--git-path', 'shallow']);
  if (!place.ok) return new Set();
  const text = await readFile(resolve(cwd, place.stdout.trim()), 'utf8').catch(() => '');
  return new Set(text.split('\n').filter((line) => line !== ''));
}
