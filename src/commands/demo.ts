/** `mendian demo`: the main job once, on the sample stores and the built-in emulator, in a temporary folder. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forTerminal } from '../report/escape.ts';
import type { Context, ExitCode } from './context.ts';
import { type DemoShop, openDemoShop } from './demo-shop.ts';

/** The edits that a person might make in one pull request: file, what is there, what is to be there. */
const EDITS = [
  { file: 'stores/shanghai/renmin-square.yaml', from: /^hour: .*$/mu, to: 'hour: 10:00-22:00' },
  {
    file: 'stores/hangzhou/west-lake.yaml',
    from: /^contract_phone: .*$/mu,
    to: 'contract_phone: 0571-00005678',
  },
  {
    file: 'stores/chengdu/chunxi-road.yaml',
    from: /^pic_list:\n(?: {2}- .*\n)+/mu,
    to: 'pic_list:\n  - http://mmbiz.qpic.cn/mmbiz_jpg/demo_new_front/0?wx_fmt=jpeg\n',
  },
] as const;

/** Shows what changed, the plan, the approval, the calls, the state's diff, and an empty second plan. */
export async function demo(context: Context): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-demo-'));
  try {
    cpSync(join(context.assets, 'samples'), folder, { recursive: true });
    const shop = await openDemoShop(context, folder);
    try {
      return await playThrough(context, shop, folder);
    } finally {
      await shop.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playThrough(context: Context, shop: DemoShop, folder: string): Promise<ExitCode> {
  const { demo: texts } = context.messages;
  const say = (text: string): void => context.print(`\n${context.style.colors.bold(`── ${text}`)}\n`);
  say(texts.baseline);
  if ((await shop.run(['apply', '--yes', '--quiet'])) !== 0) return 1;
  say(texts.edit);
  editFiles(context, folder);
  const before = readState(folder);
  const callsBefore = shop.calls().length;
  say(texts.plan);
  if ((await shop.run(['plan', '--out', 'plan.json'])) !== 0) return 1;
  say(texts.apply);
  if ((await shop.run(['apply', 'plan.json', '--yes'])) !== 0) return 1;
  say(texts.calls);
  for (const call of shop.calls().slice(callsBefore)) context.print(`  ${forTerminal(call)}\n`);
  say(texts.state);
  for (const line of diffLines(before, readState(folder))) context.print(`  ${line}\n`);
  say(texts.again);
  if ((await shop.run(['plan', '--detailed-exitcode'])) !== 0) return 1;
  context.print(`\n${texts.next.join('\n')}\n`);
  return 0;
}

function editFiles(context: Context, folder: string): void {
  for (const { file, from, to } of EDITS) {
    const path = join(folder, file);
    const old = readFileSync(path, 'utf8');
    const changed = old.replace(from, to);
    if (changed === old) throw new Error(`the sample store ${file} has nothing to edit`);
    writeFileSync(path, changed);
    context.print(`  ${file}\n`);
    for (const line of diffLines(old, changed)) context.print(`    ${line}\n`);
  }
}

/** Removed and added lines. Files of one store a line, and short files, need no more of a diff. */
function diffLines(before: string, after: string): readonly string[] {
  const [old, next] = [before.split('\n'), after.split('\n')];
  const removed = old.filter((line) => !next.includes(line)).map((line) => `- ${forTerminal(line)}`);
  const added = next.filter((line) => !old.includes(line)).map((line) => `+ ${forTerminal(line)}`);
  return [...removed, ...added];
}

function readState(folder: string): string {
  return readFileSync(join(folder, 'mendian.state.json'), 'utf8');
}
