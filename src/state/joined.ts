/**
 * Which commit of the branch a checkout's state file has taken over already, in the state's member `joined`: where the
 * next merge starts from, though the checked-out commit is older. It is written in one step with what it tells of.
 */

import type { StateBranch, Tip } from '../model/branch.ts';
import type { State } from '../model.ts';
import { formatState } from './format.ts';

/** The commit; null where the file goes by the checked-out commit. */
export function readJoined({ extra }: State): string | null {
  return typeof extra.joined === 'string' ? extra.joined : null;
}

/** The state with this note or with none. The branch never holds one. */
export function withJoined(state: State, commit: string | null): State {
  const { joined: _joined, ...extra } = state.extra;
  return { ...state, extra: commit === null ? extra : { ...extra, joined: commit } };
}

/**
 * Writes a state that holds all of the tip's into the checkout, and brings the checkout to the tip where nothing is
 * lost by that. Wherever this ends, what the file says and what it goes by belong together.
 */
export async function takeOver(
  branch: StateBranch,
  tip: Tip,
  state: State,
  write: (state: State) => Promise<void> | void,
): Promise<void> {
  const isOlder = async (): Promise<boolean> => (await branch.readBase(tip, null)) !== tip.text;
  const noted = tip.commit !== null && (await isOlder());
  await write(withJoined(state, noted ? tip.commit : null));
  if (tip.commit === null || tip.text !== formatState(state)) return;
  await branch.follow(tip.commit);
  if (noted && !(await isOlder())) await write(state);
}
