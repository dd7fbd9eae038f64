/** The judgements of `doctor` that need nothing of the outside. */
import { describe, expect, test } from 'vitest';
import { CLOCK_CHECKS, watchClock } from '../../src/commands/doctor-clock.ts';
import { findSpoil } from '../../src/commands/doctor-environment.ts';
import { isAtLeast } from '../../src/commands/doctor-files.ts';
import { parseRemote } from '../../src/commands/doctor-github.ts';
import { listSecrets } from '../../src/settings/secrets.ts';

describe('a version of Node', () => {
  test.each([
    ['20.19.0', true],
    ['20.18.9', false],
    ['20.9.0', false],
    ['22.0.0', true],
    ['18.20.0', false],
    ['24.11.1', true],
  ])('%s is enough for >=20.19: %s', (version, enough) => {
    expect(isAtLeast(version, '>=20.19')).toBe(enough);
  });
});

describe('a pasted value', () => {
  test.each([
    ['abcdef', null],
    ['abc def', 'inside'],
    [' abcdef', 'ends'],
    ['abcdef\r\n', 'ends'],
    ['"abcdef"', 'quotes'],
    ["'abcdef' ", 'quotes'],
    ['“abcdef”', 'quotes'],
    ['$WECHAT_SECRET', 'unfilled'],
    [`\${WECHAT_SECRET}`, 'unfilled'],
    [`\${{ secrets.X }}`, 'unfilled'],
    ['<your secret>', 'unfilled'],
    ['%WECHAT_SECRET%', 'unfilled'],
    ['a$b"c', null],
  ])('%j is judged as %s', (value, problem) => {
    expect(findSpoil(value)).toBe(problem);
  });
});

describe('the secrets of an environment', () => {
  test.each([
    ['http://user:pa%2Fss@proxy:1', ['pa%2Fss', 'pa/ss']],
    ['user:pa/ss@proxy:1', ['pa/ss', 'pa/ss']],
    ['http://user:pa%ss@proxy', ['pa%ss']],
    ['http://proxy:8080', []],
    ['http://user@proxy:8080', []],
  ])('hold the password of the proxy %s', (HTTPS_PROXY, passwords) => {
    expect([...new Set(listSecrets({ HTTPS_PROXY }))]).toEqual([...new Set(passwords)]);
  });
});

describe('the address of a remote', () => {
  test.each([
    'https://github.com/shop/stores.git',
    'https://github.com/shop/stores',
    'https://token@GitHub.com/shop/stores.git/',
    'https://user:token@github.com/shop/stores',
    'git@github.com:shop/stores.git',
    'ssh://git@github.com/shop/stores.git',
  ])('%s is a repository at GitHub', (address) => {
    expect(parseRemote(address, 'github.com')).toEqual({ owner: 'shop', repo: 'stores' });
  });

  test.each([
    'https://github.com.example/shop/stores.git',
    'https://example/github.com/shop/stores',
    'https://github.com@example.com/shop/stores',
    'git@gitlab.com:shop/stores.git',
    '/srv/github.com/stores.git',
    'origin',
  ])('%s is none, and gets no token', (address) => {
    expect(parseRemote(address, 'github.com')).toBeNull();
  });
});

describe('a clock', () => {
  const judge = (seconds: number): string | undefined => {
    const facts = { network: 'use', wechat: seconds, github: 'none' } as const;
    return CLOCK_CHECKS[0]?.judge(facts)?.result;
  };

  test.each([
    [0, 'ok'],
    [-60, 'ok'],
    [61, 'warning'],
    [-600, 'warning'],
    [601, 'fault'],
  ])('%i seconds off is %s', (seconds, result) => {
    expect(judge(seconds)).toBe(result);
  });

  test('is judged by the answer that came fastest, whole seconds taken into account', () => {
    const watch = watchClock();
    expect(watch.seconds()).toBeNull();
    const there = new Date('2026-11-25T02:00:00.000Z');
    watch.note(there, new Date('2026-11-25T02:00:09.000Z'));
    watch.note(there, new Date('2026-11-25T02:00:00.900Z'));
    watch.note(there, new Date('2026-11-25T02:00:03.000Z'));
    expect(watch.seconds()).toBeCloseTo(0.4);
  });
});
