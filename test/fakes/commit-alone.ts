/** Commits of one account by itself: nothing comes together, and nothing goes past another's commit. */
import type { JoinCommits } from '../../src/model/branch.ts';

export const commitAlone: JoinCommits = (branch) => (parent, file, message) =>
  branch.commit(parent, [file], message);
