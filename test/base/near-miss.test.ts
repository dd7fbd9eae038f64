/** The word that a person most likely meant. */
import { describe, expect, test } from 'vitest';
import { findNearMiss } from '../../src/base/near-miss.ts';

describe('findNearMiss', () => {
  test.each([
    ['plna', ['plan', 'apply'], 'plan'],
    ['exlude', ['select', 'exclude'], 'exclude'],
    ['Detailed_Exitcode', ['detailed-exitcode'], 'detailed-exitcode'],
    ['wait', ['at', 'out'], null],
    ['ab', ['ba'], 'ba'],
    ['stauts', ['status'], 'status'],
    ['matrix', ['import'], null],
    ['x', [], null],
  ])('%s among %j is %s', (word, known, meant) => {
    expect(findNearMiss(word, known)).toBe(meant);
  });
});
