/** Small folders of store files, in memory and on disk, and what reading them found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import type { Account, Diagnostic, Store } from '../../src/model.ts';
import { type Assembly, assembleStores } from '../../src/stores/assemble.ts';

export const ACCOUNT: Account = { name: 'default', stores: 'stores', state: 'mendian.state.json' };

export const PICTURE_LINE = '  - http://mmbiz.qpic.cn/mmbiz_jpg/case/0?wx_fmt=jpeg';

/** Lines of a right store file by their key, as they stand in the file. */
const LINES: Readonly<Record<string, string>> = {
  name: 'name: 示例店',
  poi_id: 'poi_id: "472671857"',
  hour: 'hour: 10:00-21:00',
  contract_phone: 'contract_phone: 021-00001234',
  pic_list: `pic_list:\n${PICTURE_LINE}`,
};

/** A store file; `changes` replaces a key's lines, takes them out with null, or adds lines at the end. */
export function storeText(changes: Readonly<Record<string, string | null>> = {}): string {
  const lines = Object.entries({ ...LINES, ...changes }).map(([, line]) => line);
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}

/** Reads files from memory: their path below `stores/` and their content. */
export function assemble(files: Readonly<Record<string, string | Uint8Array>>): Assembly {
  const sources = Object.entries(files).map(([name, content]) => ({
    file: `stores/${name}`,
    kind: /(^|\/)_defaults\.ya?ml$/u.test(name) ? ('defaults' as const) : ('store' as const),
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
  }));
  return assembleStores(sources, ACCOUNT);
}

/** Reads one store file. */
export function readOne(content: string | Uint8Array): {
  readonly store: Store | undefined;
  readonly found: readonly string[];
  readonly texts: string;
} {
  const { stores, diagnostics } = assemble({ 'a.yaml': content });
  return { store: stores[0], found: diagnostics.map(showPlace), texts: diagnostics.map(showText).join('\n') };
}

/** `3:7 INVALID_HOUR` */
export function showPlace({ line, column, code }: Diagnostic): string {
  return `${line}:${column} ${code}`;
}

/** What a person reads. */
export function showText(diagnostic: Diagnostic): string {
  const { message, hint } = describeFault(diagnostic, en);
  return `${message} ${hint ?? ''}`;
}

/** A temporary root with these files, by their path below it. */
export function makeRoot(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'mendian-stores-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
