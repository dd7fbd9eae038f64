/** `mendian doctor`: whether a run could be made from here, and what stands in its way. Sends and writes nothing. */
import { redact } from '../base/redact.ts';
import { type CheckEnd, type DescribedCheck, describeCheck } from '../report/doctor.ts';
import { DOCTOR_FORMATS } from '../report/formats.ts';
import { loadState } from '../state/load.ts';
import type { Context, ExitCode } from './context.ts';
import { judgeAll, type Opened, type Scene } from './doctor-checks.ts';
import { CLOCK_CHECKS, watchClock } from './doctor-clock.ts';
import { examineEnvironment, listSecrets } from './doctor-environment.ts';
import { examineFiles, examineProgram } from './doctor-files.ts';
import { examineGit } from './doctor-git.ts';
import { examineGitHub } from './doctor-github.ts';
import { examinePlatform } from './doctor-platform.ts';
import { examineState } from './doctor-state.ts';
import { DEFAULT_RATE } from './options.ts';
import { openAccount, planWorkspace, readWorkspace, statePath } from './workspace.ts';

export interface DoctorOptions {
  /** `leave`: nothing that needs WeChat, a remote or GitHub. */
  readonly network: 'use' | 'leave';
}

/** Runs all checks, each for itself, and prints what they found. Exit 1 where one is a fault. */
export async function doctor(context: Context, { network }: DoctorOptions): Promise<ExitCode> {
  const ends = await examineAll(openScene(context, network));
  const secrets = listSecrets(context.environment);
  const checks = ends.map((end) => hide(describeCheck(end, context.messages), secrets));
  const report = { checks, network: network === 'use' ? 'used' : 'left' } as const;
  context.print(DOCTOR_FORMATS[context.format](report, context.style));
  return checks.some(({ result }) => result === 'fault') ? 1 : 0;
}

async function examineAll(scene: Scene): Promise<readonly CheckEnd[]> {
  const clocks = { wechat: watchClock(), github: watchClock() };
  // Those that wait for others wait at the same time.
  const [platform, git, github] = await Promise.all([
    examinePlatform(scene, clocks.wechat),
    examineGit(scene),
    examineGitHub(scene, clocks.github),
  ]);
  const facts = {
    network: scene.network,
    wechat: clocks.wechat.seconds(),
    github: github === null ? ('none' as const) : clocks.github.seconds(),
  };
  return [
    ...(await examineProgram(scene)),
    ...(await examineFiles(scene)),
    ...(await examineState(scene)),
    ...examineEnvironment(scene),
    ...platform,
    ...judgeAll('clock', CLOCK_CHECKS, facts),
    ...git,
    ...(github ?? []),
  ];
}

/** Reads settings, stores and state as they are. No lock is taken, and no journal is folded on disk. */
function openScene(context: Context, network: DoctorOptions['network']): Scene {
  const { opened, diagnostics } = openAccount(context);
  return {
    context,
    network,
    diagnostics,
    opened: opened === null ? null : openFiles(context, opened),
  };
}

function openFiles(
  context: Context,
  { settings, account }: NonNullable<ReturnType<typeof openAccount>['opened']>,
): Opened {
  const state = loadState(statePath(context, account), account.state);
  const workspace = readWorkspace(context, settings, account, state);
  const failed = workspace.diagnostics.some(({ severity }) => severity === 'error');
  const options = { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE } as const;
  const plan = failed ? null : planWorkspace(context, workspace, options);
  return { settings, workspace, stateDiagnostics: state.diagnostics, plan };
}

/** Answers may repeat what they were sent, and people paste a secret into the wrong variable. */
function hide(check: DescribedCheck, secrets: readonly string[]): DescribedCheck {
  const { message, hint } = check;
  return { ...check, message: redact(message, secrets), hint: hint === null ? null : redact(hint, secrets) };
}
