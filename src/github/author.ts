/** As whom the token writes: what a run wrote is told from what anybody pasted by its author. */
import { type GitHub, readFailure } from './client.ts';

/** What the default token acts as; others are asked for their name. */
const DEFAULT_AUTHOR = 'github-actions[bot]';

/** The login of the token's author. An app's token may not read its user by REST; GraphQL tells the name to every token. */
export async function readAuthor({ octokit }: GitHub): Promise<string> {
  try {
    const answer: { viewer?: { login?: string } } = await octokit.graphql('query { viewer { login } }', {
      request: { retries: 0 },
    });
    return answer.viewer?.login ?? DEFAULT_AUTHOR;
  } catch (error) {
    readFailure(error);
    return DEFAULT_AUTHOR;
  }
}

/** Whether a text begins with a marker of ours, alone on its line. A person's editor may have left a CR behind it. */
export function isMarked(body: string | null | undefined, marker: string): boolean {
  return body?.split('\n')[0]?.trim() === marker;
}
