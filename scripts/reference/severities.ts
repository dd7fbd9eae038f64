/** How serious each fault is, where the sources always say the same of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Severity } from '../../src/model.ts';

/** The functions that make a finding of a code, and what they make of it. */
const MAKERS: Readonly<Record<string, Severity>> = {
  fault: 'error',
  faulty: 'error',
  warning: 'warning',
  doubtful: 'warning',
  notice: 'info',
};
const MADE = /\b(fault|faulty|warning|doubtful|notice)\(\s*'([A-Z][A-Z0-9_]+)'/gu;
/** A fault as it is, of which others make what they need: the outcome of a store, or a finding of any kind. */
const BARE = /\bcode: '([A-Z][A-Z0-9_]+)'/gu;

/** The severity of a code; null where it depends on the place, or where it is the reason of a store's outcome. */
export function readSeverities(): (code: string) => Severity | null {
  const found = new Map<string, Set<Severity | 'open'>>();
  const note = (code: string, severity: Severity | 'open'): void => {
    found.set(code, (found.get(code) ?? new Set()).add(severity));
  };
  for (const text of readSources()) {
    for (const [, maker = '', code = ''] of text.matchAll(MADE)) note(code, MAKERS[maker] ?? 'open');
    for (const [, code = ''] of text.matchAll(BARE)) note(code, 'open');
  }
  return (code) => {
    const [only, other] = found.get(code) ?? [];
    return only === undefined || only === 'open' || other !== undefined ? null : only;
  };
}

function readSources(): readonly string[] {
  const root = resolve('src');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/^messages\/|generated\//u.test(file))
    .sort()
    .map((file) => readFileSync(resolve(root, file), 'utf8'));
}
