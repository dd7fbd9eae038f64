/** What the fake GitHub says of the repository itself and of the rules of its branches. */
import { fill } from './answers.ts';
import { NOT_FOUND, type Operation } from './operation.ts';

export const BRANCH_OPERATIONS: Readonly<Record<string, Operation>> = {
  'repos/get': {
    handle: ({ repository: { owner, name } }) => ({
      status: 200,
      body: fill('full-repository', {
        name,
        full_name: `${owner}/${name}`,
        private: true,
        default_branch: 'main',
      }),
    }),
  },
  'repos/get-branch': {
    handle: async ({ repository, params }) => {
      const branch = params.branch ?? '';
      const sha = await repository.tip(branch);
      if (sha === null) return NOT_FOUND;
      const isProtected = repository.rules.get(branch) === 'GH006';
      const commit = fill('commit', { sha });
      return {
        status: 200,
        body: fill('branch-with-protection', { name: branch, commit, protected: isProtected }),
      };
    },
  },
  'repos/get-branch-rules': {
    handle: ({ repository, params }) => ({
      status: 200,
      items: repository.rules.get(params.branch ?? '') === 'GH013' ? [{ type: 'pull_request' }] : [],
    }),
  },
};
