/** Apply over several accounts, in this process: one approval over all, and nobody's fault stops another. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import type { Context } from '../../src/commands/context.ts';
import { plan } from '../../src/commands/plan.ts';
import type { ApplyCommandOptions } from '../../src/commands/sending.ts';
import { APPLY } from '../fakes/apply-options.ts';
import { openDay } from '../fakes/day.ts';
import { type Merchants, openMerchants } from '../fakes/merchants.ts';

const MOMENT = '2026-11-26T04:00:00.000Z';

async function run(
  { root, env }: Pick<Merchants, 'root' | 'env'>,
  options: Partial<ApplyCommandOptions> = {},
  more: Partial<Context> = {},
) {
  const day = openDay({ root, env }, MOMENT);
  const exitCode = await apply({ ...day, ...more }, { ...APPLY, ...options });
  return { exitCode, json: JSON.parse(day.printed()), hints: day.hinted() };
}

async function planOf({ root, env }: Pick<Merchants, 'root' | 'env'>, more: Partial<Context> = {}) {
  const day = openDay({ root, env }, MOMENT);
  await plan({ ...day, ...more }, { out: null, exitCode: 'plain', at: null, refresh: 'offline' });
  return day.printed();
}

/** Two accounts with one change each; both have their secrets. */
async function openTwoChanges(): Promise<Merchants> {
  const merchants = await openMerchants();
  merchants.edit('coffee', '671', '10:00-21:00', '09:00-21:00');
  merchants.edit('bun', '571', '10:00-21:00', '09:00-21:00');
  return merchants;
}

const sentIds = ({ emulator }: Merchants): readonly string[] =>
  emulator.requests
    .filter(({ path }) => path === '/wxa/update_store')
    .map(({ body }) => String(JSON.parse(body).poi_id))
    .sort();

describe('one approval', () => {
  test('is one question over all accounts, and a no sends nothing anywhere', async () => {
    const merchants = await openTwoChanges();
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return 'n';
    };
    const { exitCode, json, hints } = await run(merchants, { confirm: 'ask' }, { ask });
    expect(asked).toHaveLength(1);
    expect(hints).toContain('bun: 1 to update');
    expect(hints).toContain('coffee: 1 to update');
    expect(exitCode).toBe(1);
    expect(json.summary).toMatchObject({ applied: 0, skipped: 2 });
    expect(sentIds(merchants)).toEqual([]);
  });

  test('with a yes is followed by each account', async () => {
    const merchants = await openTwoChanges();
    const { exitCode, json } = await run(merchants, { confirm: 'ask' }, { ask: async () => 'y' });
    expect(exitCode).toBe(0);
    expect(json.outcomes.map(({ account }: { account: string }) => account)).toEqual(['bun', 'coffee']);
    expect(sentIds(merchants)).toEqual(['571', '671']);
  });

  test('by digest holds for all of them, and any difference in one refuses all', async () => {
    const merchants = await openTwoChanges();
    const { digest } = JSON.parse(await planOf(merchants));
    merchants.edit('coffee', '671', '09:00-21:00', '08:00-21:00');
    const refused = await run(merchants, { expectDigest: digest });
    expect(refused.exitCode).toBe(1);
    expect(refused.json.diagnostics).toMatchObject([{ code: 'DIGEST_MISMATCH' }]);
    expect(sentIds(merchants)).toEqual([]);
    const { digest: now } = JSON.parse(await planOf(merchants));
    const applied = await run(merchants, { expectDigest: now });
    expect(applied.exitCode).toBe(0);
    expect(applied.json.digest).toBe(now);
    expect(sentIds(merchants)).toEqual(['571', '671']);
  });

  test('by plan file covers the accounts that are in it, and names the stores that are not', async () => {
    const merchants = await openTwoChanges();
    writeFileSync(join(merchants.root, 'plan.json'), await planOf(merchants, { accounts: ['bun'] }));
    const { exitCode, json } = await run(merchants, { planFile: 'plan.json' });
    expect(exitCode).toBe(1);
    expect(json.outcomes).toMatchObject([
      { account: 'bun', outcome: 'applied' },
      { account: 'coffee', outcome: 'skipped', error: { code: 'NOT_IN_PLAN' } },
    ]);
    expect(sentIds(merchants)).toEqual(['571']);
  });
});

describe('an account', () => {
  test('whose files have errors is refused by itself, and the others are applied', async () => {
    const merchants = await openTwoChanges();
    merchants.write('stores/coffee/broken.yaml', 'hour: [\n');
    const { exitCode, json } = await run(merchants);
    expect(exitCode).toBe(1);
    expect(json.accounts).toMatchObject([
      { account: 'bun', summary: { applied: 1 } },
      { account: 'coffee', summary: { applied: 0, skipped: 1 } },
      ...json.accounts.slice(2),
    ]);
    expect(sentIds(merchants)).toEqual(['571']);
  });

  test('without a secret is told with the others that have none, once, and is not called idle', async () => {
    const merchants = await openTwoChanges();
    const { BUN_SECRET: _bun, COFFEE_SECRET: _coffee, ...env } = merchants.env;
    const day = openDay({ root: merchants.root, env }, MOMENT, 'text');
    expect(await apply(day, APPLY)).toBe(1);
    const text = day.printed();
    expect(text.match(/NO_CREDENTIALS$/gmu)).toHaveLength(1);
    expect(text).toContain('[bun, coffee] error NO_CREDENTIALS');
    expect(text).toContain('BUN_SECRET and COFFEE_SECRET are not set');
    expect(text).toContain('1 account with nothing to do.');
    expect(sentIds(merchants)).toEqual([]);
  });

  test('whose turn comes after a signal is left alone, and its stores are named', async () => {
    const merchants = await openTwoChanges();
    const { exitCode, json } = await run(merchants, {}, { signal: AbortSignal.abort('SIGINT') });
    expect(exitCode).toBe(1);
    expect(json.outcomes).toMatchObject([
      { account: 'bun', outcome: 'skipped', error: { code: 'INTERRUPTED' } },
      { account: 'coffee', outcome: 'skipped', error: { code: 'INTERRUPTED' } },
    ]);
    expect(sentIds(merchants)).toEqual([]);
  });

  test('that a command names is told by its name, as one of several', async () => {
    const merchants = await openTwoChanges();
    const { exitCode, json } = await run(merchants, {}, { accounts: ['coffee'] });
    expect(exitCode).toBe(0);
    expect(json.accounts).toMatchObject([{ account: 'coffee', summary: { applied: 1 } }]);
    expect(sentIds(merchants)).toEqual(['671']);
  });
});
