/** The event that started the run, as far as the action needs it. Its payload is text from outside: nothing is taken on trust. */
import { asJsonObject } from '../base/json-object.ts';

export type ActionEvent =
  | {
      readonly kind: 'pull_request';
      readonly number: number;
      readonly headSha: string;
      readonly baseRef: string;
    }
  | { readonly kind: 'push'; readonly deleted: boolean; readonly commits: readonly string[] }
  | { readonly kind: 'merge_group'; readonly baseSha: string }
  | {
      readonly kind: 'workflow_run';
      readonly runId: number;
      readonly headSha: string;
      readonly headBranch: string;
      readonly headOwner: string;
      readonly event: string;
      readonly url: string;
    }
  /** What somebody with a token for the repository sent; GitHub lets it have 64 KB at most. */
  | {
      readonly kind: 'repository_dispatch';
      readonly type: string;
      readonly payload: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'other'; readonly name: string };

const SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/u;
/** A push tells up to 2,048 commits; the newest of them are looked at for merged pull requests. */
const MOST_COMMITS = 10;

/** Reads an event; what does not have the form of its name counts as `other`. */
export function readEvent(name: string, payload: unknown): ActionEvent {
  const event = asJsonObject(payload) ?? {};
  const read = Object.hasOwn(READERS, name) ? READERS[name]?.(event) : null;
  return read ?? { kind: 'other', name };
}

type Fields = Readonly<Record<string, unknown>>;

const READERS: Readonly<Record<string, (event: Fields) => ActionEvent | null>> = {
  pull_request: readPullRequest,
  push: (event) => ({
    kind: 'push',
    deleted: event.deleted === true,
    commits: listCommits(event),
  }),
  merge_group: (event) => {
    const baseSha = readSha(dig(event, 'merge_group', 'base_sha'));
    return baseSha === null ? null : { kind: 'merge_group', baseSha };
  },
  workflow_run: readWorkflowRun,
  repository_dispatch: ({ action, client_payload }) => {
    const payload = asJsonObject(client_payload);
    if (typeof action !== 'string' || payload === null) return null;
    return { kind: 'repository_dispatch', type: action, payload };
  },
};

function readPullRequest(event: Fields): ActionEvent | null {
  const pull = asJsonObject(event.pull_request) ?? {};
  const headSha = readSha(dig(pull, 'head', 'sha'));
  const baseRef = dig(pull, 'base', 'ref');
  const number = pull.number;
  if (!isCount(number) || headSha === null || typeof baseRef !== 'string') return null;
  return { kind: 'pull_request', number, headSha, baseRef };
}

function readWorkflowRun(event: Fields): ActionEvent | null {
  const run = asJsonObject(event.workflow_run) ?? {};
  const headSha = readSha(run.head_sha);
  const { id, head_branch: headBranch, html_url: url, event: cause } = run;
  const headOwner = dig(run, 'head_repository', 'owner', 'login');
  if (!isCount(id) || headSha === null || typeof headBranch !== 'string') return null;
  if (typeof headOwner !== 'string' || typeof cause !== 'string') return null;
  return {
    kind: 'workflow_run',
    runId: id,
    headSha,
    headBranch,
    headOwner,
    event: cause,
    url: typeof url === 'string' ? url : '',
  };
}

/** The newest commits of a push, the newest first. */
function listCommits(event: Fields): readonly string[] {
  const listed = Array.isArray(event.commits) ? event.commits : [];
  const ids = [readSha(event.after), ...listed.map((each) => readSha(asJsonObject(each)?.id)).reverse()];
  return [...new Set(ids.filter((id) => id !== null))].slice(0, MOST_COMMITS);
}

function dig(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => asJsonObject(current)?.[key], object);
}

function readSha(value: unknown): string | null {
  return typeof value === 'string' && SHA.test(value) ? value : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
