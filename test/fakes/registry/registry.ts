/** A registry on loopback, Verdaccio with nothing behind it, and npm and npx that know no other. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';

/** Where `.ci/run` installs it by the lock file beside this one. */
const INSTALLED = resolve(import.meta.dirname, '../../../node_modules/.cache/verdaccio');

export const hasRegistry = existsSync(join(INSTALLED, 'node_modules/verdaccio/package.json'));

export interface Registry {
  /** A new, empty folder beside the registry's own; it goes with the registry. */
  makeFolder(name: string): string;
  /** What programs are given: this registry, an empty home, a way to no other machine, and one Node before all others. */
  environment(node?: string): Record<string, string>;
  close(): Promise<void>;
}

export async function openRegistry(): Promise<Registry> {
  const root = mkdtempSync(join(tmpdir(), 'mendian-registry-'));
  const serve = resolve(import.meta.dirname, 'serve.mjs');
  const server = execa(process.execPath, [serve, INSTALLED, root], { reject: false });
  const url = await readFirstLine(server);
  // npm publishes for nobody; this registry takes any name.
  writeFileSync(join(root, 'npmrc'), `//${new URL(url).host}/:_authToken=anybody\n`);
  return {
    makeFolder: (name) => mkdtempSync(join(root, `${name}-`)),
    environment: (node = process.execPath) => environmentOf(url, root, node),
    close: async () => {
      server.kill();
      await server;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The address that a server says it listens at: its first line. */
export async function readFirstLine({ stdout }: { readonly stdout: Readable }): Promise<string> {
  const [chunk] = await once(stdout, 'data');
  return String(chunk).split('\n')[0] ?? '';
}

function environmentOf(url: string, root: string, node: string): Record<string, string> {
  // Nobody answers at this port, so that a call to any other machine fails at once.
  const nowhere = 'http://127.0.0.1:9';
  return {
    PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter),
    HOME: root,
    NO_COLOR: '1',
    MENDIAN_RETRY_BASE_MS: '1',
    HTTPS_PROXY: nowhere,
    HTTP_PROXY: nowhere,
    NO_PROXY: '127.0.0.1',
    npm_config_registry: url,
    npm_config_userconfig: join(root, 'npmrc'),
    npm_config_cache: join(root, 'cache'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
}
