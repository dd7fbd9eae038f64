/** Progress of a run on stderr: one moving line on a terminal, plain lines elsewhere. */
import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Outcome, Progress } from '../model/run.ts';
import { forTerminal } from './escape.ts';
import { fitTo } from './style.ts';

export interface ProgressOutput {
  /** `moving`: a terminal where one line may be written over; `lines`: a log. */
  readonly mode: 'moving' | 'lines';
  readonly write: (text: string) => void;
  /** Milliseconds, for the rate and the time left. */
  readonly now: () => number;
  /** Columns of the terminal now; without it a moving line may be as long as it is. */
  readonly columns?: (() => number) | undefined;
}

/** Above this many stores a log gets only each tenth part, not a line a store. */
const MOST_LINES = 100;
const CLEAR_LINE = '\r\u001b[2K';

export interface ProgressReporter {
  tell(event: Progress): void;
  /** Takes the moving line away, before the report is printed. */
  end(): void;
}

/** Reports progress in the language of the messages. */
export function reportProgress(output: ProgressOutput, messages: Messages): ProgressReporter {
  // The rate counts from the first call of the sending, not from its first end.
  let begun = output.now();
  let moving = false;
  const line = (text: string): void => {
    output.write(`${moving ? CLEAR_LINE : ''}${text}\n`);
    moving = false;
  };
  const move = (text: string): void => {
    // A line that wraps is left behind by the next one, and the last column may wrap already.
    const room = (output.columns?.() ?? Number.POSITIVE_INFINITY) - 1;
    output.write(`${CLEAR_LINE}${fitTo(text, room)}`);
    moving = true;
  };
  const tellOutcome = (outcome: Outcome, done: number, total: number): void => {
    if (output.mode === 'moving') {
      move(showRate(done, total, output.now() - begun, messages));
      return;
    }
    const step = total > MOST_LINES ? Math.ceil(total / 10) : 1;
    if (done % step !== 0 && done !== total) return;
    line(messages.progress.outcome(done, total, nameOf(outcome), messages.outcomes[outcome.outcome]));
  };
  return {
    tell: (event) => {
      if (event.kind === 'outcome') {
        tellOutcome(event.outcome, event.done, event.total);
        return;
      }
      if (event.kind === 'looking') {
        if (output.mode === 'moving') move(messages.progress.looking(event.done, event.total));
        else if (event.done === event.total) line(messages.progress.looking(event.done, event.total));
        return;
      }
      if (event.kind === 'sending') begun = output.now();
      line(showEvent(event, messages));
    },
    end: () => {
      if (moving) output.write(CLEAR_LINE);
      moving = false;
    },
  };
}

function showEvent(event: Exclude<Progress, { kind: 'outcome' | 'looking' }>, messages: Messages): string {
  if (event.kind === 'sending') return messages.progress.sending(event.total, event.rate);
  if (event.kind === 'uploading') return messages.pictures.uploading(forTerminal(event.path), event.bytes);
  if (event.kind === 'canary') return messages.progress.canary(nameOf(event));
  if (event.kind === 'slower') return messages.progress.slower(event.milliseconds, event.rate);
  return messages.progress.waiting(
    event.milliseconds,
    forTerminal(describeFault(event.fault, messages).message),
  );
}

/** The rate is that of this run; the time left follows from it once a few stores are done. */
function showRate(done: number, total: number, elapsed: number, messages: Messages): string {
  const perSecond = elapsed > 0 ? (done * 1000) / elapsed : 0;
  const left = done > 2 && done < total && perSecond > 0 ? (total - done) / perSecond : null;
  return messages.progress.line(done, total, perSecond, left);
}

function nameOf({ name, poi_id }: { readonly name: string | null; readonly poi_id: string }): string {
  return name === null ? poi_id : `${fitTo(forTerminal(name), 40)} (${poi_id})`;
}
