/** Which tags a version makes or moves, and the one push that does it. */
import { type Git, openGit } from './git.ts';
import { compareReleases, majorTagOf, parseVersion, tagOf, type Version } from './version.ts';

export interface TagPlan {
  readonly moves: readonly TagMove[];
  /** For people: one line a tag, and what is left as it is. */
  readonly notes: readonly string[];
}

export interface TagMove {
  readonly tag: string;
  /** The commit or tag object that it stands on now; null where there is none. */
  readonly from: string | null;
}

/** A remote's tags: the object of each by its name, and the commit that it leads to. */
export interface RemoteTags {
  readonly objects: ReadonlyMap<string, string>;
  readonly commits: ReadonlyMap<string, string>;
}

/** Throws where the version's own tag stands on another commit: a version that is out never changes. */
export function planTags(version: Version, commit: string, tags: RemoteTags): TagPlan {
  const own = planOwn(tagOf(version), commit, tags);
  const major = planMajor(version, commit, tags);
  return { moves: [...own.moves, ...major.moves], notes: [...own.notes, ...major.notes] };
}

function planOwn(tag: string, commit: string, { commits }: RemoteTags): TagPlan {
  const now = commits.get(tag);
  if (now === undefined) return { moves: [{ tag, from: null }], notes: [`${tag}: new, at ${commit}`] };
  if (now === commit) return { moves: [], notes: [`${tag}: there already`] };
  throw new Error(
    `${tag} is out already, as ${now}; this would be ${commit}. A version never changes: raise it, and release the next.`,
  );
}

function planMajor(version: Version, commit: string, { objects, commits }: RemoteTags): TagPlan {
  const tag = majorTagOf(version);
  if (tag === null) return { moves: [], notes: ['A prerelease: no other tag moves.'] };
  const newer = findNewer(version, commits);
  if (newer !== null) return { moves: [], notes: [`${tag}: stays at ${tagOf(newer)}, which is newer`] };
  if (commits.get(tag) === commit) return { moves: [], notes: [`${tag}: there already`] };
  const from = objects.get(tag) ?? null;
  const breaking =
    version.numbers[0] === 0 ? [`Before 1.0 any version may break: ${tag} follows all of them.`] : [];
  return {
    moves: [{ tag, from }],
    notes: [`${tag}: ${from === null ? 'new' : 'moves'}, to ${commit}`, ...breaking],
  };
}

/** The newest version of the same major that is out and newer than this one. */
function findNewer(version: Version, commits: RemoteTags['commits']): Version | null {
  const others = [...commits.keys()].flatMap((tag) =>
    tag.startsWith('v') ? (parseVersion(tag.slice(1)) ?? []) : [],
  );
  const newer = others.filter(
    (other) =>
      other.prerelease === null &&
      other.numbers[0] === version.numbers[0] &&
      compareReleases(other, version) > 0,
  );
  return newer.sort(compareReleases).at(-1) ?? null;
}

export function readTags(root: string, remote: string): RemoteTags {
  const objects = new Map<string, string>();
  const commits = new Map<string, string>();
  for (const line of openGit(root)(['ls-remote', '--tags', remote]).split('\n')) {
    const [id = '', ref = ''] = line.split('\t');
    const [, tag, peeled] = /^refs\/tags\/(.*?)(\^\{\})?$/u.exec(ref) ?? [];
    if (tag === undefined) continue;
    // An annotated tag is listed twice, the second time with the commit that it leads to.
    if (peeled === undefined) objects.set(tag, id);
    commits.set(tag, id);
  }
  return { objects, commits };
}

/**
 * One atomic push: all tags move, or none. Each only from where it was seen, so that two runs at once do not undo each
 * other; a version's own tag only where there is none.
 */
export function pushTags(root: string, remote: string, commit: string, moves: readonly TagMove[]): void {
  if (moves.length === 0) return;
  const leases = moves.map(({ tag, from }) => `--force-with-lease=refs/tags/${tag}:${from ?? ''}`);
  const refs = moves.map(({ tag }) => `${commit}:refs/tags/${tag}`);
  const git: Git = openGit(root);
  git(['push', '--atomic', '--quiet', ...leases, remote, ...refs]);
}
