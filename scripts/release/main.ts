/** The steps of a release by their names; .github/workflows/release.yml calls them, docs/releasing.md tells of them. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findSection, isEmpty } from './changelog.ts';
import { checkRelease, readVersion } from './check.ts';
import { planTags, pushTags, readTags } from './tags.ts';
import { bundleCommit, makeReleaseCommit } from './tree.ts';
import { npmTagOf, parseVersion, REQUEST, tagOf, type Version } from './version.ts';

export interface Scene {
  /** The checkout. */
  readonly root: string;
  readonly print: (line: string) => void;
  /** What is wrong: apart from what a step gives. */
  readonly complain: (line: string) => void;
  /** `GITHUB_OUTPUT`, or null outside of a workflow. */
  readonly outputs: string | null;
}

const USAGE = [
  'usage: release STEP',
  '  check [--ref REF]                                 is all right for a release? REF: refs/tags/release/v1.2.0',
  '  notes                                             the part of CHANGELOG.md',
  '  tree [--bundle FILE]                              the commit with dist/',
  '  tags --commit ID [--remote origin] [--dry-run]    the tags that come and move',
];

type Step = (scene: Scene, values: Values) => number;
interface Values {
  readonly ref?: string | undefined;
  readonly bundle?: string | undefined;
  readonly commit?: string | undefined;
  readonly remote?: string | undefined;
  readonly 'dry-run'?: boolean | undefined;
}

const STEPS: Readonly<Record<string, Step>> = { check, notes, tree, tags };

/** One step; the exit code. What goes wrong beyond that is thrown. */
export function runStep(args: readonly string[], scene: Scene): number {
  const [name = '', ...rest] = args;
  const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (step === undefined) return complain(scene, USAGE);
  const { values } = parseArgs({
    args: rest,
    options: {
      ref: { type: 'string' },
      bundle: { type: 'string' },
      commit: { type: 'string' },
      remote: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
  });
  return step(scene, values);
}

function check(scene: Scene, { ref = '' }: Values): number {
  const tag = /^refs\/tags\/(.*)$/u.exec(ref)?.[1] ?? null;
  const { version, faults } = checkRelease(scene.root, tag);
  if (version === null || faults.length > 0) return complain(scene, faults);
  scene.print(`${tagOf(version)} can be released.`);
  if (tag === null)
    scene.print(
      `To ask for it: git tag ${REQUEST}${version.text} && git push origin ${REQUEST}${version.text}`,
    );
  setOutputs(scene, { version: version.text, 'npm-tag': npmTagOf(version) });
  return 0;
}

function notes(scene: Scene): number {
  const { text } = needVersion(scene);
  const section = findSection(readFileSync(join(scene.root, 'CHANGELOG.md'), 'utf8'), text);
  if (section === null || isEmpty(section)) return complain(scene, [`CHANGELOG.md says nothing of ${text}.`]);
  scene.print(section.body);
  return 0;
}

function tree(scene: Scene, { bundle }: Values): number {
  const commit = makeReleaseCommit(scene.root, needVersion(scene));
  if (bundle !== undefined) bundleCommit(scene.root, commit, bundle);
  scene.print(commit);
  setOutputs(scene, { commit });
  return 0;
}

function tags(scene: Scene, { commit, remote = 'origin', 'dry-run': dry = false }: Values): number {
  if (commit === undefined || !/^[0-9a-f]{40}$/u.test(commit)) return complain(scene, USAGE);
  const plan = planTags(needVersion(scene), commit, readTags(scene.root, remote));
  for (const note of plan.notes) scene.print(note);
  if (dry) scene.print('A dry run: nothing was pushed.');
  else pushTags(scene.root, remote, commit, plan.moves);
  return 0;
}

function needVersion({ root }: Scene): Version {
  const text = readVersion(root);
  const version = parseVersion(text);
  if (version === null) throw new Error(`package.json: "${text}" is no version that can be released.`);
  return version;
}

function complain(scene: Scene, lines: readonly string[]): number {
  for (const line of lines) scene.complain(line);
  return 1;
}

/** Values here are versions, ids and words of our own: one line each. */
function setOutputs({ outputs }: Scene, values: Readonly<Record<string, string>>): void {
  if (outputs === null) return;
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(outputs, lines.join(''));
}
