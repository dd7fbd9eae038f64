/**
 * Runs many inputs over every parser of outside text, each under limits of time and memory:
 * `npm run fuzz -- [--inputs N] [--seed N] [--parser NAME] [--from INDEX]`. Exit 1 where a limit or a rule is broken.
 */
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { TARGETS } from '../test/fuzz/targets.ts';
import { type Row, runRound } from './fuzz/round.ts';
import { type Round, runWorker } from './fuzz/worker.ts';

const COLUMNS = ['parser', 'inputs', 'errors told', 'breaches', 'slowest ms', 'peak MB'];

if (isMainThread) process.exitCode = await main();
else runWorker();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      parser: { type: 'string' },
      from: { type: 'string', default: '0' },
    },
  });
  const chosen = TARGETS.filter(({ name }) => values.parser === undefined || name === values.parser);
  if (chosen.length === 0) throw new Error(`parsers: ${TARGETS.map(({ name }) => name).join(', ')}`);
  const from = Number(values.from);
  const share = Math.ceil(Number(values.inputs) / chosen.length);
  const rows: Row[] = [];
  console.log(showCells(COLUMNS));
  for (const { name } of chosen) {
    const round: Round = { parser: name, seed: Number(values.seed), from, to: from + share };
    const row = await runRound(import.meta.url, round);
    rows.push(row);
    console.log(showRow(row));
    for (const breach of row.breaches) console.log(showBreach(breach, round));
  }
  const total = rows.reduce((sum, { inputs }) => sum + inputs, 0);
  const breaches = rows.reduce((sum, row) => sum + row.breaches.length, 0);
  console.log(`${total} inputs, ${breaches} breaches`);
  return breaches === 0 ? 0 : 1;
}

function showRow(row: Row): string {
  const { parser, inputs, errors, breaches, slowestMs, peakMb } = row;
  return showCells([parser, inputs, errors, breaches.length, slowestMs.toFixed(0), peakMb.toFixed(1)]);
}

function showCells(cells: readonly (string | number)[]): string {
  const [first = '', ...rest] = cells.map(String);
  return first.padEnd(14) + rest.map((cell) => cell.padStart(13)).join('');
}

function showBreach({ index, reason }: Row['breaches'][number], { parser, seed }: Round): string {
  return `  ${reason}\n  again: npm run fuzz -- --parser '${parser}' --seed ${seed} --from ${index} --inputs 1`;
}
