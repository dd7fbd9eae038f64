/** A branch in memory with compare-and-swap, for tests of publishing: real behaviour, with scripted ends of commits. */
import type { CommitEnd, StateBranch, Tip } from '../../src/model/branch.ts';
import type { Fault } from '../../src/model.ts';

export interface MemoryBranch extends Omit<StateBranch, 'commit' | 'readTip'> {
  commit: StateBranch['commit'];
  readTip: StateBranch['readTip'];
  /** All commits, the newest last. */
  readonly commits: { readonly text: string; readonly message: string }[];
  /** Ends of the next commits instead of the ordinary one; `lost` lands all the same. */
  readonly script: (CommitEnd | 'lost')[];
  /** What happens before the next commits: a foreign commit, for one. */
  readonly before: (() => void)[];
  /** What `checkCheckout` says. */
  checkout: Fault | null;
  base: string | null;
  land(text: string): void;
}

const SILENCE: CommitEnd = {
  kind: 'unclear',
  fault: { code: 'GIT_FAILED', params: { command: 'push', detail: 'no-answer-in-time' } },
};

export function createMemoryBranch(text: string | null = null): MemoryBranch {
  const commits: MemoryBranch['commits'][number][] = text === null ? [] : [{ text, message: 'begin' }];
  const tip = (): Tip => {
    const last = commits.at(-1);
    return { commit: last === undefined ? null : String(commits.length), text: last?.text ?? null };
  };
  const branch: MemoryBranch = {
    name: 'main',
    commits,
    script: [],
    before: [],
    checkout: null,
    base: text,
    land: (foreign) => void commits.push({ text: foreign, message: 'foreign' }),
    readBase: async (_tip, joined) => {
      return joined === null ? branch.base : (commits[Number(joined) - 1]?.text ?? null);
    },
    checkCheckout: async () => branch.checkout,
    readTip: async () => tip(),
    commit: async (expected, now, message) => {
      branch.before.shift()?.();
      const scripted = branch.script.shift();
      if (scripted !== undefined && scripted !== 'lost') return scripted;
      if (expected.commit !== tip().commit) return { kind: 'moved' };
      commits.push({ text: now, message });
      return scripted === 'lost' ? SILENCE : { kind: 'done', commit: String(commits.length) };
    },
    follow: async (commit) => {
      branch.base = commits[Number(commit) - 1]?.text ?? null;
    },
  };
  return branch;
}
