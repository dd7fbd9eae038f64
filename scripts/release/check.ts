/** What must be right before a version goes out; all that is wrong is told at once. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSection, isEmpty } from './changelog.ts';
import { type Git, openGit } from './git.ts';
import { parseVersion, REQUEST, type Version } from './version.ts';

export interface Checked {
  /** Null where package.json has none that can be released. */
  readonly version: Version | null;
  /** Sentences with what to do; empty where all is right. */
  readonly faults: readonly string[];
}

/** The commit that is checked out, for a tag such as `release/v1.2.0`; without a tag, for the version of package.json. */
export function checkRelease(root: string, tag: string | null): Checked {
  const git = openGit(root);
  const found = readVersion(root);
  const version = parseVersion(found);
  const faults = [
    ...(version === null ? [`package.json: "${found}" is no version such as 1.2.0 or 1.2.0-rc.1.`] : []),
    ...checkTag(tag, found),
    ...checkLock(root, found),
    ...checkChangelog(root, found),
    ...checkExamples(root, found),
    ...checkTree(git),
    ...checkBranch(git),
  ];
  return { version, faults };
}

/** As package.json says it, whatever it is. */
export function readVersion(root: string): string {
  return String(readJson(root, 'package.json').version);
}

function readJson(root: string, file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function checkTag(tag: string | null, version: string): readonly string[] {
  if (tag === null || tag === `${REQUEST}${version}`) return [];
  return [
    `The tag is ${tag}, and package.json says ${version}: push ${REQUEST}${version}, or raise the version first.`,
  ];
}

function checkLock(root: string, version: string): readonly string[] {
  const lock = readJson(root, 'package-lock.json');
  const { '': own } = Object(lock.packages);
  if (lock.version === version && own?.version === version) return [];
  return [
    `package-lock.json is of another version than package.json (${version}): npm install --package-lock-only`,
  ];
}

function checkChangelog(root: string, version: string): readonly string[] {
  const section = findSection(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
  const heading = `"## ${version} - YYYY-MM-DD"`;
  if (section === null)
    return [`CHANGELOG.md has no part for ${version}: put ${heading} below "## Unreleased".`];
  return [
    ...(section.date === null ? [`CHANGELOG.md: the part of ${version} has no date: write ${heading}.`] : []),
    ...(isEmpty(section) ? [`CHANGELOG.md: the part of ${version} says nothing.`] : []),
  ];
}

/** Pages that show the action, and workflows that init writes, name the version that they come with. */
function checkExamples(root: string, version: string): readonly string[] {
  const folders = ['.', 'docs', 'scaffold/workflows'].filter((folder) => existsSync(join(root, folder)));
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) =>
      /\.(md|yml)$/u.test(name) && name !== 'CHANGELOG.md'
        ? [folder === '.' ? name : `${folder}/${name}`]
        : [],
    ),
  );
  return files.flatMap((file) => {
    const named = readFileSync(join(root, file), 'utf8').matchAll(/uses: mendian\/mendian@v([0-9]\S*)/gu);
    const others = [...new Set([...named].map(([, other = '']) => other))].filter(
      (other) => other !== version,
    );
    const how = file.startsWith('scaffold/') ? 'npm run generate' : `write v${version}`;
    return others.map((other) => `${file} names the action of v${other}: ${how}`);
  });
}

function checkTree(git: Git): readonly string[] {
  const changed = git(['status', '--porcelain', '--untracked-files=normal']).split('\n').filter(Boolean);
  if (changed.length === 0) return [];
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  return [
    `Files differ from the commit: ${changed.slice(0, 3).join(', ')}${more}. Commit them, or put them away.`,
  ];
}

/** What is released has been reviewed: it is part of main. */
function checkBranch(git: Git): readonly string[] {
  const on = git(['branch', '--remotes', '--contains', 'HEAD', '--format=%(refname)']).split('\n');
  if (on.includes('refs/remotes/origin/main')) return [];
  return ['This commit is not part of origin/main: merge it, fetch, and tag the merged commit.'];
}
