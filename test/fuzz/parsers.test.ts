/** No text from outside crashes, hangs or pollutes: every parser, over mutations of valid files and over noise. */
import { describe, expect, test } from 'vitest';
import { HARD_INPUTS } from './hard.ts';
import { judgeInput, makeInput } from './judge.ts';
import { TARGETS } from './targets.ts';

/** A seed is a round of inputs; `npm run fuzz` runs many more, with limits of time and memory. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 5_000);

describe('the parser of', () => {
  test.each(TARGETS)('a $name takes anything, and says where it goes wrong', (target) => {
    for (let index = 0; index < INPUTS / TARGETS.length; index += 1) {
      const bytes = makeInput(target, SEED, index);
      expectSound(target, bytes, `${target.name}, input ${index} of FUZZ_SEED=${SEED}`);
    }
  });

  // A share for each parser, which in turn meet them all; `npm run fuzz` gives all of them to each.
  test.each([...TARGETS.entries()])('number %i takes what is very long or very deep', (number, target) => {
    for (const { name, make } of HARD_INPUTS.filter((_, index) => index % 4 === number % 4))
      expectSound(target, make(), `${target.name}, ${name}`);
  });
});

/** The message repeats the input: its name, and its beginning as JSON. */
function expectSound(target: (typeof TARGETS)[number], bytes: Buffer, name: string): void {
  const repeat = `${name}: ${JSON.stringify(bytes.subarray(0, 2_000).toString('latin1'))}`;
  try {
    expect(judgeInput(target, bytes).wrong, repeat).toEqual([]);
  } catch (error) {
    throw new Error(repeat, { cause: error });
  }
}
