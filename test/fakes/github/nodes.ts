/** The Node versions to run on: the one of the tests, the one that GitHub's runners have, and others that people have. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export interface NodeChoice {
  readonly name: string;
  /** Path of the program. */
  readonly node: string;
  readonly present: boolean;
}

/** Where `.ci/run` puts one. */
const installed = (major: number): string =>
  resolve(import.meta.dirname, `../../../node_modules/.cache/node-${major}/node_modules/node/bin/node`);

/** For the action: both; the second may be missing on a machine where nobody installed it. */
export function listNodes(): readonly NodeChoice[] {
  return choose([24]);
}

/** For the package: each major version that it is for. */
export function listSupportedNodes(): readonly NodeChoice[] {
  return choose([20, 22, 24]);
}

/** The one of the tests first, then those of these that it is not. */
function choose(majors: readonly number[]): readonly NodeChoice[] {
  const own = Number(process.versions.node.split('.')[0]);
  const others = majors
    .filter((major) => major !== own)
    .map((major) => ({ major, node: process.env[`MENDIAN_NODE${major}`] ?? installed(major) }));
  return [
    { name: `Node ${own}`, node: process.execPath, present: true },
    ...others.map(({ major, node }) => ({ name: `Node ${major}`, node, present: existsSync(node) })),
  ];
}
