/** The package.json that is published, made of the one that is worked with. Pure. */

/** What people who install the package, and npm, need to know. */
const KEPT = new Set([
  ...['name', 'version', 'description', 'keywords', 'homepage', 'bugs', 'repository', 'license'],
  ...['type', 'bin', 'exports', 'types', 'files', 'engines'],
]);
/**
 * What is only for work on it. `dependencies` are bundled: an install that fetched them again would be slower, and would not
 * be what was tested.
 */
const DROPPED = new Set(['scripts', 'dependencies', 'devDependencies']);

/** Keeps the order of the keys. A key that nobody has decided on is an error. */
export function publishedManifest(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const undecided = Object.keys(manifest).filter((key) => !KEPT.has(key) && !DROPPED.has(key));
  if (undecided.length > 0)
    throw new Error(
      `package.json: is "${undecided.join('", "')}" published? Say so in scripts/package/manifest.ts.`,
    );
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => KEPT.has(key)));
}
