/** The checks of `doctor` about the state: the file, what an interrupted run left, and who is at work. */
import type { CheckEnd, Finding } from '../report/doctor.ts';
import { type Claim, LAPSE_MS, readClaim } from '../state/claim.ts';
import { journalPath } from '../state/journal.ts';
import type { LoadedState } from '../state/load.ts';
import { type LockLook, lockPath, lookAtLock } from '../state/lock.ts';
import {
  type Check,
  doubtful,
  examine,
  faulty,
  fromDiagnostics,
  type Opened,
  ok,
  type Scene,
  skipped,
} from './doctor-checks.ts';
import { countDays, reportOverdue } from './overdue.ts';
import { statePath, type Workspace } from './workspace.ts';

interface StateFacts {
  readonly opened: Opened | null;
  readonly lock: LockLook | null;
  readonly claim: Claim | null;
  readonly now: Date;
}

type StateJudge = (facts: StateFacts, workspace: Workspace, state: LoadedState) => Finding;

/** Judges where the state could be read. */
const withState =
  (judge: StateJudge) =>
  (facts: StateFacts): Finding => {
    if (facts.opened === null) return skipped('settings');
    const { workspace } = facts.opened;
    return workspace.state === null ? skipped('state') : judge(facts, workspace, workspace.state);
  };

const STATE_CHECKS: readonly Check<StateFacts>[] = [
  {
    name: 'state',
    judge: ({ opened }) => {
      if (opened === null) return skipped('settings');
      const { workspace, stateDiagnostics } = opened;
      const { state, account } = workspace;
      if (state === null) return fromDiagnostics(stateDiagnostics, 'mendian plan');
      return state.presence === 'missing' && state.journalLines === 0
        ? ok('stateMissing', account.state)
        : ok('state', account.state, state.state.stores.size);
    },
  },
  {
    name: 'reviews',
    judge: withState(({ now }, workspace, { state }) => {
      const overdue = reportOverdue(state.stores, workspace, now).map(
        (each) => ({ ...each, severity: 'warning' }) as const,
      );
      const pending = [...state.stores.values()].filter(({ review }) => review === 'pending');
      const days = Math.max(0, ...pending.map((record) => countDays(record, now)));
      return fromDiagnostics(overdue, 'mendian status') ?? ok('reviews', pending.length, days);
    }),
  },
  {
    name: 'doubt',
    judge: withState((_facts, _workspace, { state }) => {
      const count = [...state.stores.values()].filter(({ uncertain }) => uncertain === true).length;
      return count > 0 ? doubtful('STORES_IN_DOUBT', { count }) : ok('noDoubt');
    }),
  },
  {
    name: 'journal',
    judge: withState((_facts, { account }, { journalLines: lines }) =>
      lines > 0 ? doubtful('JOURNAL_LEFT', { file: journalPath(account.state), lines }) : ok('noJournal'),
    ),
  },
  {
    name: 'lock',
    judge: ({ opened, lock }) => {
      if (opened === null || lock === null) return skipped('settings');
      const file = lockPath(opened.workspace.account.state);
      if (lock.kind === 'odd') return faulty('STATE_UNREADABLE', { file, detail: lock.detail });
      if (lock.kind === 'held') return doubtful('LOCKED', { file, holder: lock.holder });
      return lock.kind === 'dead' ? ok('deadLock', lock.holder) : ok('noLock');
    },
  },
  {
    name: 'claim',
    judge: withState(({ claim, now }, { account }) => {
      if (claim === null) return ok('noClaim');
      const { holder, seen_at: seen } = claim;
      const alive = Math.abs(now.getTime() - Date.parse(seen)) <= LAPSE_MS;
      return alive
        ? doubtful('CLAIM_STANDS', { file: account.state, holder, seen })
        : ok('lapsedClaim', holder);
    }),
  },
];

/** The state file, journal, lock and claim. Takes and writes nothing. */
export function examineState({ context, opened }: Scene): Promise<readonly CheckEnd[]> {
  const now = context.clock.now();
  return examine('state', STATE_CHECKS, () => {
    const state = opened?.workspace.state ?? null;
    const path = opened === null ? null : lockPath(statePath(context, opened.workspace.account));
    return {
      opened,
      now,
      lock: path === null ? null : lookAtLock(path, now.getTime()),
      claim: state === null ? null : readClaim(state.state),
    };
  });
}
