/** The checks of `doctor` that need no network: the program, settings and stores. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { CheckEnd } from '../report/doctor.ts';
import { listSettingsFiles } from '../settings/settings-files.ts';
import {
  type Check,
  doubtful,
  examine,
  faulty,
  fromDiagnostics,
  ok,
  type Scene,
  skipped,
} from './doctor-checks.ts';

interface ProgramFacts {
  readonly node: string;
  /** `>=MAJOR.MINOR`, as package.json has it. */
  readonly needed: string;
  readonly program: string;
  readonly missing: string | null;
}

/** What init, demo and the editors' schemas need of the bundle. */
const ASSETS = ['scaffold/en/mendian.yaml', 'schemas/store.schema.json', 'samples/stores'];

const PROGRAM_CHECKS: readonly Check<ProgramFacts>[] = [
  {
    name: 'node',
    judge: ({ node, needed, program }) =>
      isAtLeast(node, needed) ? ok('node', node, program) : faulty('NODE_TOO_OLD', { version: node, needed }),
  },
  {
    name: 'assets',
    judge: ({ missing }) => (missing === null ? ok('assets') : faulty('PROGRAM_INCOMPLETE', { missing })),
  },
];

/** The program itself: Node's version and the files that belong to it. */
export function examineProgram({ context }: Pick<Scene, 'context'>): Promise<readonly CheckEnd[]> {
  return examine('program', PROGRAM_CHECKS, () => ({
    node: process.versions.node,
    needed: packageJson.engines.node,
    program: packageJson.version,
    missing: ASSETS.find((asset) => !existsSync(join(context.assets, asset))) ?? null,
  }));
}

/** Whether a version is not older than `>=MAJOR.MINOR`. */
export function isAtLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = needed.replace(/^>=/u, '').split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

interface FileFacts extends Pick<Scene, 'opened' | 'diagnostics'> {
  readonly settingsFile: string | null;
}

const FILE_CHECKS: readonly Check<FileFacts>[] = [
  {
    name: 'settings',
    judge: ({ opened, diagnostics, settingsFile }) => {
      if (opened === null) return fromDiagnostics(diagnostics, 'mendian validate');
      const { diagnostics: found, value } = opened.settings;
      return fromDiagnostics(found, 'mendian validate') ?? ok('settings', settingsFile, value.timezone);
    },
  },
  {
    name: 'stores',
    judge: ({ opened }) => {
      if (opened === null) return skipped('settings');
      const { reading, account } = opened.workspace;
      const found = fromDiagnostics(reading.diagnostics, 'mendian validate');
      if (found !== null) return found;
      const { stores } = account;
      return reading.files === 0
        ? doubtful('NOTHING_TO_PLAN', { stores })
        : ok('stores', reading.stores.length, stores);
    },
  },
  {
    name: 'plan',
    judge: ({ opened }) => {
      if (opened === null) return skipped('settings');
      const { workspace, plan } = opened;
      if (workspace.state === null) return skipped('state');
      if (plan === null) return skipped('stores');
      // What the files have to say, and that there is none, stands in the lines above.
      const told = new Set(workspace.diagnostics);
      const remarks = plan.diagnostics.filter((each) => !told.has(each) && each.code !== 'NOTHING_TO_PLAN');
      const held = plan.changes.filter(({ action }) => action === 'hold').length;
      return fromDiagnostics(remarks, 'mendian plan') ?? ok('planned', plan.forecast.updates, held);
    },
  },
];

/** Settings, store files, and what the plan of them warns of. */
export function examineFiles({ context, opened, diagnostics }: Scene): Promise<readonly CheckEnd[]> {
  const names = listSettingsFiles(context.config);
  return examine('files', FILE_CHECKS, () => ({
    opened,
    diagnostics,
    settingsFile: names.find((name) => existsSync(join(context.root, name))) ?? null,
  }));
}
