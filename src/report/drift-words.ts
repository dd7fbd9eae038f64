/** What the readable forms of a comparison share: counts, and what each kind asks for. Pure. */
import type { Messages } from '../messages/en.ts';
import type { StoreDrift } from '../model/drift.ts';
import { type DriftReport, isAccepted, summariseDrift } from './drift-document.ts';

export type PeopleCounts = Parameters<Messages['drift']['summary']>[0];

/** Each store counts once: as accepted where nothing of it is left to decide, else by its kind. */
export function countForPeople(report: DriftReport): PeopleCounts {
  const { conflicts, missing, unmanaged, unrecorded, not_compared } = summariseDrift(report);
  const left = (kind: StoreDrift['kind']): number =>
    (report.drift?.found ?? []).filter((store) => store.kind === kind && !isSettledBy(report, store)).length;
  const done = (report.drift?.found ?? []).filter((store) => isSettledBy(report, store)).length;
  return {
    edited: left('edited'),
    conflicts,
    missing,
    accepted: done,
    settled: left('settled'),
    unrecorded,
    not_compared,
    unmanaged,
  };
}

/** Whether each differing field of a store was taken over. */
export function isSettledBy(report: DriftReport, store: StoreDrift): boolean {
  return (
    report.mode === 'accept' &&
    store.fields.length > 0 &&
    store.fields.every((field) => isAccepted(report, store, field))
  );
}

/** Nothing was compared, since something must be mended first. */
export function hasErrorsOnly({ drift }: DriftReport): boolean {
  return drift === null;
}

/** The accounts of several of which nothing was compared, since something must be mended first. */
export function listNotCompared({ accounts = [] }: DriftReport): readonly string[] {
  return accounts.filter(({ summary }) => summary === null).map(({ account }) => account);
}

/** One line a kind that is there: who wins, and what to do. */
export function adviceOf(report: DriftReport, messages: Messages): readonly string[] {
  const { advice } = messages.drift;
  const counts = countForPeople(report);
  return [
    ...(counts.edited > 0 ? [advice.edited(report.mode === 'accept')] : []),
    ...(counts.conflicts > 0 ? [advice.conflict] : []),
    ...(counts.missing > 0 ? [advice.missing] : []),
    ...(counts.settled > 0 ? [advice.settled] : []),
    ...(counts.unrecorded > 0 ? [advice.unrecorded] : []),
    ...(counts.unmanaged === null || counts.unmanaged === 0 ? [] : [advice.unmanaged(counts.unmanaged)]),
  ];
}
