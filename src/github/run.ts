/** What the runner tells about the run: repository, commit, addresses. Pure over the environment. */

/** One run of a workflow. */
export interface RunInfo {
  readonly owner: string;
  readonly repo: string;
  /** Full name of what the run is for, such as `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly eventName: string;
  /** Address of the run's page. */
  readonly url: string;
  /** The run and its job: two attempts of one job share it. */
  readonly id: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** Absolute path of the checkout's root, to which annotations are relative. */
  readonly workspace: string;
  /** Absolute path of a folder for temporary files. */
  readonly temp: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the runner's variables; `fallback` stands for the folders where they are not set. */
export function readRun(environment: Environment, fallback: { cwd: string; temp: string }): RunInfo {
  const read = (name: string): string => environment[name]?.trim() ?? '';
  const [owner = '', repo = ''] = read('GITHUB_REPOSITORY').split('/');
  const serverUrl = read('GITHUB_SERVER_URL') || 'https://github.com';
  const runId = read('GITHUB_RUN_ID') || '0';
  const attempt = read('GITHUB_RUN_ATTEMPT');
  const page = `${serverUrl}/${owner}/${repo}/actions/runs/${runId}`;
  return {
    owner,
    repo,
    ref: read('GITHUB_REF'),
    sha: read('GITHUB_SHA'),
    eventName: read('GITHUB_EVENT_NAME'),
    url: attempt === '' || attempt === '1' ? page : `${page}/attempts/${attempt}`,
    id: `${owner}/${repo}/actions/runs/${runId}/${read('GITHUB_JOB')}`,
    apiUrl: (read('GITHUB_API_URL') || 'https://api.github.com').replace(/\/+$/u, ''),
    serverUrl,
    workspace: read('GITHUB_WORKSPACE') || fallback.cwd,
    temp: read('RUNNER_TEMP') || fallback.temp,
  };
}

/** The branch's name of a full reference, or null for a tag, a pull request and all else. */
export function branchOf(ref: string): string | null {
  return /^refs\/heads\/(.+)$/u.exec(ref)?.[1] ?? null;
}
