/** The Node versions to run the action on: the one of the tests, and the one that GitHub's runners have. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export interface NodeChoice {
  readonly name: string;
  /** Path of the program. */
  readonly node: string;
  readonly present: boolean;
}

/** Where `.ci/run` puts it. */
const INSTALLED = resolve(
  import.meta.dirname,
  '../../../node_modules/.cache/node-24/node_modules/node/bin/node',
);

/** Both; the second may be missing on a machine where nobody installed it. */
export function listNodes(): readonly NodeChoice[] {
  const own = { name: `Node ${process.versions.node.split('.')[0]}`, node: process.execPath, present: true };
  if (own.name === 'Node 24') return [own];
  const other = process.env.MENDIAN_NODE24 ?? INSTALLED;
  return [own, { name: 'Node 24', node: other, present: existsSync(other) }];
}
