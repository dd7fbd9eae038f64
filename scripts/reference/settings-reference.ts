/** docs/settings-reference.md: what stands in `mendian.yaml`, from the schema that editors use. */
import { settingsSchema } from '../schemas/settings.ts';
import { type KeyNotes, keySections, keyTable, listKeys } from './keys.ts';
import { code, fence, generatedFrom, page } from './markdown.ts';
import type { SchemaNode } from './schema-words.ts';

/** Every key at its default, as one merchant writes it. test/docs/references.test.ts has the program read both. */
export const SETTINGS_EXAMPLE = `# yaml-language-server: $schema=./schemas/settings.schema.json
version: 1
timezone: Asia/Shanghai
language: en
stores: stores
state: mendian.state.json
policy:
  max_changes: 30%
  max_reviews: 10%
  review_patience: 14d
`;

export const ACCOUNTS_EXAMPLE = `# yaml-language-server: $schema=./schemas/settings.schema.json
version: 1
accounts:
  teashop:
    appid: wx0123456789abcdef
    stores: stores/teashop
    state: state/teashop.json
    secret_env: TEASHOP_SECRET
  bakery: { appid: wx123456789abcdef0, refresh_token_env: BAKERY_REFRESH_TOKEN }
`;

const NOTES: KeyNotes = {
  column: 'default',
  cell: ({ node }) => (node.default === undefined ? '' : code(String(node.default))),
  facts: () => [],
};

export function settingsReference(): string {
  const keys = listKeys(settingsSchema as SchemaNode);
  return page([
    generatedFrom('scripts/schemas/settings.ts'),
    '# Settings',
    'Every key of `mendian.yaml`. The file is optional, and so is each key. Editors show the same texts: see [editors.md](editors.md).',
    'One merchant, with all keys at their defaults:',
    fence('yaml', SETTINGS_EXAMPLE),
    'Several merchants ([accounts.md](accounts.md)):',
    fence('yaml', ACCOUNTS_EXAMPLE),
    RULES,
    '## Keys',
    keyTable(keys, NOTES),
    keySections(keys, NOTES, 3),
  ]);
}

const RULES = `- It is read from the root (\`-C\`), as \`mendian.yaml\` or \`mendian.yml\`; \`--config FILE\` names another.
- Paths have \`/\` on every system and stay inside the repository.
- **No secret stands in it.** \`secret_env\` and \`refresh_token_env\` are names of environment variables;
  [commands.md](commands.md#environment-variables) lists the others.
- \`mendian doctor\` says what a run would make of it.`;
