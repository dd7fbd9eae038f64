/** The claim: who applies now, in the state's member `run`, so that two machines never send at once. Pure. */
import { asJsonObject } from '../base/json-object.ts';
import type { State } from '../model.ts';

/** A claim that shows no sign of life for this long has lapsed: nothing is left to unlock by hand. */
export const LAPSE_MS = 15 * 60_000;

/** Who holds a claim. Two attempts of one run share the id: the later one knows that the earlier has ended. */
export interface ClaimHolder {
  readonly id: string;
  /** For people: a run's address, or a process and its host. */
  readonly holder: string;
}

export interface Claim extends ClaimHolder {
  /** ISO times, UTC. */
  readonly started_at: string;
  readonly seen_at: string;
}

/** The claim in a state, or null. What cannot be read as one binds nobody. */
export function readClaim({ extra }: State): Claim | null {
  const { id, holder, started_at, seen_at } = asJsonObject(extra.run) ?? {};
  const whole =
    typeof id === 'string' &&
    typeof holder === 'string' &&
    typeof started_at === 'string' &&
    typeof seen_at === 'string';
  return whole ? { id, holder, started_at, seen_at } : null;
}

/** Another run's claim that binds now. */
export function findOtherClaim(state: State, own: ClaimHolder, now: Date): Claim | null {
  const claim = readClaim(state);
  return claim !== null && claim.id !== own.id && isLive(claim, now) ? claim : null;
}

/** Whether a claim binds now. One from far in the future comes from a clock that is wrong, and binds nobody. */
export function isLive({ seen_at }: Claim, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(seen_at)) <= LAPSE_MS;
}

/** The state with this claim, or with none. */
export function withClaim(state: State, claim: Claim | null): State {
  const { run: _run, ...extra } = state.extra;
  return { ...state, extra: claim === null ? extra : { ...extra, run: { ...claim } } };
}
