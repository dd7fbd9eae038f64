/**
 * One commit for what several accounts have to tell at once, and a quiet way past commits of other runs: as long as those
 * touch nothing but other accounts' states, the same files go on top of them without anybody reading anew.
 */
import type { CommitEnd, CommitFile, CommitOne, JoinCommits, SharedBranch } from '../model/branch.ts';
import type { Clock } from '../model/run.ts';

export interface QueueOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly retryBaseMs: number;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
  /** The message of a commit that holds several. */
  readonly combine: (messages: readonly string[]) => string;
}

export interface CommitQueue {
  readonly join: JoinCommits;
  /** One more account is at work: commits wait for it, a while. Call what comes back when it is done. */
  enter(): () => void;
}

/** A later commit, and the files that differ in it. */
interface Step {
  readonly commit: string;
  readonly paths: readonly string[];
}

/** By the earlier commit. */
type Steps = Map<string, Step>;

interface Queue extends QueueOptions {
  /** By branch. */
  readonly steps: Map<string, Steps>;
}

interface Request {
  readonly branch: SharedBranch;
  parent: string | null;
  readonly file: CommitFile;
  readonly message: string;
  readonly resolve: (end: CommitEnd) => void;
  /** How often another commit came before. */
  moves: number;
}

/** The longest that a commit waits for those of other accounts, in units of `retryBaseMs`. */
const PATIENCE = 10;
/** Commits of others that one commit goes past before its account must look for itself. */
const MOST_MOVES = 30;
/** The longest wait after such a commit, in units of `retryBaseMs`. */
const LONGEST_WAIT = 16;

/** A queue for one run. With one account at work nothing waits. */
export function createCommitQueue(options: QueueOptions): CommitQueue {
  const { clock, signal, retryBaseMs } = options;
  const queue = { ...options, steps: new Map<string, Steps>() };
  let waiting: Request[] = [];
  let atWork = 0;
  let isCommitting = false;
  let isDue = false;
  let timer: AbortController | null = null;

  const takeAll = (): readonly Request[] => {
    timer?.abort();
    timer = null;
    isDue = false;
    const requests = waiting;
    waiting = [];
    return requests;
  };
  const flush = (): void => {
    // What comes while a commit is under way goes with its next try, or after it.
    isDue = true;
    if (isCommitting) return;
    const requests = takeAll();
    if (requests.length === 0) return;
    isCommitting = true;
    void commitAll(requests, queue, takeAll).then(() => {
      isCommitting = false;
      if (isDue) flush();
      else flushIfComplete();
    });
  };
  const flushIfComplete = (): void => {
    if (waiting.length >= atWork || signal.aborted) flush();
  };
  const flushLater = (): void => {
    if (timer !== null || waiting.length === 0) return;
    const own = new AbortController();
    timer = own;
    void clock.sleep(PATIENCE * retryBaseMs, AbortSignal.any([own.signal, signal])).then(() => {
      if (timer === own) flush();
    });
  };
  return {
    join:
      (branch): CommitOne =>
      (parent, file, message) =>
        new Promise((resolve) => {
          waiting.push({ branch, parent, file, message, resolve, moves: 0 });
          flushIfComplete();
          flushLater();
        }),
    enter: () => {
      atWork += 1;
      return () => {
        atWork -= 1;
        flushIfComplete();
      };
    },
  };
}

/** What stands on the same commit of the same branch goes into one, and so does what can be brought there. */
async function commitAll(
  requests: readonly Request[],
  queue: Queue,
  takeMore: () => readonly Request[],
): Promise<void> {
  let open = requests;
  await bringTogether(open, queue);
  while (open.length > 0) {
    const [group = [], ...others] = groupByParent(open, queue);
    const end = await commitGroup(group, queue).catch(describeBreak);
    const goingOn = await goPast(end, group, queue).catch((): readonly Request[] => []);
    for (const request of group) if (!goingOn.includes(request)) request.resolve(end);
    open = [...others.flat(), ...goingOn];
    if (goingOn.length === 0) continue;
    open = [...open, ...takeMore()];
    await bringTogether(open, queue);
  }
}

function describeBreak(error: unknown): CommitEnd {
  return { kind: 'unclear', fault: { code: 'RECORD_FAILED', params: { detail: String(error) } } };
}

/** By the commit on which each stands, once it has gone as far as is known to be safe. */
function groupByParent(requests: readonly Request[], queue: Queue): readonly (readonly Request[])[] {
  const groups = new Map<string, Request[]>();
  for (const request of requests) {
    request.parent = followSteps(request, queue);
    const key = JSON.stringify([request.branch.name, request.parent]);
    groups.set(key, [...(groups.get(key) ?? []), request]);
  }
  return [...groups.values()];
}

/**
 * Accounts that began at different times stand on different commits. A commit costs more than a look at the tip: where
 * there are several groups, each is brought there if nothing of its own was changed on the way.
 */
async function bringTogether(requests: readonly Request[], queue: Queue): Promise<void> {
  const groups = groupByParent(requests, queue);
  if (groups.length < 2) return;
  for (const [first] of groups) {
    // What goes wrong here is met again by the commit itself, and told then.
    if (first !== undefined) await lookAhead(first.branch, first.parent, queue).catch(() => {});
  }
}

/** Of a commit that another one came before, those that go on: only states of other accounts came in between. */
async function goPast(end: CommitEnd, group: readonly Request[], queue: Queue): Promise<readonly Request[]> {
  const [first] = group;
  if (end.kind !== 'moved' || first === undefined || queue.signal.aborted) return [];
  await waitAfterMove(queue, first.moves);
  await lookAhead(first.branch, first.parent, queue);
  return group.filter((request) => {
    request.moves += 1;
    return request.moves <= MOST_MOVES && followSteps(request, queue) !== request.parent;
  });
}

/** The newest commit that is known to have nothing of the request's file between it and the request's parent. */
function followSteps({ branch, parent, file }: Request, { steps }: Queue): string | null {
  const known = steps.get(branch.name);
  let at = parent;
  for (let gone = 0; at !== null && gone <= (known?.size ?? 0); gone += 1) {
    const step = known?.get(at);
    if (step === undefined || step.paths.includes(file.path)) return at;
    at = step.commit;
  }
  return at;
}

/** Learns what lies between a commit and the tip. Steps hold nothing but states: none leads past a change of code. */
async function lookAhead(branch: SharedBranch, parent: string | null, queue: Queue): Promise<void> {
  if (parent === null) return;
  const news = await branch.since(parent);
  if ('code' in news || news.files === null || !news.files.every((path) => branch.isState(path))) return;
  noteStep(queue, branch, parent, { commit: news.tip, paths: news.files });
}

function noteStep({ steps }: Queue, { name }: SharedBranch, parent: string, step: Step): void {
  const known = steps.get(name) ?? new Map<string, Step>();
  steps.set(name, known);
  if (parent !== step.commit) known.set(parent, step);
}

async function commitGroup(group: readonly Request[], queue: Queue): Promise<CommitEnd> {
  const [first] = group;
  if (first === undefined) return { kind: 'moved' };
  const { branch, parent } = first;
  const files = group.map(({ file }) => file);
  const messages = group.map(({ message }) => message);
  const message = messages.length === 1 ? first.message : queue.combine(messages);
  const end = await branch.commit(parent, files, message);
  if (end.kind === 'done' && parent !== null)
    noteStep(queue, branch, parent, { commit: end.commit, paths: files.map(({ path }) => path) });
  return end;
}

/**
 * From four seconds on, twice as long each time, up to 16: with many jobs at once a branch takes one commit after another,
 * each try counts against GitHub's limit for what creates content, and whoever tries again at once meets yet another commit.
 */
async function waitAfterMove(
  { clock, retryBaseMs, random, signal }: QueueOptions,
  moves: number,
): Promise<void> {
  await clock.sleep(random() * retryBaseMs * Math.min(2 ** (moves + 2), LONGEST_WAIT), signal);
}
