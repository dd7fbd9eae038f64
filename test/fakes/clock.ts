/** The program at another time than now: a child process whose clock starts where the test says. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, 'clock.mjs')).href;

/** Environment for a child whose clock starts at an ISO time. */
export function startAt(time: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${PRELOAD}`, TEST_NOW: time };
}
