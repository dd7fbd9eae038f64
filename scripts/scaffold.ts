/** The workflows that `init` writes: this repository's own, using the published action instead of a build. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };

/** Workflows that run the action; the others are this repository's own business. */
export const WORKFLOWS: readonly string[] = ['plan', 'comment', 'apply', 'schedule', 'events', 'fleet'];

/** Each scaffold file by its path and content. */
export function scaffoldWorkflows(): ReadonlyMap<string, string> {
  return new Map(
    WORKFLOWS.map((name) => {
      const text = readFileSync(resolve(`.github/workflows/${name}.yml`), 'utf8');
      return [`scaffold/workflows/${name}.yml`, usePublishedAction(name, text)] as const;
    }),
  );
}

function usePublishedAction(name: string, text: string): string {
  const published = text
    .replaceAll('      - run: npm ci\n', '')
    .replaceAll('uses: ./\n', `uses: mendian/mendian@v${packageJson.version}\n`);
  // Its checkout is only there for the build.
  return name === 'comment'
    ? published.replace(/ {6}- uses: actions\/checkout@[\s\S]*?(?= {6}- id:)/u, '')
    : published;
}
