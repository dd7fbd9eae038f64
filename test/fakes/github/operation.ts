/** What an operation of the fake GitHub's REST part is given, and what it answers. */
import type { Repository } from './repository.ts';

export interface Call {
  readonly repository: Repository;
  readonly login: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** For lists: all items, of which the server cuts the page. */
  readonly items?: readonly unknown[];
}

export type Right = 'contents' | 'pull_requests' | 'issues';

export interface Operation {
  /** What a writing call needs; a read needs nothing. */
  readonly writes?: Right | ((call: Call) => Right);
  readonly handle: (call: Call) => Promise<Reply> | Reply;
}

export const NOT_FOUND: Reply = {
  status: 404,
  body: { message: 'Not Found', documentation_url: '', status: '404' },
};

export function invalid(message: string): Reply {
  return { status: 422, body: { message, documentation_url: '', errors: [] } };
}
