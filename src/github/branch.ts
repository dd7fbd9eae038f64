/** The branch that keeps the state, by GitHub's API: commits are signed, and `expectedHeadOid` is the compare-and-swap. */
import { asJsonObject } from '../base/json-object.ts';
import type { CommitEnd, CommitFile, JoinCommits, SharedBranch, StateBranch, Tip } from '../model/branch.ts';
import type { Fault } from '../model.ts';
import { describeFailure, type GitHub, type GitHubFailure, readFailure } from './client.ts';
import { type BranchReads, readBranchTip } from './reads.ts';

export interface ApiBranchOptions {
  readonly github: GitHub;
  readonly reads: BranchReads;
  /** The commit that is checked out. */
  readonly head: string;
  readonly codeBranch: string;
  readonly stateBranch: string;
  /** The state file, from the repository's top. */
  readonly path: string;
  /** The state file of the commit that is checked out. */
  readonly readBase: () => Promise<string | null>;
  /** Whether the checkout itself is as it was committed. */
  readonly checkFiles: () => Promise<Fault | null>;
  /** The first of some changed files, from the repository's top, that is no state file. */
  readonly findOtherFile: (files: readonly string[]) => string | null;
  /** How commits of several accounts come together. */
  readonly joinCommits: JoinCommits;
}

const MUTATION = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** Opens the branch; it need not exist yet. */
export function openApiBranch(options: ApiBranchOptions): StateBranch {
  const { github, reads, path, stateBranch, checkFiles } = options;
  const commitOne = options.joinCommits({
    name: stateBranch,
    isState: (changed) => options.findOtherFile([changed]) === null,
    commit: async (parent, files, message) => {
      const end =
        parent === null
          ? await beginBranch(options, files, message)
          : await commitOnBranch(options, parent, files, message);
      reads.ended(stateBranch, end.kind === 'done' ? end.commit : null);
      return end;
    },
    since: (parent) => findNews(reads, stateBranch, parent),
  });
  return {
    name: stateBranch,
    readBase: (_tip, joined) => (joined === null ? options.readBase() : readBaseAt(github, joined, path)),
    checkCheckout: async () => (await checkFiles()) ?? (await checkTip(options)),
    readTip: () => readStateTip(options),
    commit: (tip, text, message) => commitOne(tip.commit, { path, text }, message),
    follow: async () => {},
  };
}

/** The state of the commit that the checkout's file names; null where there is none. */
async function readBaseAt(github: GitHub, commit: string, path: string): Promise<string | null> {
  const text = /^[0-9a-f]{40,64}$/u.test(commit) ? await readFileAt(github, commit, path) : null;
  return typeof text === 'string' ? text : null;
}

/** The tip with the account's state. Where nothing changed the file since the checkout, the checkout has it. */
async function readStateTip(options: ApiBranchOptions): Promise<Tip | Fault> {
  const { github, reads, path, stateBranch } = options;
  const commit = await reads.tip(stateBranch);
  if (commit === null) return { commit: null, text: null };
  if (typeof commit !== 'string') return commit;
  if (await isUntouched(options, commit)) return { commit, text: await options.readBase() };
  const text = await readFileAt(github, commit, path);
  return text === null || typeof text === 'string' ? { commit, text } : text;
}

async function isUntouched(
  { reads, head, path, codeBranch, stateBranch }: ApiBranchOptions,
  tip: string,
): Promise<boolean> {
  if (tip === head) return true;
  // Another branch has a history of its own.
  if (codeBranch !== stateBranch) return false;
  const compared = await reads.compare(head, tip);
  if ('code' in compared || compared.status !== 'ahead' || compared.files === null) return false;
  return !compared.files.includes(path);
}

/** A branch's newest commit and one file of it. */
export async function readBranchFile(github: GitHub, branch: string, path: string): Promise<Tip | Fault> {
  const commit = await readBranchTip(github, branch);
  if (commit === null) return { commit: null, text: null };
  if (typeof commit !== 'string') return commit;
  const text = await readFileAt(github, commit, path);
  return text === null || typeof text === 'string' ? { commit, text } : text;
}

/** A file's text at a commit or branch; null where it is not there. Read raw, since JSON answers end at 1 MB. */
export async function readFileAt(
  { octokit, owner, repo }: GitHub,
  ref: string,
  path: string,
): Promise<string | null | Fault> {
  try {
    const { data } = await octokit.rest.repos.getContent({
      owner,
      repo,
      path,
      ref,
      mediaType: { format: 'raw' },
    });
    const text = readContent(data);
    if (text !== null) return text;
    return { code: 'STATE_UNREADABLE', params: { file: path, detail: 'not-a-file-at-github' } };
  } catch (error) {
    const failure = readFailure(error);
    return failure.status === 404 ? null : describeFailure('show-file', failure, path);
  }
}

/** The type describes the JSON form; asked for raw, GitHub sends the text, with or without a charset. */
function readContent(data: unknown): string | null {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString('utf8');
  // A server that does not know the raw form sends the other one.
  const { encoding, content } = asJsonObject(data) ?? {};
  const whole = encoding === 'base64' && typeof content === 'string';
  return whole ? Buffer.from(content, 'base64').toString('utf8') : null;
}

/** The checkout must show what the branch shows, apart from state files. */
async function checkTip({ reads, head, codeBranch, findOtherFile }: ApiBranchOptions): Promise<Fault | null> {
  const tip = await reads.tip(codeBranch);
  if (tip === null)
    return {
      code: 'NO_REMOTE',
      params: { detail: { phrase: 'repository-without-branch', branch: codeBranch } },
    };
  if (typeof tip !== 'string') return tip;
  if (tip === head) return null;
  const compared = await reads.compare(head, tip);
  if ('code' in compared) return compared;
  // A commit that GitHub does not know is no older state of the branch.
  if (compared.status === 'unknown')
    return { code: 'NOT_THE_TIP', params: { branch: codeBranch, file: null, relation: 'other' } };
  const files = compared.files ?? (await reads.differences(head, tip));
  if ('code' in files) return files;
  const file = findOtherFile(files);
  const relation = compared.status === 'behind' ? 'ahead' : 'other';
  const old: Fault = { code: 'NOT_THE_TIP', params: { branch: codeBranch, file, relation } };
  return file === null && compared.status === 'ahead' ? null : old;
}

/** What changed on the state's branch since a commit. */
async function findNews(
  reads: BranchReads,
  branch: string,
  parent: string,
): ReturnType<SharedBranch['since']> {
  const tip = await reads.tip(branch);
  if (tip === null)
    return { code: 'NO_REMOTE', params: { detail: { phrase: 'repository-without-branch', branch } } };
  if (typeof tip !== 'string') return tip;
  const compared = await reads.compare(parent, tip);
  if ('code' in compared) return compared;
  return { tip, files: compared.status === 'ahead' ? compared.files : null };
}

async function commitOnBranch(
  { github: { octokit, owner, repo }, stateBranch }: ApiBranchOptions,
  expectedHeadOid: string,
  files: readonly CommitFile[],
  message: string,
): Promise<CommitEnd> {
  const { headline, body } = splitMessage(message);
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: stateBranch },
    message: { headline, body },
    fileChanges: {
      additions: files.map(({ path, text }) => ({
        path,
        contents: Buffer.from(text, 'utf8').toString('base64'),
      })),
    },
    expectedHeadOid,
  };
  try {
    const answer: { createCommitOnBranch: { commit: { oid: string } } } = await octokit.graphql(MUTATION, {
      input,
      // Whether a commit landed is read from the branch, never tried blindly again.
      request: { retries: 0 },
    });
    return { kind: 'done', commit: answer.createCommitOnBranch.commit.oid };
  } catch (error) {
    return describeRefusal(readFailure(error), stateBranch);
  }
}

/** A branch of its own begins without history: it holds nothing but the state. */
async function beginBranch(
  { github: { octokit, owner, repo }, stateBranch }: ApiBranchOptions,
  files: readonly CommitFile[],
  message: string,
): Promise<CommitEnd> {
  try {
    const tree = await octokit.rest.git.createTree({
      owner,
      repo,
      tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
    });
    const commit = await octokit.rest.git.createCommit({
      owner,
      repo,
      message,
      tree: tree.data.sha,
      parents: [],
    });
    const ref = `refs/heads/${stateBranch}`;
    await octokit.rest.git.createRef({ owner, repo, ref, sha: commit.data.sha, request: { retries: 0 } });
    return { kind: 'done', commit: commit.data.sha };
  } catch (error) {
    const failure = readFailure(error);
    // Another run began it first; a rule against it would say so in other words.
    if (failure.status === 422 && /already exists/iu.test(failure.detail)) return { kind: 'moved' };
    return describeRefusal(failure, stateBranch);
  }
}

function describeRefusal(failure: GitHubFailure, branch: string): CommitEnd {
  const { status, types, detail, said, limited } = failure;
  if (types.includes('STALE_DATA') || status === 409) return { kind: 'moved' };
  // A limit is no rule: the branch would take the same commit later.
  if (status === null || status >= 500 || limited === 'yes') {
    return { kind: 'unclear', fault: describeFailure('take-commit', failure, branch) };
  }
  const rule = /\bGH\d{3}\b/u.exec(detail)?.[0] ?? null;
  return { kind: 'refused', fault: { code: 'PUSH_REFUSED', params: { branch, rule, detail: said } } };
}

function splitMessage(message: string): { readonly headline: string; readonly body: string } {
  const [headline = '', ...rest] = message.split('\n');
  return { headline, body: rest.join('\n').trim() };
}
