/** An octokit for the fake GitHub: nothing is sent twice, and nothing waits. */
import { Octokit } from 'octokit';
import type { FakeGitHub } from './server.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Speaks with a token's rights, the default one's unless another is given. */
export function openOctokit(github: FakeGitHub, token = github.token): Octokit {
  return new Octokit({
    auth: token,
    baseUrl: github.apiUrl,
    throttle: { enabled: false },
    retry: { enabled: false },
    log: silent,
  });
}

/** The parts of an error that a caller of octokit goes by. */
export async function readRefusal(call: Promise<unknown>): Promise<{ status: unknown; body: unknown }> {
  try {
    await call;
  } catch (error) {
    // octokit's errors have both; where one is missing the test shows it.
    const { status, response } = error as { status?: unknown; response?: { data?: unknown } };
    return { status, body: response?.data };
  }
  throw new Error('the call was not refused');
}
