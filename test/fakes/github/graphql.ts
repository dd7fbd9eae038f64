/** The GraphQL part of the fake GitHub: queries are held against GitHub's own schema before they are answered. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { schema as published } from '@octokit/graphql-schema';
import {
  buildClientSchema,
  coerceInputValue,
  type DocumentNode,
  type IntrospectionQuery,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { type Repository, RULE_WORDS } from './repository.ts';

// The package's JSON form; its IDL holds a duplicate field.
const schema = buildClientSchema(published.json as unknown as IntrospectionQuery);

export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly type?: string;
    readonly message: string;
    readonly path?: readonly string[];
  }[];
}

export interface GraphqlCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly login: string;
  readonly mayWrite: boolean;
  readonly find: (fullName: string) => Repository | undefined;
}

interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges: {
    readonly deletions?: readonly { readonly path: string }[];
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
  };
  readonly expectedHeadOid: string;
}

/** Answers a query or the one mutation that is served. */
export async function answerGraphql(call: GraphqlCall): Promise<GraphqlAnswer> {
  const document = parse(call.query);
  const errors = [
    ...validate(schema, document).map(({ message }) => message),
    ...checkVariables(document, call),
  ];
  if (errors.length > 0) return { errors: errors.map((message) => ({ message })) };
  if (/\bviewer\b/u.test(call.query)) return { data: { viewer: { login: call.login } } };
  if (/\bupdateRefs\b/u.test(call.query)) return await updateRefs(call);
  return /\brepository\s*\(/u.test(call.query) ? showRepository(call) : await createCommit(call);
}

/** The id of a repository is its full name here. */
function showRepository({ variables, find }: GraphqlCall): GraphqlAnswer {
  const id = `${variables.owner}/${variables.name}`;
  if (find(id) !== undefined) return { data: { repository: { id } } };
  return {
    data: { repository: null },
    errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a Repository' }],
  };
}

interface RefsInput {
  readonly repositoryId: string;
  readonly refUpdates: readonly {
    readonly name: string;
    readonly beforeOid?: string;
    readonly afterOid: string;
    readonly force?: boolean;
  }[];
}

const NO_COMMIT = '0'.repeat(40);

async function updateRefs({ variables, mayWrite, find }: GraphqlCall): Promise<GraphqlAnswer> {
  const fail = (type: string, message: string): GraphqlAnswer => ({
    data: { updateRefs: null },
    errors: [{ type, path: ['updateRefs'], message }],
  });
  // Held against the schema above.
  const { repositoryId, refUpdates } = variables.input as RefsInput;
  const repository = find(repositoryId);
  if (repository === undefined) return fail('NOT_FOUND', 'Could not resolve to a node');
  if (!mayWrite) return fail('FORBIDDEN', 'Resource not accessible by integration');
  for (const { name, beforeOid, afterOid } of refUpdates) {
    const branch = name.replace('refs/heads/', '');
    const tip = (await repository.tip(branch)) ?? NO_COMMIT;
    if (repository.rules.has(branch)) return fail('UNPROCESSABLE', 'Repository rule violations found');
    if (beforeOid !== undefined && beforeOid !== tip)
      return fail('UNPROCESSABLE', 'Reference cannot be updated');
    if (afterOid === NO_COMMIT) await repository.git(['update-ref', '-d', name]);
    else await repository.git(['update-ref', name, afterOid]);
  }
  for (const pull of repository.pulls) await repository.follow(pull);
  return { data: { updateRefs: { clientMutationId: null } } };
}

function checkVariables(document: DocumentNode, { variables }: GraphqlCall): readonly string[] {
  const found: string[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') continue;
    for (const { variable, type } of definition.variableDefinitions ?? []) {
      const named = typeFromAST(schema, type);
      if (named === undefined) continue;
      // An input type by its place in an operation.
      coerceInputValue(variables[variable.name.value], named as never, (path, _value, { message }) =>
        found.push(`${path.join('.')}: ${message}`),
      );
    }
  }
  return found;
}

async function createCommit({ variables, mayWrite, find }: GraphqlCall): Promise<GraphqlAnswer> {
  const fail = (type: string, message: string): GraphqlAnswer => ({
    data: { createCommitOnBranch: null },
    errors: [{ type, path: ['createCommitOnBranch'], message }],
  });
  // Held against the schema above.
  const { branch, message, fileChanges, expectedHeadOid } = variables.input as CommitInput;
  const repository = find(branch.repositoryNameWithOwner);
  if (repository === undefined) return fail('NOT_FOUND', 'Could not resolve to a Repository');
  if (!mayWrite) return fail('FORBIDDEN', 'Resource not accessible by integration');
  const name = branch.branchName;
  const tip = await repository.tip(name);
  if (tip === null) return fail('NOT_FOUND', `Branch ${name} does not exist`);
  const rule = repository.rules.get(name);
  if (rule !== undefined)
    return fail('UNPROCESSABLE', `${RULE_WORDS[rule]}\n\nChanges must be made through a pull request.`);
  const stale = (): GraphqlAnswer =>
    fail(
      'STALE_DATA',
      `Expected branch to point to "${expectedHeadOid}" but it did not. Pull and try again.`,
    );
  if (tip !== expectedHeadOid) return stale();
  const removed = (fileChanges.deletions ?? []).map(({ path }) => [path, null] as const);
  const files = (fileChanges.additions ?? []).map(
    ({ path, contents }) => [path, Buffer.from(contents, 'base64').toString('utf8')] as const,
  );
  const text = `${message.headline}\n\n${message.body ?? ''}`.trim();
  // A name of its own: two calls at once must not build on each other's commit.
  const scratch = `scratch-${randomUUID()}`;
  const sha = await repository.commit(scratch, Object.fromEntries([...removed, ...files]), text, tip);
  rmSync(join(repository.path, 'refs/heads', scratch));
  try {
    await repository.git(['update-ref', `refs/heads/${name}`, sha, expectedHeadOid]);
  } catch {
    return stale();
  }
  return { data: { createCommitOnBranch: { commit: { oid: sha } } } };
}
