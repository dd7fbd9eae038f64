/** Holds that a merchant's refresh token is never lost: kept before it is used, shared, and never put back. */

/** Holds that a merchant's refresh token is never lost: kept before it is used, shared, and never put back. */
import fs, { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { APPID, AUTHORIZER_TOKEN, COMPONENT_SECRET, COMPONENT_TOKEN, FIRST, openAgency } from './agency.ts';
import { errorOf } from './connection.ts';

const MINUTE = 60_000;

describe('a merchant’s token', () => {
  test('is asked for with the component’s, and both are kept for other processes', async () => {
    const agency = await openAgency();
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect([agency.count(COMPONENT_TOKEN), agency.count(AUTHORIZER_TOKEN)]).toEqual([1, 1]);
    expect(agency.kept()).toMatchObject({
      appid: APPID,
      refresh_token: expect.stringContaining('refresh-token-000001'),
    });
    expect(agency.files()).toEqual([
      'loopback-authorizer-wxteashop.json',
      'loopback-component-wxcomponent.json',
    ]);
    for (const file of agency.files()) expect(statSync(join(agency.folder, file)).mode & 0o777).toBe(0o600);
  });

  test('is asked for again ten minutes before its end, with the refresh token that was kept', async () => {
    const agency = await openAgency();
    const platform = agency.connect();
    await agency.read(platform);
    agency.pass(110 * MINUTE - 1);
    await agency.read(platform);
    await agency.read(agency.connect());
    expect(agency.count(AUTHORIZER_TOKEN)).toBe(1);
    agency.pass(1);
    expect((await agency.read(platform)).ok).toBe(true);
    expect([agency.count(COMPONENT_TOKEN), agency.count(AUTHORIZER_TOKEN)]).toEqual([2, 2]);
    expect(agency.kept().refresh_token).toContain('refresh-token-000002');
  });

  test('that is refused is renewed, and the call made once more', async () => {
    const agency = await openAgency();
    const platform = agency.connect();
    await agency.read(platform);
    agency.emulator.control({ void_tokens: true });
    expect((await agency.read(platform)).ok).toBe(true);
    // The component's token was void, too.
    expect([agency.count(COMPONENT_TOKEN), agency.count(AUTHORIZER_TOKEN)]).toEqual([2, 3]);
  });

  test('of one merchant opens nothing of another', async () => {
    const agency = await openAgency();
    await agency.read(agency.connect());
    const noodles = agency.connect({ appid: 'wxnoodles' });
    expect((await agency.read(noodles)).ok).toBe(true);
    expect(agency.kept().access_token).toContain(APPID);
    expect(agency.kept('wxnoodles').access_token).toContain('wxnoodles');
    expect(agency.count(COMPONENT_TOKEN)).toBe(1);
  });

  test('goes on with the refresh token that was used where the answer holds none', async () => {
    const agency = await openAgency({ switches: { refreshTokens: 'keep' } });
    await agency.read(agency.connect());
    expect(agency.kept().refresh_token).toBe(FIRST);
  });

  test('is asked for with a component token from elsewhere, which is never renewed', async () => {
    const agency = await openAgency();
    const component = {
      appid: 'wxcomponent',
      access: { kind: 'token', token: 'component-from-elsewhere' },
    } as const;
    const error = errorOf(await agency.read(agency.connect({ component })));
    expect(error).toMatchObject({
      class: 'STOP',
      errcode: 40001,
      landed: 'no',
      fault: { code: 'TOKEN_REFUSED' },
    });
    expect([agency.count(COMPONENT_TOKEN), agency.count(AUTHORIZER_TOKEN)]).toEqual([0, 1]);
  });

  test.each([
    [61003, { switches: { authorization: 'withdrawn' } }],
    [61007, { switches: { permissions: 'missing' } }],
    [61023, { refresh_token: null }],
    [61004, { refused_ip: '203.0.113.7' }],
    [61005, { faults: [{ path: COMPONENT_TOKEN, do: { errcode: 61005 } }] }],
    [61006, { faults: [{ path: COMPONENT_TOKEN, do: { errcode: 61006 } }] }],
  ] as const)('that is refused with %i ends the run of this account', async (errcode, control) => {
    const agency = await openAgency();
    agency.emulator.control(control);
    const error = errorOf(await agency.read(agency.connect()));
    expect(error).toMatchObject({ class: 'STOP', errcode, landed: 'no', fault: { code: 'PLATFORM_STOP' } });
  });
});

describe('a refresh token', () => {
  test('that is kept wins over the variable’s', async () => {
    const agency = await openAgency();
    agency.emulator.control({ refresh_token: 'the-kept-one', appid: APPID });
    agency.keep({ refresh_token: 'the-kept-one' });
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect(agency.count(AUTHORIZER_TOKEN)).toBe(1);
  });

  test('of a new authorisation is taken from the variable once the kept one is refused', async () => {
    const agency = await openAgency();
    await agency.read(agency.connect());
    agency.pass(120 * MINUTE);
    agency.emulator.control({ refresh_token: 'of-the-new-authorisation', appid: APPID });
    const refresh = { variable: 'X', token: 'of-the-new-authorisation' };
    expect((await agency.read(agency.connect({ refresh }))).ok).toBe(true);
    expect(agency.count(AUTHORIZER_TOKEN)).toBe(3);
    expect(agency.kept().refresh_token).toContain('refresh-token-000002');
  });

  test('that is nowhere is told, and nobody is asked', async () => {
    const agency = await openAgency();
    const refresh = { variable: 'NOODLES_REFRESH', token: null };
    const { fault } = errorOf(await agency.read(agency.connect({ refresh })));
    expect(fault).toMatchObject({ code: 'REFRESH_TOKEN_MISSING', params: { variable: 'NOODLES_REFRESH' } });
    expect(agency.emulator.requests).toEqual([]);
  });

  test('is on the disk before the token is used', async () => {
    const agency = await openAgency({ latency: 20 });
    const reading = agency.read(agency.connect());
    await agency.emulator.waitForRequests('/wxa/get_store_info', 1);
    expect(agency.kept().refresh_token).toContain('refresh-token-000001');
    expect((await reading).ok).toBe(true);
  });

  test('whose answer was lost leaves the old one, which is good for five more minutes', async () => {
    const agency = await openAgency();
    agency.emulator.control({ faults: [{ path: AUTHORIZER_TOKEN, do: 'reset-after', times: 3 }] });
    expect(errorOf(await agency.read(agency.connect())).fault.code).toBe('NETWORK');
    expect(agency.isKept()).toBe(false);
    agency.pass(4 * MINUTE);
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect(agency.kept().refresh_token).toContain('refresh-token-000004');
  });

  test('that cannot be kept stops the run before its token is used, after three tries', async () => {
    const agency = await openAgency();
    failRenames('ENOSPC', 'loopback-authorizer', Number.POSITIVE_INFINITY);
    const { fault, class: kind } = errorOf(await agency.read(agency.connect()));
    const params = { when: 'after', file: 'loopback-authorizer-wxteashop.json', detail: 'ENOSPC' };
    expect([kind, fault]).toEqual(['STOP', { code: 'TOKEN_STORE_FAILED', params }]);
    expect(agency.count('/wxa/get_store_info')).toBe(0);
    expect(agency.waits).toEqual([7, 14]);
  });

  test('that cannot be kept at once is kept at the next try', async () => {
    const agency = await openAgency();
    failRenames('EIO', 'loopback-authorizer', 2);
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect(agency.kept().refresh_token).toContain('refresh-token-000001');
  });

  test('is not asked for where it could not be kept', async () => {
    const agency = await openAgency();
    const connection = agency.connect();
    rmSync(agency.folder, { recursive: true });
    const { fault } = errorOf(await agency.read(connection));
    expect(fault).toMatchObject({ code: 'TOKEN_STORE_FAILED', params: { when: 'before' } });
    expect(agency.emulator.requests).toEqual([]);
  });

  test('is asked for once by many that share the store', async () => {
    const agency = await openAgency({ latency: 10 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => agency.read(agency.connect())));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect([agency.count(COMPONENT_TOKEN), agency.count(AUTHORIZER_TOKEN)]).toEqual([1, 1]);
    expect(agency.files().filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('never takes the place of another’s that came meanwhile: both are kept, and the good one is found', async () => {
    const agency = await openAgency();
    agency.emulator.control({ faults: [{ path: AUTHORIZER_TOKEN, do: { slow: 300 } }] });
    const slow = agency.read(agency.connect());
    await agency.emulator.waitForRequests(AUTHORIZER_TOKEN, 1);
    // Somebody who does not heed the lock.
    agency.keep({ refresh_token: 'of-the-other' });
    expect((await slow).ok).toBe(true);
    const own = expect.stringContaining('refresh-token-000001');
    expect(agency.kept()).toMatchObject({ refresh_token: 'of-the-other', others: [own] });
    agency.pass(120 * MINUTE);
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect(agency.kept().refresh_token).toContain('refresh-token-000002');
    expect(agency.kept()).not.toHaveProperty('others');
  });
});

describe('the lock of a token file', () => {
  const writeLock = (folder: string, holder: object): string => {
    const path = join(folder, 'loopback-authorizer-wxteashop.json.lock');
    writeFileSync(path, `${JSON.stringify({ ...holder, nonce: 'x' })}\n`);
    return path;
  };

  test('that a dead process left is taken over', async () => {
    const agency = await openAgency();
    writeLock(agency.folder, { pid: 2 ** 22 + 1, host: hostname() });
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect(agency.waits).toEqual([]);
  });

  test('that another machine left is taken over once it is silent', async () => {
    const agency = await openAgency();
    const path = writeLock(agency.folder, { pid: 1, host: 'elsewhere' });
    const reading = agency.read(agency.connect());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(agency.emulator.requests).toEqual([]);
    fs.utimesSync(path, 1, 1);
    expect((await reading).ok).toBe(true);
  });
});

describe('a file of the token store', () => {
  test.each([
    ['json', '{"refresh_token":"SUPERSECRET1'],
    ['json', '["SUPERSECRET1"]'],
    ['members', '{"version":1,"kind":"authorizer","appid":"wxteashop","access_token":"SUPERSECRET1"}'],
    ['members', '{"version":2,"kind":"authorizer","appid":"wxteashop","refresh_token":"SUPERSECRET1"}'],
    ['members', '{"version":1,"kind":"authorizer","appid":"wxteashop","refresh_token":"r","others":[1]}'],
    ['other', '{"version":1,"kind":"authorizer","appid":"wxnoodles","refresh_token":"SUPERSECRET1"}'],
  ])('that is damaged (%s) is told without its content, and nobody is asked: %s', async (problem, text) => {
    const agency = await openAgency();
    writeFileSync(agency.path(), text);
    const error = errorOf(await agency.read(agency.connect()));
    const params = { file: 'loopback-authorizer-wxteashop.json', problem };
    expect(error.fault).toEqual({ code: 'TOKEN_STORE_DAMAGED', params });
    expect(agency.emulator.requests).toEqual([]);
    expect(readFileSync(agency.path(), 'utf8')).toBe(text);
  });

  test('that is a link or a folder is told', async () => {
    const agency = await openAgency();
    symlinkSync('/etc/passwd', agency.path());
    expect(errorOf(await agency.read(agency.connect())).fault).toMatchObject({ params: { problem: 'link' } });
    mkdirSync(agency.path('wxnoodles'));
    const error = errorOf(await agency.read(agency.connect({ appid: 'wxnoodles' })));
    expect(error.fault).toMatchObject({ params: { problem: 'special' } });
  });

  test('is never named by an appid that could lead elsewhere', async () => {
    const agency = await openAgency({ merchants: [] });
    await agency.read(agency.connect({ appid: '../../etc/x' }));
    await agency.read(agency.connect({ appid: 'wxTEASHOP' }));
    expect(agency.files().filter((name) => name.startsWith('loopback-authorizer-~')).length).toBe(2);
  });

  test('with a time that no token has is not believed', async () => {
    const agency = await openAgency();
    agency.keep({ refresh_token: FIRST, access_token: 'stale', use_until: '2999-01-01T00:00:00.000Z' });
    expect((await agency.read(agency.connect())).ok).toBe(true);
    expect(agency.count(AUTHORIZER_TOKEN)).toBe(1);
  });
});

/** What goes wrong at a renewal; whatever it is, the old refresh token is good for five more minutes. */
const TROUBLES = ['none', 'lost-answer', 'full-disk', 'other-writer', 'void-tokens'] as const;

test('after any trouble, the next run within five minutes goes on, and the newest refresh token is kept', async () => {
  const days = fc.array(
    fc.record({
      trouble: fc.constantFrom(...TROUBLES),
      minutes: fc.integer({ min: 0, max: 4 }),
      rest: fc.integer({ min: 0, max: 300 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(days, async (steps) => {
      const agency = await openAgency();
      for (const { trouble, minutes, rest } of steps) {
        await bring(trouble, agency);
        agency.pass(minutes * MINUTE);
        const answer = await agency.read(agency.connect());
        expect(answer.ok, JSON.stringify(answer)).toBe(true);
        expect(agency.files().filter((name) => !name.endsWith('.json'))).toEqual([]);
        agency.pass(rest * MINUTE);
      }
      // Hours later nothing but what is kept is left to ask with.
      agency.pass(300 * MINUTE);
      const refresh = { variable: null, token: null };
      expect((await agency.read(agency.connect({ refresh }))).ok).toBe(true);
    }),
    { numRuns: 25 },
  );
}, 60_000);

async function bring(
  trouble: (typeof TROUBLES)[number],
  agency: Awaited<ReturnType<typeof openAgency>>,
): Promise<void> {
  if (trouble === 'none') return;
  agency.emulator.control({ void_tokens: true });
  if (trouble === 'void-tokens') return;
  if (trouble === 'lost-answer')
    agency.emulator.control({ faults: [{ path: AUTHORIZER_TOKEN, do: 'reset-after', times: 3 }] });
  const mend =
    trouble === 'full-disk'
      ? failRenames('ENOSPC', 'loopback-authorizer', Number.POSITIVE_INFINITY)
      : () => {};
  if (trouble === 'other-writer')
    agency.emulator.control({ faults: [{ path: AUTHORIZER_TOKEN, do: { slow: 30 } }] });
  const before = agency.count(AUTHORIZER_TOKEN);
  const reading = agency.read(agency.connect());
  if (trouble === 'other-writer') {
    await agency.emulator.waitForRequests(AUTHORIZER_TOKEN, before + 1);
    // What another process was given is good, too; here, it is no refresh token of this merchant at all.
    agency.keep({ refresh_token: `of-another-${before}` });
  }
  await reading;
  mend();
}

test('no secret of all this comes into a line of the log', async () => {
  const agency = await openAgency();
  await agency.read(agency.connect());
  agency.emulator.control({
    faults: [
      {
        path: '/wxa/get_store_info',
        do: { errcode: 48001, errmsg: `${agency.kept().refresh_token} ${FIRST}` },
      },
    ],
  });
  const error = errorOf(await agency.read(agency.connect()));
  const shown = [...agency.lines, JSON.stringify(error), JSON.stringify(agency.emulator.requests)].join('\n');
  expect(agency.lines.length).toBe(4);
  for (const secret of [FIRST, COMPONENT_SECRET, 'ticket@@@1', '-token-0'])
    expect(shown).not.toContain(secret);
});

/** Lets the first renames to such a file fail, as a full or broken disk does; gives what ends it. */
function failRenames(code: string, name: string, times: number): () => void {
  const { renameSync } = fs;
  const mend = (): void => {
    Object.assign(fs, { renameSync });
    syncBuiltinESMExports();
  };
  onTestFinished(mend);
  let failed = 0;
  Object.assign(fs, {
    renameSync: (from: string, to: string) => {
      if (to.includes(name) && failed < times) {
        failed += 1;
        throw Object.assign(new Error(code), { code });
      }
      renameSync(from, to);
    },
  });
  syncBuiltinESMExports();
  return mend;
}
