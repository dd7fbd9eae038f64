/** Holds how access tokens are fetched, kept and renewed. */
import { describe, expect, test } from 'vitest';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import { buildValues } from '../builders.ts';
import {
  connectTo,
  connectWithSecret,
  errorOf,
  giveToken,
  refuse,
  SECRET,
  STORE,
  TOKEN,
} from './connection.ts';
import { cut, type Received, withStatus } from './scripted-server.ts';

const numbered = (_received: Received, count: number): string => giveToken(`stable-token-${count}`);
const same = (): string => giveToken('stable-token-1');
/** Answers well to the named token alone. */
const accept =
  (token: string, errcode = 40001) =>
  (received: Received): string =>
    received.token === token ? STORE : refuse(errcode, 'invalid credential');

describe('a stable token', () => {
  test('is fetched with appid and secret in the body, and never by force', async () => {
    const { platform, server } = await connectWithSecret(same, accept('stable-token-1'));
    expect((await platform.readStore('472671857')).ok).toBe(true);
    const [fetched] = server.received;
    expect(fetched).toMatchObject({ method: 'POST', path: '/cgi-bin/stable_token', token: null });
    expect(JSON.parse(fetched?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1234567890',
      secret: SECRET,
      force_refresh: false,
    });
  });

  test('is fetched once for many callers at a time', async () => {
    const { platform, paths } = await connectWithSecret(numbered, accept('stable-token-1'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => platform.readStore('472671857')));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(paths().filter((path) => path === '/cgi-bin/stable_token').length).toBe(1);
  });

  test('is kept until five minutes before its end', async () => {
    const { platform, clock, paths } = await connectWithSecret(numbered, () => STORE);
    await platform.readStore('472671857');
    clock.pass(6_899_000);
    await platform.readStore('472671857');
    expect(paths().filter((path) => path === '/cgi-bin/stable_token').length).toBe(1);
    clock.pass(1_000);
    await platform.readStore('472671857');
    expect(paths().filter((path) => path === '/cgi-bin/stable_token').length).toBe(2);
  });

  test('with a short life is not asked for before each call', async () => {
    const { platform, paths } = await connectWithSecret(
      () => giveToken('stable-token-1', 300),
      () => STORE,
    );
    for (let count = 0; count < 3; count += 1) await platform.readStore('472671857');
    expect(paths().filter((path) => path === '/cgi-bin/stable_token').length).toBe(1);
  });

  test.each([40001, 40014, 42001])(
    'that is refused with %i is renewed, and the call made once more',
    async (code) => {
      const { platform, server, clock } = await connectWithSecret(numbered, accept('stable-token-2', code));
      expect((await platform.readStore('472671857')).ok).toBe(true);
      expect(server.received.map(({ path, token }) => token ?? path)).toEqual([
        '/cgi-bin/stable_token',
        'stable-token-1',
        '/cgi-bin/stable_token',
        'stable-token-2',
      ]);
      expect(clock.waits).toEqual([]);
    },
  );

  test('that many callers see refused is renewed once', async () => {
    const { platform, paths } = await connectWithSecret(numbered, accept('stable-token-2'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => platform.readStore('472671857')));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(paths().filter((path) => path === '/cgi-bin/stable_token').length).toBe(2);
  });

  test('that comes back the same is tried once more after a wait', async () => {
    const { platform, clock } = await connectWithSecret(same, (_received, count) =>
      count === 1 ? refuse(40001) : STORE,
    );
    expect((await platform.readStore('472671857')).ok).toBe(true);
    expect(clock.waits).toEqual([7]);
  });

  test('that comes back the same and is refused again ends the run, with nothing landed', async () => {
    const { platform, paths } = await connectWithSecret(same, () =>
      refuse(40001, 'invalid credential rid: 1a-2b'),
    );
    const error = errorOf(await platform.updateStore('1', buildValues()));
    const fault = { code: 'TOKEN_REFUSED', params: { errcode: 40001, errmsg: 'invalid credential' } };
    expect(error).toMatchObject({ class: 'STOP', landed: 'no', errcode: 40001, rid: '1a-2b', fault });
    expect(paths()).toEqual([
      '/cgi-bin/stable_token',
      '/wxa/update_store',
      '/cgi-bin/stable_token',
      '/wxa/update_store',
    ]);
  });
});

describe('the token call', () => {
  test.each([
    [40001, 'PLATFORM_STOP'],
    [40125, 'PLATFORM_STOP'],
    [40013, 'PLATFORM_STOP'],
    [40164, 'PLATFORM_STOP'],
    [61004, 'PLATFORM_STOP'],
    [89503, 'PLATFORM_STOP'],
    [50004, 'PLATFORM_STOP'],
    [40097, 'PLATFORM_STOP'],
    [987654, 'UNKNOWN_ERRCODE'],
  ])('refused with %i ends the run at once, before any other call', async (code, fault) => {
    const { platform, paths, clock } = await connectWithSecret(
      () => refuse(code),
      () => STORE,
    );
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error).toMatchObject({ class: 'STOP', landed: 'no', errcode: code, fault: { code: fault } });
    expect(paths()).toEqual(['/cgi-bin/stable_token']);
    expect(clock.waits).toEqual([]);
  });

  test('shows the address that is to be allowed', async () => {
    const errmsg = 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1a-2b-3c';
    const { platform } = await connectWithSecret(
      () => refuse(40164, errmsg),
      () => STORE,
    );
    const { fault } = errorOf(await platform.readStore('472671857'));
    const { message, hint } = describeFault(fault, en);
    expect(message).toContain('invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist');
    expect(hint).toMatch(/allow-list.*Hosted runners/su);
  });

  test.each([
    ['a busy system', refuse(-1, 'system error'), 'PLATFORM_BUSY'],
    ['a gateway that is down', withStatus(503, ''), 'HTTP_STATUS'],
    ['a cut connection', cut, 'NETWORK'],
    ['HTML', '<html>', 'NOT_AN_ANSWER'],
    ['an answer without a token', '{"expires_in":7200}', 'NOT_AN_ANSWER'],
    ['an empty token', '{"access_token":"","errcode":0}', 'NOT_AN_ANSWER'],
  ])('is tried three times with %s, then the run ends with nothing landed', async (_name, reply, code) => {
    const { platform, paths, clock } = await connectWithSecret(
      () => reply,
      () => STORE,
    );
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error).toMatchObject({ class: 'STOP', landed: 'no', fault: { code } });
    expect(paths().length).toBe(3);
    expect(clock.waits).toEqual([7, 14]);
  });

  test('goes on when a later try succeeds', async () => {
    const { platform } = await connectWithSecret(
      (_received, count) => (count < 3 ? refuse(-1) : giveToken('stable-token-1')),
      accept('stable-token-1'),
    );
    expect((await platform.readStore('472671857')).ok).toBe(true);
  });

  test('that failed is made again by the next caller', async () => {
    const { platform } = await connectWithSecret(
      (_received, count) => (count === 1 ? refuse(40164) : giveToken('stable-token-2')),
      accept('stable-token-2'),
    );
    expect((await platform.readStore('472671857')).ok).toBe(false);
    expect((await platform.readStore('472671857')).ok).toBe(true);
  });
});

describe('a token from elsewhere', () => {
  test('is used as it is, without a token call', async () => {
    const { platform, paths } = await connectTo(accept(TOKEN));
    expect((await platform.readStore('472671857')).ok).toBe(true);
    expect(paths()).toEqual(['/wxa/get_store_info']);
  });

  test.each([40001, 40014, 42001])('that is refused with %i ends the run after one call', async (code) => {
    const { platform, paths } = await connectTo(() => refuse(code, 'invalid credential'));
    const error = errorOf(await platform.updateStore('1', buildValues()));
    const fault = { code: 'TOKEN_REFUSED', params: { errcode: code } };
    expect(error).toMatchObject({ class: 'STOP', landed: 'no', errcode: code, fault });
    expect(paths()).toEqual(['/wxa/update_store']);
  });
});
