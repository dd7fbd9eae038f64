// Cuts the operations that the tests serve out of GitHub's own OpenAPI description (npm @octokit/openapi, far too large
// to depend on). Usage: node slim-description.mjs api.github.com.json VERSION > description.json
import { readFileSync } from 'node:fs';

const [file, version] = process.argv.slice(2);
const OPERATIONS = [
  'git/get-ref',
  'git/create-ref',
  'git/create-tree',
  'git/get-tree',
  'git/create-commit',
  'repos/get-content',
  'repos/compare-commits-with-basehead',
  'repos/list-pull-requests-associated-with-commit',
  'issues/list-comments',
  'issues/create-comment',
  'issues/update-comment',
  'issues/delete-comment',
  'git/get-commit',
  'issues/list-for-repo',
  'issues/get',
  'issues/create',
  'issues/update',
  'pulls/list',
  'pulls/create',
  'pulls/update',
  'repos/get-commit',
  'repos/get',
  'repos/get-branch',
  'repos/get-branch-rules',
];

const whole = JSON.parse(readFileSync(file, 'utf8'));
const slim = {
  openapi: whole.openapi,
  info: whole.info,
  'x-source': `@octokit/openapi ${version}`,
  paths: {},
  components: {},
};

/** Copies a value without examples, long descriptions and GitHub's own notes, and follows its references. */
function copy(value) {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  const kept = {};
  for (const [key, member] of Object.entries(value)) {
    if (['example', 'examples', 'externalDocs'].includes(key) || key.startsWith('x-')) continue;
    if (key === 'description' && typeof member === 'string') {
      kept[key] = member.slice(0, 60).split('\n')[0];
      continue;
    }
    if (key === '$ref') follow(member);
    kept[key] = copy(member);
  }
  // ajv takes "nullable" only beside a type.
  if (kept.nullable !== true || kept.type !== undefined) return kept;
  const { nullable: _nullable, ...rest } = kept;
  return { anyOf: [rest, { type: 'null' }] };
}

function follow(reference) {
  const [, , group, name] = reference.split('/');
  slim.components[group] ??= {};
  if (slim.components[group][name] !== undefined) return;
  slim.components[group][name] = {};
  slim.components[group][name] = copy(whole.components[group][name]);
}

const found = new Set();
for (const [path, methods] of Object.entries(whole.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    if (!OPERATIONS.includes(operation.operationId)) continue;
    found.add(operation.operationId);
    slim.paths[path] ??= {};
    slim.paths[path][method] = copy(operation);
  }
}
const missing = OPERATIONS.filter((name) => !found.has(name));
if (missing.length > 0) throw new Error(`not in the description: ${missing.join(', ')}`);
process.stdout.write(`${JSON.stringify(slim)}\n`);
