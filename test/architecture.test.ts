/** Reads the imports of src/ and holds who may know whom. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../src');
const DOORS = [
  'cli',
  'cli-command',
  'cli-context',
  'cli-help',
  'cli-options',
  'cli-output',
  'cli-program',
  'cli-table',
  'cli-table-sheet',
  'cli-table-tools',
  'action',
];
const ROOMS = [
  'settings',
  'stores',
  'plan',
  'apply',
  'state',
  'wechat',
  'sheets',
  'report',
  'github',
  'emulator',
];
/** Below the rooms, in order: each knows only those before it, and itself. */
const GROUND = ['messages', 'model', 'base', 'fields', 'reviews', 'special-hours', 'pictures'];
const PURE_ROOMS = ['plan', 'report'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: 'type' | 'value';
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const imports = files.flatMap(readImports);

function readImports(file: string): readonly Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)(?:import|export)\s+(type\s)?[^;]*?from '([^']+)'|import\('([^']+)'\)/gu,
  );
  return [...statements].map(([, type, fixed, lazy]) => {
    const target = fixed ?? lazy ?? '';
    const to = target.startsWith('.') ? relative(source, resolve(source, dirname(file), target)) : target;
    return { from: file, to: to.replaceAll('\\', '/'), kind: type === undefined ? 'value' : 'type' };
  });
}

/** The first part of a path inside src: a room's folder, or a file's name without its ending. */
function partOf(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.[a-z]+$/u, '');
}

const inside = imports.filter(({ to }) => to.endsWith('.ts') && !to.startsWith('..'));
const show = (list: readonly Import[]): readonly string[] => list.map(({ from, to }) => `${from} → ${to}`);

describe('the house', () => {
  test('has imports to look at', () => {
    expect(inside.length).toBeGreaterThan(100);
  });

  test('lets a room know the ground floor and itself, no other room', () => {
    const wrong = inside.filter(({ from, to }) => {
      const [room, target] = [partOf(from), partOf(to)];
      return ROOMS.includes(room) && target !== room && !GROUND.includes(target);
    });
    expect(show(wrong)).toEqual([]);
  });

  test('lets the ground floor know no room, and the parts of it only what lies below', () => {
    const wrong = inside.filter(({ from, to, kind }) => {
      const [part, target] = [partOf(from), partOf(to)];
      if (!GROUND.includes(part) || part === target) return false;
      // Texts are made from faults, and faults are typed by their texts: types alone may look up.
      return !GROUND.includes(target) || (kind === 'value' && GROUND.indexOf(target) > GROUND.indexOf(part));
    });
    expect(show(wrong)).toEqual([]);
  });

  test('lets nobody import a door, and only doors and commands a command', () => {
    const wrong = inside.filter(({ from, to }) => {
      const [part, target] = [partOf(from), partOf(to)];
      if (DOORS.includes(target)) return !DOORS.includes(part);
      return target === 'commands' && !DOORS.includes(part) && part !== 'commands';
    });
    expect(show(wrong)).toEqual([]);
  });

  test('touches process only in the doors and in the few places that face the machine', () => {
    const allowed = [
      ...DOORS.map((door) => `${door}.ts`),
      'base/atomic-file.ts',
      'state/lock.ts',
      'git/run.ts',
    ];
    const wrong = files.filter(
      (file) =>
        !allowed.includes(file) &&
        /\bprocess\.(env|argv|exit|exitCode|stdout|stderr|stdin|on)\b/u.test(
          readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, ''),
        ),
    );
    expect(wrong).toEqual([]);
  });

  test('keeps planner and reports free of clock, disk, network and randomness', () => {
    const pure = files.filter((file) => PURE_ROOMS.includes(partOf(file)));
    const wrong = pure.filter((file) => {
      const text = readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');
      return /Date\.now|new Date\(\)|Math\.random|node:(fs|http|https|net|child_process|os)|\bfetch\(/u.test(
        text,
      );
    });
    expect(wrong).toEqual([]);
  });

  test('loads heavy packages only when they are used', () => {
    const heavy = ['undici', 'octokit', 'execa', 'pinyin-pro'];
    const early = imports.filter(({ to, kind, from }) => {
      const lazy = readFileSync(join(source, from), 'utf8').includes(`import('${to}')`);
      return heavy.includes(to) && kind === 'value' && !lazy;
    });
    expect(show(early)).toEqual([]);
  });

  test('has no index.ts and no default export', () => {
    expect(files.filter((file) => /(^|\/)index\.ts$/u.test(file))).toEqual([]);
    expect(
      files.filter((file) => /^export default/mu.test(readFileSync(join(source, file), 'utf8'))),
    ).toEqual([]);
  });
});
