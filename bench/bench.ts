/**
 * The figures of README: start-up, validate, plan, apply and recording, each beside a plain script of 40 lines (and, where
 * it is installed, Terraform) in the same run. `npm run bench -- [--quick] [--only ROW[,ROW]] [--terraform STORES]`; rows
 * are start, files, plan, large, apply, record, terraform. Builds nothing: `npm run build` first.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchApply } from './apply.ts';
import { benchFiles, benchLarge, benchPlan, benchStart } from './plans.ts';
import { benchRecord } from './record.ts';
import { printRow, type Row } from './table.ts';
import { benchTerraform } from './terraform.ts';

export interface Bench {
  /** A folder of its own for each chain. */
  readonly folder: string;
  readonly rounds: number;
  readonly extent: 'quick' | 'whole';
  /** Stores for Terraform, whose time grows with the square of them. */
  readonly terraform: number;
}

const BENCHES: Readonly<Record<string, (bench: Bench) => Promise<readonly Row[]>>> = {
  start: benchStart,
  files: benchFiles,
  plan: benchPlan,
  large: benchLarge,
  apply: benchApply,
  record: benchRecord,
  terraform: benchTerraform,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    terraform: { type: 'string', default: '1000' },
  },
});
const chosen = values.only === '' ? Object.keys(BENCHES) : values.only.split(',');
const unknown = chosen.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) throw new Error(`no row ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'mendian-bench-'));
const bench: Bench = {
  folder,
  rounds: values.quick ? 3 : 7,
  extent: values.quick ? 'quick' : 'whole',
  terraform: Number(values.terraform),
};
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}, medians of ${bench.rounds}`,
);
try {
  for (const name of chosen) {
    console.log('');
    for (const row of (await BENCHES[name]?.(bench)) ?? []) printRow(row);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
