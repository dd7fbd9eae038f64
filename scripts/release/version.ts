/** Versions and the tags that stand for them. Pure. */

export interface Version {
  /** As package.json has it: no `v`. */
  readonly text: string;
  readonly numbers: readonly [number, number, number];
  /** Such as `rc.1`; null for a release that everybody gets. */
  readonly prerelease: string | null;
}

const NUMBER = '(0|[1-9][0-9]*)';
/** Semantic versioning without build metadata, which neither npm nor a tag would keep. */
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`,
  'u',
);

/** Whoever pushes this tag asks for a release of the commit that it stands on. */
export const REQUEST = 'release/v';

export function parseVersion(text: string): Version | null {
  const [whole, major, minor, patch, prerelease = null] = VERSION.exec(text) ?? [];
  if (whole === undefined) return null;
  return { text, numbers: [Number(major), Number(minor), Number(patch)], prerelease };
}

/** The tag that users name. Once it is there it never moves. */
export function tagOf({ text }: Version): string {
  return `v${text}`;
}

/** The tag that follows the newest version of a major: `v0`, `v1`. Null for a prerelease, which moves none. */
export function majorTagOf({ numbers, prerelease }: Version): string | null {
  return prerelease === null ? `v${numbers[0]}` : null;
}

/** Under which name npm hands it out: `npm install mendian` must not give a prerelease. */
export function npmTagOf({ prerelease }: Version): 'latest' | 'next' {
  return prerelease === null ? 'latest' : 'next';
}

/** Negative where the left one is older. Only for versions that are no prereleases. */
export function compareReleases(left: Version, right: Version): number {
  const differing = left.numbers.findIndex((number, index) => number !== right.numbers[index]);
  return differing < 0 ? 0 : (left.numbers[differing] ?? 0) - (right.numbers[differing] ?? 0);
}
