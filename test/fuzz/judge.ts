/** One input of a round: how it is made, and what must hold of what its parser made of it. */
import { HARD_INPUTS } from './hard.ts';
import { createRandom, mutate } from './mutate.ts';
import type { FuzzTarget } from './targets.ts';

export interface Verdict {
  /** Whether the parser told an error, or took the input. */
  readonly told: 'error' | 'nothing';
  /** What must not be: errors without a place, a prototype that was changed. Empty where all is well. */
  readonly wrong: readonly string[];
}

/** Between two hard inputs stand so many others. */
const HARD_EVERY = 50;

/** The input of an index: the same for the same seed, whichever inputs were made before. */
export function makeInput({ seeds }: FuzzTarget, seed: number, index: number): Buffer {
  const hard = index % HARD_EVERY === 0 ? HARD_INPUTS[(index / HARD_EVERY) % HARD_INPUTS.length] : undefined;
  return (
    hard?.make() ??
    mutate(seeds, createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)))
  );
}

/** Runs the parser on an input. What it throws is the caller's to tell. */
export function judgeInput({ read, places }: FuzzTarget, bytes: Buffer): Verdict {
  const errors = read(bytes).filter(({ severity }) => severity === 'error');
  const lost = errors.filter(
    ({ file, line }) => (places === 'line' && line === null) || (places === 'file' && file === null),
  );
  return {
    told: errors.length > 0 ? 'error' : 'nothing',
    wrong: [...lost.map(({ code }) => `${code} has no place`), ...findPollution()],
  };
}

function findPollution(): readonly string[] {
  const plain: Record<string, unknown> = {};
  const added = Object.keys(Object.prototype);
  return added.length > 0 || plain.polluted !== undefined ? [`Object.prototype has ${added.join(', ')}`] : [];
}
