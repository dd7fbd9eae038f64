/** A Node that is too old is told so, by the version that package.json names. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { refuseOldNode } from '../../src/messages/old-node.ts';

describe('a Node that is too old', () => {
  test.each(['14.21.3', '18.20.8', '20.0.0', '20.18.3'])('%s is refused in both languages', (version) => {
    const said = refuseOldNode(version);
    expect(said).toContain(`this is Node ${version}.`);
    expect(said).toContain(`现在是 Node ${version}。`);
  });

  test.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0', '100.0.0'])('%s is new enough', (version) => {
    expect(refuseOldNode(version)).toBeNull();
  });

  test('is one that package.json refuses too', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const [, major, minor] = /^>=(\d+)\.(\d+)$/u.exec(engines.node) ?? [];
    expect(refuseOldNode(`${major}.${minor}.0`)).toBeNull();
    expect(refuseOldNode(`${major}.${Number(minor) - 1}.9`)).not.toBeNull();
  });
});
