/** `terraform plan` over the same files, where Terraform is on the PATH: one resource a store, by its own provider. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { idOf, valuesOf, writeChain } from './chain.ts';
import { measure } from './measure.ts';
import { ENTRY } from './plans.ts';
import { note, type Row, showRun } from './table.ts';

const CONFIGURATION = `locals {
  stores = { for file in fileset(path.module, "stores/**/*.yaml") : trimsuffix(basename(file), ".yaml") => yamldecode(file(file)) }
}

resource "terraform_data" "store" {
  for_each = local.stores
  input    = { hour = each.value.hour, contract_phone = each.value.contract_phone, pic_list = each.value.pic_list }
}
`;

export async function benchTerraform({ folder, terraform: stores }: Bench): Promise<readonly Row[]> {
  if (spawnSync('terraform', ['version']).error !== undefined)
    return [note('terraform plan', 'left out: no terraform on the PATH')];
  const root = join(folder, 'terraform');
  writeChain(root, { stores, changed: stores / 100 });
  writeFileSync(join(root, 'main.tf'), CONFIGURATION);
  writeFileSync(join(root, 'terraform.tfstate'), JSON.stringify(stateOf(stores)));
  const init = spawnSync('terraform', ['init', '-no-color'], { cwd: root, encoding: 'utf8' });
  if (init.status !== 0)
    return [note('terraform plan', `left out: terraform init failed: ${init.stderr.trim()}`)];
  // Once each: it takes so long that no median is needed.
  const args = ['plan', '-no-color', '-input=false', '-detailed-exitcode'];
  const theirs = await measure({ name: 'terraform', command: 'terraform', args, cwd: root, fine: [2] });
  const ours = await measure({ name: 'plan', command: process.execPath, args: [ENTRY, 'plan'], cwd: root });
  const ratio = theirs.milliseconds / ours.milliseconds;
  const goal = stores === 5_000 ? { text: 'at least 1,000 ×', met: ratio >= 1_000 } : null;
  return [
    {
      what: `plan, ${stores} stores, 1 % changed`,
      ours: showRun(ours),
      beside: `terraform plan: ${showRun(theirs)}`,
      ratio: `${ratio.toFixed(0)} × faster`,
      goal,
    },
  ];
}

/** What an apply of the files before their change would have left. */
function stateOf(stores: number): object {
  const type = [
    'object',
    { contract_phone: 'string', hour: 'string', pic_list: ['tuple', ['string', 'string']] },
  ];
  const instances = Array.from({ length: stores }, (_, index) => {
    const data = { value: valuesOf(index), type };
    return {
      index_key: idOf(index),
      schema_version: 0,
      attributes: { id: `id-${index}`, input: data, output: data, triggers_replace: null },
      sensitive_attributes: [],
    };
  });
  const provider = 'provider["terraform.io/builtin/terraform"]';
  const resource = { mode: 'managed', type: 'terraform_data', name: 'store', provider, instances };
  return {
    version: 4,
    terraform_version: '1.5.0',
    serial: 1,
    lineage: 'bench',
    outputs: {},
    resources: [resource],
    check_results: null,
  };
}
