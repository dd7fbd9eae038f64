/** Runs `doctor` as a user does, and gives what it found check by check. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { Finished } from './program.ts';

export interface Check {
  readonly name: string;
  readonly group: string;
  readonly result: 'ok' | 'warning' | 'fault' | 'not-checked';
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | null;
}

export interface Report {
  readonly exitCode: number;
  readonly checks: readonly Check[];
  readonly summary: Readonly<Record<string, number>>;
  /** `result` or `result CODE` of each check that was made, by its name. */
  readonly ends: Readonly<Record<string, string>>;
  find(name: string): Check;
}

const ajv = new Ajv({ allowUnionTypes: true });
const schema = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../schemas/doctor.schema.json'), 'utf8'),
) as object;

export type Run = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Finished>;

/** Runs doctor with JSON, holds the document against its schema, and gives it. */
export async function examine(
  run: Run,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
) {
  const { exitCode, stdout } = await run(['doctor', '--format', 'json', ...args], env);
  const document = JSON.parse(stdout) as Pick<Report, 'checks' | 'summary'>;
  expect([ajv.validate(schema, document), ajv.errorsText()]).toEqual([true, 'No errors']);
  expect(exitCode).toBe((document.summary.faults ?? 0) > 0 ? 1 : 0);
  const report: Report = {
    exitCode,
    ...document,
    ends: Object.fromEntries(
      document.checks.map(({ name, result, code }) => [name, code === null ? result : `${result} ${code}`]),
    ),
    find: (name) => {
      const found = document.checks.find((check) => check.name === name);
      if (found === undefined) throw new Error(`there is no check ${name}`);
      return found;
    },
  };
  return report;
}

/** The checks that are neither ok nor left out. */
export function listTrouble({ ends }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ends).filter(([, end]) => end !== 'ok' && !end.startsWith('not-checked')),
  );
}

/** What lies in a folder, with times: nothing of it may change. */
export function describeFolder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const found = statSync(join(folder, name));
      return `${name} ${found.mtimeMs} ${found.size}`;
    });
}

/** What an emulator always brings along. */
export const EMULATED = { 'api-base': 'warning API_BASE_OTHER', waits: 'warning WAITS_CHANGED' };
