/** `mendian doctor`: whether a run could be made from here, and what stands in its way. Sends and writes nothing. */
import { redact } from '../base/redact.ts';
import { type CheckEnd, type DescribedCheck, describeCheck } from '../report/doctor.ts';
import { DOCTOR_FORMATS } from '../report/formats.ts';
import { listSecrets } from '../settings/secrets.ts';
import { areSeveral, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { examineAccounts } from './doctor-accounts.ts';
import { judgeAll, type Scene } from './doctor-checks.ts';
import { CLOCK_CHECKS, watchClock } from './doctor-clock.ts';
import { examineEnvironment } from './doctor-environment.ts';
import { examineFiles, examineProgram } from './doctor-files.ts';
import { examineGit } from './doctor-git.ts';
import { examineGitHub } from './doctor-github.ts';
import { examinePlatform } from './doctor-platform.ts';
import { openScene } from './doctor-scene.ts';
import { examineState } from './doctor-state.ts';

export interface DoctorOptions {
  /** `leave`: nothing that needs WeChat, a remote or GitHub. */
  readonly network: 'use' | 'leave';
}

/** Runs all checks, each for itself, and prints what they found. Exit 1 where one is a fault. */
export async function doctor(context: Context, { network }: DoctorOptions): Promise<ExitCode> {
  const accounts = openAccounts(context);
  // One that was chosen is told in full.
  const several = areSeveral(accounts) && accounts.opened.length > 1 ? accounts.opened : null;
  const ends =
    several === null
      ? await examineAll(openScene(context, network))
      : await examineAccounts(context, several, network);
  const secrets = listSecrets(context.environment, accounts.opened?.[0].settings.value.accounts);
  const checks = ends.map((end) => hide(describeCheck(end, context.messages), secrets));
  const names = several?.map(({ account }) => account.name);
  const report = { checks, network: network === 'use' ? 'used' : 'left' } as const;
  const whole = names === undefined ? report : { ...report, accounts: names };
  context.print(DOCTOR_FORMATS[context.format](whole, context.style));
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

/** Answers may repeat what they were sent, and people paste a secret into the wrong variable. */
function hide(check: DescribedCheck, secrets: readonly string[]): DescribedCheck {
  const { message, hint } = check;
  return { ...check, message: redact(message, secrets), hint: hint === null ? null : redact(hint, secrets) };
}
