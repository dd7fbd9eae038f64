/** The real client before a fake GitHub, with a repository in it. */
import { createGitHub, type GitHub } from '../../src/github/client.ts';
import type { Repository } from '../fakes/github/repository.ts';
import { type FakeGitHub, openGitHub } from '../fakes/github/server.ts';

export const BOT = 'github-actions[bot]';

export interface Opened {
  readonly fake: FakeGitHub;
  readonly repository: Repository;
  readonly github: GitHub;
  /** A client with another token. */
  readonly connect: (token: string) => Promise<GitHub>;
}

/** Opens all; the server ends with the test. */
export async function openHands(): Promise<Opened> {
  const fake = await openGitHub();
  const repository = await fake.create('shop/stores');
  const connect = async (token: string): Promise<GitHub> =>
    await createGitHub(
      {
        apiUrl: fake.apiUrl,
        token,
        retryBaseMs: 1,
        proxy: 'unset',
        hurried: () => false,
        log: () => {},
      },
      { owner: 'shop', repo: 'stores' },
    );
  return { fake, repository, github: await connect(fake.token), connect };
}
