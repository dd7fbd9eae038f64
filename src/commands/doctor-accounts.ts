/** `doctor` over several accounts: what is about the machine, the settings and the clone once, the rest for each account. */
import type { CheckEnd, CheckName } from '../report/doctor.ts';
import { eachAccount, type Opened } from './accounts.ts';
import type { Context } from './context.ts';
import { judgeAll, type Scene } from './doctor-checks.ts';
import { CLOCK_CHECKS, watchClock } from './doctor-clock.ts';
import { examineEnvironment } from './doctor-environment.ts';
import { examineFiles, examineProgram } from './doctor-files.ts';
import { examineGit, examineOwnFiles } from './doctor-git.ts';
import { examineGitHub } from './doctor-github.ts';
import { examinePlatform } from './doctor-platform.ts';
import { openScene } from './doctor-scene.ts';
import { examineState } from './doctor-state.ts';

/** Checks of groups that hold both: these are about one account. The groups `state` and `wechat` are so as a whole. */
const OWN: readonly CheckName[] = [
  'stores',
  'plan',
  'credentials',
  'token-store',
  'ignored',
  'tracked',
  'merge-driver',
];

const isOwn = ({ name }: CheckEnd): boolean => OWN.includes(name);
const isShared = (end: CheckEnd): boolean => !isOwn(end);

/** All checks: the shared ones first, then those of each account under its name. */
export async function examineAccounts(
  context: Context,
  opened: readonly [Opened, ...Opened[]],
  network: Scene['network'],
): Promise<readonly CheckEnd[]> {
  const clocks = { wechat: watchClock(), github: watchClock() };
  const [{ account }, ...others] = opened;
  const first = openScene({ ...context, accounts: [account.name], narrowed: opened[0] }, network);
  const scene: Scene = { ...first, others: others.map((each) => each.account) };
  const git = await examineGit(scene);
  const github = await examineGitHub(scene, clocks.github);
  const parts = await eachAccount(context, opened, (each) => examineOwn(each, network, clocks.wechat.note));
  const facts = {
    network,
    wechat: clocks.wechat.seconds(),
    github: github === null ? ('none' as const) : clocks.github.seconds(),
  };
  return [
    ...(await examineProgram(scene)),
    ...(await examineFiles(scene)).filter(isShared),
    ...examineEnvironment(scene).filter(isShared),
    ...judgeAll('clock', CLOCK_CHECKS, facts),
    ...git.filter(isShared),
    ...(github ?? []),
    ...parts.flatMap(({ account: name, part }) => part.map((end) => ({ ...end, account: name }))),
  ];
}

/** What is about one account alone. */
async function examineOwn(
  context: Context,
  network: Scene['network'],
  note: ReturnType<typeof watchClock>['note'],
): Promise<readonly CheckEnd[]> {
  const scene = openScene(context, network);
  return [
    ...(await examineFiles(scene)).filter(isOwn),
    ...(await examineState(scene)),
    ...examineEnvironment(scene).filter(isOwn),
    ...(await examinePlatform(scene, { note, seconds: () => null })),
    ...(await examineOwnFiles(scene)),
  ];
}
