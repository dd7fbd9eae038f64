/** `mendian init`: writes what a repository of stores needs, and never overwrites. */

import { constants, copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findObstacle } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import type { Context, ExitCode } from './context.ts';

/** Files of the scaffold by their place in the program's assets and in the new repository; some have comments by language. */
const COPIES: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'scaffold/LANGUAGE/mendian.yaml', to: 'mendian.yaml' },
  { from: 'scaffold/LANGUAGE/example.yaml', to: 'stores/example.yaml' },
  { from: 'schemas/store.schema.json', to: 'schemas/store.schema.json' },
  { from: 'schemas/defaults.schema.json', to: 'schemas/defaults.schema.json' },
  { from: 'schemas/calendar.schema.json', to: 'schemas/calendar.schema.json' },
  { from: 'schemas/settings.schema.json', to: 'schemas/settings.schema.json' },
  ...['plan', 'comment', 'apply', 'schedule', 'events', 'fleet'].map((name) => ({
    from: `scaffold/workflows/${name}.yml`,
    to: `.github/workflows/${name}.yml`,
  })),
  { from: 'scaffold/gitignore', to: '.gitignore' },
  { from: 'scaffold/gitattributes', to: '.gitattributes' },
];

/** Creates what is missing, names what was kept, and says what to do next. */
export function init(context: Context): ExitCode {
  const { messages, root } = context;
  for (const { from, to } of COPIES) {
    const target = join(root, to);
    if (findObstacle(root, dirname(to)) === 'link') {
      context.print(`${messages.init.linked(to)}\n`);
      continue;
    }
    const created = createFile(join(context.assets, from.replace('LANGUAGE', messages.language)), target);
    context.print(`${created ? messages.init.created(to) : messages.init.kept(to)}\n`);
  }
  // npm tells its children which of its commands started them; npx is its "exec".
  const byNpx = context.environment.npm_command === 'exec';
  const { next, npx, driver } = messages.init;
  const hints = [
    '',
    ...next,
    ...(byNpx ? ['', npx] : []),
    '',
    driver(byNpx ? 'npx --yes mendian' : 'mendian'),
  ];
  context.hint(hints.join('\n'));
  return 0;
}

/** False where the file is there already, be it as a link or a folder. */
function createFile(source: string, target: string): boolean {
  mkdirSync(dirname(target), { recursive: true });
  try {
    copyFileSync(source, target, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (readSystemCode(error) === 'EEXIST') return false;
    throw error;
  }
}
