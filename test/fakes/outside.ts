/** A folder beside a repository: nothing in it may be read, shown or changed. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

/** Stands in each file of the folder, so that whatever is read of them can be found. */
export const MARKER = 'marker-of-the-outside';

export interface Outside {
  readonly folder: string;
  readonly path: (name: string) => string;
  /** Fails where a file was changed, made or removed, or where the text shows what stands in one. */
  expectUntouched(shown?: string): void;
}

const FILES: Readonly<Record<string, string>> = {
  // Each line is one that a parser would tell about, and show.
  'store.yaml': `name: @${MARKER}\npoi_id: "${MARKER}"\n${MARKER}: x\n`,
  'settings.yaml': `timezone: ${MARKER}\n${MARKER}: x\n`,
  'state.json': `{"version":1,"stores":{"${MARKER}":{},"${MARKER}":{}}}\n`,
  'lock.json': `{"pid":1,"host":"${MARKER}","start":""}\n`,
  'plan.json': `{"format":"mendian/plan@1","note":"${MARKER}"}\n`,
  'inner/store.yaml': `name: @${MARKER}\n`,
};

export function openOutside(): Outside {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-outside-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'inner'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const before = describeFolder(folder);
  return {
    folder,
    path: (name) => join(folder, name),
    expectUntouched: (shown = '') => {
      expect(describeFolder(folder)).toEqual(before);
      expect(shown).not.toContain(MARKER);
    },
  };
}

function describeFolder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const found = statSync(join(folder, name));
      const content = found.isFile() ? readFileSync(join(folder, name), 'utf8') : '';
      return `${name} ${found.mode} ${found.mtimeMs} ${content}`;
    });
}
