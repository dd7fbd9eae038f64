/** Issues and comments of the fake GitHub, where a pull request is an issue as well. */
import { fill } from './answers.ts';
import { type Call, invalid, NOT_FOUND, type Operation, type Reply } from './operation.ts';
import type { PullRequest, Repository, StoredComment, StoredIssue } from './repository.ts';

const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;
const SWITCHED_OFF: Reply = {
  status: 410,
  body: { message: 'Issues has been disabled in this repository.', documentation_url: '', status: '410' },
};

/** An answer only where the repository has issues. */
function whereOn(handle: Operation['handle']): Operation['handle'] {
  return async (call) => (call.repository.features.issues === 'off' ? SWITCHED_OFF : await handle(call));
}

export const ISSUE_OPERATIONS: Readonly<Record<string, Operation>> = {
  'issues/list-for-repo': { handle: whereOn(listIssues) },
  'issues/get': {
    handle: ({ repository, params }) => {
      const shown = showNumbered(repository, params.issue_number);
      return shown === null ? NOT_FOUND : { status: 200, body: shown };
    },
  },
  'issues/create': {
    writes: 'issues',
    handle: whereOn(({ repository, login, body }) => {
      const refused = checkTitle(body) ?? checkBody(body);
      if (refused !== null) return refused;
      const labels = (body.labels as readonly string[] | undefined) ?? [];
      const issue = repository.addIssue({
        login,
        title: String(body.title),
        body: String(body.body),
        labels,
      });
      return { status: 201, body: showIssue(issue) };
    }),
  },
  'issues/update': {
    writes: 'issues',
    handle: whereOn(({ repository, params, body, login }) => {
      const issue = repository.issues.find(({ number }) => String(number) === params.issue_number);
      if (issue === undefined) return NOT_FOUND;
      const refused = checkTitle(body) ?? checkBody(body);
      if (refused !== null) return refused;
      if (body.title !== undefined) issue.title = String(body.title);
      if (body.body !== undefined) issue.body = String(body.body);
      if (body.state === 'open' || body.state === 'closed') {
        issue.state = body.state;
        issue.closedBy = body.state === 'closed' ? login : null;
      }
      return { status: 200, body: showIssue(issue) };
    }),
  },
  'issues/list-comments': {
    handle: ({ repository, params }) => ({
      status: 200,
      items: repository.comments.filter(({ pull }) => String(pull) === params.issue_number).map(showComment),
    }),
  },
  'issues/create-comment': {
    writes: ({ repository, params }) => rightFor(repository, params.issue_number),
    handle: ({ repository, params, body, login }) => {
      if (showNumbered(repository, params.issue_number) === null) return NOT_FOUND;
      const refused = checkBody(body);
      if (refused !== null) return refused;
      const comment = repository.addComment(Number(params.issue_number), login, String(body.body));
      return { status: 201, body: showComment(comment) };
    },
  },
  'issues/update-comment': {
    writes: rightForComment,
    handle: ({ repository, params, body }) => {
      const comment = repository.comments.find(({ id }) => String(id) === params.comment_id);
      if (comment === undefined) return NOT_FOUND;
      const refused = checkBody(body);
      if (refused !== null) return refused;
      comment.body = String(body.body);
      return { status: 200, body: showComment(comment) };
    },
  },
  'issues/delete-comment': {
    writes: rightForComment,
    handle: ({ repository, params }) => {
      const index = repository.comments.findIndex(({ id }) => String(id) === params.comment_id);
      if (index < 0) return NOT_FOUND;
      repository.comments.splice(index, 1);
      return { status: 204 };
    },
  },
};

function rightFor({ issues }: Repository, number: unknown): 'issues' | 'pull_requests' {
  return issues.some((issue) => String(issue.number) === String(number)) ? 'issues' : 'pull_requests';
}

function rightForComment({ repository, params }: Call): 'issues' | 'pull_requests' {
  const comment = repository.comments.find(({ id }) => String(id) === params.comment_id);
  return rightFor(repository, comment?.pull);
}

/** The newest first, unless asked otherwise. */
function listIssues({ repository, query }: Call): Reply {
  const labels = String(query.labels ?? '')
    .split(',')
    .filter((label) => label !== '');
  const all = [
    ...repository.issues.map((issue) => ({ ...issue, shown: showIssue(issue) })),
    ...repository.pulls.map((pull) => ({ ...pull, labels: [] as string[], shown: showPullAsIssue(pull) })),
  ];
  const found = all
    .filter(({ state }) => ['all', state].includes(String(query.state ?? 'open')))
    .filter(({ labels: own }) => labels.every((label) => own.includes(label)))
    .sort((left, right) => right.number - left.number);
  if (query.direction === 'asc') found.reverse();
  return { status: 200, items: found.map(({ shown }) => shown) };
}

function showNumbered({ issues, pulls }: Repository, number: unknown): object | null {
  const issue = issues.find((each) => String(each.number) === number);
  if (issue !== undefined) return { ...showIssue(issue), closed_by: showUser(issue.closedBy) };
  const pull = pulls.find((each) => String(each.number) === number);
  return pull === undefined ? null : { ...showPullAsIssue(pull), closed_by: showUser(pull.closedBy) };
}

function showUser(login: string | null): object | null {
  return login === null ? null : fill('simple-user', { login });
}

function showIssue({ number, title, body, state, login, labels }: StoredIssue): object {
  return fill('issue', {
    number,
    title,
    body,
    state,
    user: { login },
    labels: labels.map((name) => ({ name })),
    closed_at: null,
  });
}

function showPullAsIssue(pull: PullRequest): object {
  const { number, title, body, state, login } = pull;
  const pull_request = { url: 'x', html_url: 'x', diff_url: 'x', patch_url: 'x' };
  return fill('issue', { number, title, body, state, user: { login }, labels: [], pull_request });
}

function showComment({ id, login, body, created_at }: StoredComment): object {
  return fill('issue-comment', { id, body, created_at, user: { login, type: 'Bot' } });
}

function checkTitle({ title }: Call['body']): Reply | null {
  if (title === undefined || [...String(title)].length <= LONGEST_TITLE) return null;
  return invalid(`title is too long (maximum is ${LONGEST_TITLE} characters)`);
}

/** Held for comments, issues and pull requests alike. */
export function checkBody(body: Call['body']): Reply | null {
  if (String(body.body).length <= LONGEST_BODY) return null;
  return {
    status: 422,
    body: {
      message: 'Validation Failed',
      documentation_url: '',
      errors: [`body is too long (maximum is ${LONGEST_BODY} characters)`],
    },
  };
}
