/** The rows of the table, each printed as it is known. */

export interface Row {
  readonly what: string;
  readonly ours: string;
  /** What it is held against, in the same run. */
  readonly beside: string;
  /** Ours against the other, in words. */
  readonly ratio: string;
  /** The goal and whether this run met it; null where there is none. */
  readonly goal: { readonly text: string; readonly met: boolean } | null;
}

export function printRow({ what, ours, beside, ratio, goal }: Row): void {
  const verdict = goal === null ? '' : `${goal.met ? 'met' : 'MISSED'}: ${goal.text}`;
  console.log(
    `${what.padEnd(44)} ${ours.padEnd(20)} ${beside.padEnd(30)} ${ratio.padEnd(16)} ${verdict}`.trimEnd(),
  );
}

/** A row of something for which there is nothing to hold it against. */
export function note(what: string, ours: string): Row {
  return { what, ours, beside: '', ratio: '', goal: null };
}

export function showTime(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1_000).toFixed(2)} s`;
}

export function showRun({
  milliseconds,
  peakMb,
}: {
  readonly milliseconds: number;
  readonly peakMb: number;
}): string {
  return peakMb === 0 ? showTime(milliseconds) : `${showTime(milliseconds)}, ${peakMb.toFixed(0)} MB`;
}
