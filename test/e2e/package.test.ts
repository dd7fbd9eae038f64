/** The package as people get it: published to a registry, installed and run from there, with no other machine in reach. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stagePackage } from '../../scripts/package/stage.ts';
import { listSupportedNodes } from '../fakes/github/nodes.ts';
import { hasRegistry, openRegistry, type Registry, readFirstLine } from '../fakes/registry/registry.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const WECHAT = { WECHAT_APPID: 'wxdemo', WECHAT_SECRET: 'demo' };

const listFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .sort();

// The registry is a program that .ci/run installs.
describe.skipIf(!hasRegistry)('the package', () => {
  let registry: Registry;
  /** A folder with nothing but the installed package. */
  let home: string;
  let installed: string;
  /** What a plan and an apply of the first test printed, for the types. */
  const printed = { plan: '', apply: '' };

  const run = (command: string, args: readonly string[], cwd: string, more = {}, node?: string) =>
    execa(command, args, {
      cwd,
      env: { ...registry.environment(node), ...more },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    });

  beforeAll(async () => {
    registry = await openRegistry();
    const staged = registry.makeFolder('staged');
    stagePackage(ROOT, staged);
    expect(await run('npm', ['publish'], staged)).toMatchObject({ exitCode: 0 });
    home = registry.makeFolder('home');
    writeFileSync(join(home, 'package.json'), '{"private":true}');
    expect(await run('npm', ['install', 'mendian'], home)).toMatchObject({ exitCode: 0 });
    installed = join(home, 'node_modules/mendian');
  });

  afterAll(async () => await registry?.close());

  describe.each(listSupportedNodes())('on $name', ({ name, node, present }) => {
    test.skipIf(!present)('npx makes a repository that plans and applies at once', async () => {
      const shop = registry.makeFolder('shop');
      const start = (...args: readonly string[]) =>
        run(join(home, 'node_modules/.bin/mendian'), args, shop, WECHAT, node);
      const made = await run('npx', ['--yes', 'mendian', 'init'], shop, {}, node);
      expect(made).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('created  stores/example.yaml'),
      });
      expect(made.stderr).toContain('npm install --global mendian');
      // The link in node_modules/.bin starts the first Node of the path.
      expect(`Node ${(await run('node', ['--version'], shop, {}, node)).stdout.slice(1)}`).toMatch(
        new RegExp(`^${name}\\.`, 'u'),
      );
      expect(await start('--version')).toMatchObject({ exitCode: 0, stdout: manifest.version, stderr: '' });
      const planned = await start('plan', '--detailed-exitcode', '--format', 'json');
      expect(planned).toMatchObject({ exitCode: 2 });
      const emulator = start('emulator', '--port', '0', '--seed', 'stores');
      try {
        const api = { WECHAT_API_BASE: await readFirstLine(emulator) };
        const bin = join(home, 'node_modules/.bin/mendian');
        const applied = await run(
          bin,
          ['apply', '-y', '--format', 'json'],
          shop,
          { ...WECHAT, ...api },
          node,
        );
        expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"applied"') });
        Object.assign(printed, { plan: planned.stdout, apply: applied.stdout });
      } finally {
        emulator.kill();
        await emulator;
      }
      expect(await start('plan', '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
    });
  });

  test('installs nothing besides itself', () => {
    expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'mendian',
    ]);
    expect(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).not.toHaveProperty(
      'dependencies',
    );
  });

  test('holds what is built for the command, its types and licences, and nothing of the work on it', () => {
    const files = listFiles(installed);
    expect(files.filter((file) => !/^(?:dist\/(?:assets|chunks)\/|types\/)/u.test(file))).toEqual([
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/cli.js',
      'package.json',
    ]);
    expect(files.filter((file) => file.startsWith('types/'))).toEqual(['types/index.d.cts']);
    expect(files.filter((file) => /\.map$|\.test\.|(?<!\.d)\.[cm]?ts$/u.test(file))).toEqual([]);
    const bytes = files.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
    expect(bytes).toBeLessThan(4_500_000);
  });

  test('gives schemas to programs, and no code', () => {
    const { resolve: find } = createRequire(join(home, 'package.json'));
    expect(JSON.parse(readFileSync(find('mendian/schemas/plan.schema.json'), 'utf8')).title).toBe(
      'mendian/plan@1',
    );
    for (const path of ['mendian', 'mendian/dist/cli.js', 'mendian/types/index.d.cts'])
      expect(() => find(path)).toThrow(expect.objectContaining({ code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' }));
  });

  test.each([
    ['modules of both kinds', ['module.mts', 'common.cts'], 'NodeNext', 'NodeNext'],
    ['a bundler', ['bundled.ts'], 'ESNext', 'Bundler'],
  ] as const)('gives types to %s that real documents fit', (_who, files, module, resolution) => {
    expect(printed.plan).not.toBe('');
    for (const file of files) writeFileSync(join(home, file), typedProgram(printed));
    const program = ts.createProgram(
      files.map((file) => join(home, file)),
      {
        module: ts.ModuleKind[module],
        moduleResolution: ts.ModuleResolutionKind[resolution],
        ...{ strict: true, noEmit: true, types: [], lib: ['lib.es2022.d.ts'] },
      },
    );
    const found = ts.getPreEmitDiagnostics(program);
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});

/** Literals are held to have no member that the types do not know, too. Each expected error is one if it does not come. */
function typedProgram({ plan, apply }: { readonly plan: string; readonly apply: string }): string {
  return `import type { ApplyReport, FaultCode, Plan, Report, SettingsFile, StoreFile } from 'mendian';
// @ts-expect-error: no such type
import type { Nothing } from 'mendian';

export const plan: Plan = ${plan};
export const applied: ApplyReport = ${apply};
export const reports: Report[] = [plan, applied];

export function count(report: Report): number {
  if (report.format === 'mendian/plan@1') return report.changes.length;
  if (report.format === 'mendian/apply@1') return report.outcomes.filter(({ outcome }) => outcome === 'applied').length;
  // @ts-expect-error: the two reports with outcomes and changes are ruled out
  return report.outcomes.length;
}

export const action: 'adopt' | 'update' | 'hold' | 'verify' | 'release' | undefined = plan.changes[0]?.action;
export const code: FaultCode = 'DRIFTED';
export const settings: SettingsFile = { version: 1, language: 'zh-CN', policy: { max_changes: '30%' } };
export const store: StoreFile = {
  name: '示例店',
  poi_id: '472671857',
  special_hours: [{ from: '2027-02-05', to: '2027-02-11', hour: '10:00-17:00' }],
};

// @ts-expect-error: no such code
export const otherCode: FaultCode = 'DRIFTET';
// @ts-expect-error: a plan has no outcomes
export const outcomes = plan.outcomes;
// @ts-expect-error: a date, not a number
export const day: number = plan.as_of;
// @ts-expect-error: the name may be missing
export const name: string | undefined = plan.changes[0]?.name;
// @ts-expect-error: a store has an id
export const nameless: StoreFile = { name: '示例店' };
export const both: StoreFile = {
  ...store,
  // @ts-expect-error: by dates, or by the name of a calendar
  special_hours: [{ from: '2027-02-05', on: '2027-cn/spring-festival', hour: '10:00-17:00' }],
};
`;
}
