/** No text from outside crashes, hangs or pollutes: every parser, over mutations of valid files and over noise. */
import { describe, expect, test } from 'vitest';
import { createRandom, mutate } from './mutate.ts';
import { TARGETS } from './targets.ts';

/** A seed is a round of inputs; by hand with FUZZ_SEED and FUZZ_INPUTS, such as FUZZ_INPUTS=100000. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 5_000);

describe('the parser of', () => {
  test.each(TARGETS)(
    'a $name takes anything, and says where it goes wrong',
    ({ name, seeds, read, places }) => {
      const random = createRandom(SEED);
      for (let index = 0; index < INPUTS / TARGETS.length; index += 1) {
        const bytes = mutate(seeds, random);
        const repeat = `${name}, input ${index} of FUZZ_SEED=${SEED}: ${JSON.stringify(bytes.toString('latin1'))}`;
        let found: ReturnType<typeof read> = [];
        try {
          found = read(bytes);
        } catch (error) {
          throw new Error(repeat, { cause: error });
        }
        const lost = found.filter(
          ({ severity, file, line }) =>
            severity === 'error' && (places === 'line' ? line === null : places === 'file' && file === null),
        );
        expect(
          lost.map(({ code }) => code),
          repeat,
        ).toEqual([]);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );
});
