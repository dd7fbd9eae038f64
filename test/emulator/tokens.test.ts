/** The two families of tokens, on a clock that the test turns. */
import { describe, expect, test } from 'vitest';
import { createTokenDesk } from '../../src/emulator/tokens.ts';
import { open } from './open.ts';

function openDesk() {
  let seconds = 1_000_000_000;
  const desk = createTokenDesk(() => seconds * 1000);
  const wait = (more: number): void => {
    seconds += more;
  };
  return { desk, wait };
}

describe('a stable token', () => {
  test('is the same until its last five minutes, and says how long it has left', () => {
    const { desk, wait } = openDesk();
    const first = desk.stable(false);
    expect(first.expires_in).toBe(7200);
    wait(6899);
    expect(desk.stable(false)).toEqual({ access_token: first.access_token, expires_in: 301 });
  });

  test('is renewed in its last five minutes, and the old one lives on beside the new', () => {
    const { desk, wait } = openDesk();
    const first = desk.stable(false).access_token;
    wait(6900);
    const second = desk.stable(false);
    expect(second.access_token).not.toBe(first);
    expect(second.expires_in).toBe(7200);
    expect(desk.check(first)).toBe('valid');
    wait(300);
    expect(desk.check(first)).toBe('expired');
    expect(desk.check(second.access_token)).toBe('valid');
  });

  test('that is forced ends all earlier ones at once', () => {
    const { desk, wait } = openDesk();
    const first = desk.stable(false).access_token;
    wait(6900);
    const second = desk.stable(false).access_token;
    const third = desk.stable(true).access_token;
    expect([first, second, third].map(desk.check)).toEqual(['expired', 'expired', 'valid']);
  });

  test('is not renewed by force within 30 seconds of the last time', () => {
    const { desk, wait } = openDesk();
    desk.stable(false);
    const forced = desk.stable(true).access_token;
    wait(29);
    expect(desk.stable(true).access_token).toBe(forced);
    wait(1);
    expect(desk.stable(true).access_token).not.toBe(forced);
  });

  test('is not renewed by force more than 20 times a day', () => {
    const { desk, wait } = openDesk();
    const force = (): string => {
      wait(60);
      return desk.stable(true).access_token;
    };
    desk.stable(false);
    const forced = Array.from({ length: 20 }, force);
    expect(new Set(forced).size).toBe(20);
    expect(force()).toBe(forced.at(-1));
    wait(86_400);
    const nextDay = desk.stable(false).access_token;
    expect(force()).not.toBe(nextDay);
  });
});

describe('a token of the older call', () => {
  test('is new each time, and the one before lives for five more minutes at most', () => {
    const { desk, wait } = openDesk();
    const first = desk.fresh('plain').access_token;
    const second = desk.fresh('plain').access_token;
    expect(second).not.toBe(first);
    expect(desk.check(first)).toBe('valid');
    wait(300);
    expect([first, second].map(desk.check)).toEqual(['expired', 'valid']);
  });

  test('voids no stable token, nor the other way round', () => {
    const { desk, wait } = openDesk();
    const stable = desk.stable(false).access_token;
    const plain = desk.fresh('plain').access_token;
    desk.fresh('plain');
    expect(desk.check(stable)).toBe('valid');
    desk.stable(true);
    expect(desk.check(plain)).toBe('valid');
    wait(7200);
    expect(desk.check(plain)).toBe('expired');
  });

  test('opens the store calls as well', async () => {
    const { get, post } = await open();
    const { access_token } = await get('/cgi-bin/token?grant_type=client_credential&appid=a&secret=s');
    const answer = await post(`/wxa/get_store_info?access_token=${access_token}`, { poi_id: '1' });
    expect(answer.json.errcode).toBe(0);
  });
});

describe('a token call', () => {
  test.each([
    ['grant_type=x&appid=a&secret=s', 40002],
    ['grant_type=client_credential&secret=s', 41002],
    ['grant_type=client_credential&appid=a', 41004],
    ['grant_type=client_credential&appid=x&secret=s', 40013],
    ['grant_type=client_credential&appid=a&secret=x', 40125],
  ])('with %s is refused with %i', async (query, errcode) => {
    const { get } = await open({ credentials: { appid: 'a', secret: 's' } });
    expect(await get(`/cgi-bin/token?${query}`)).toMatchObject({ errcode });
  });

  test('that voids all tokens leaves them unknown', async () => {
    const { emulator, call, askForToken, token } = await open();
    emulator.control({ void_tokens: true });
    expect((await call('/wxa/get_store_info', { poi_id: '1' })).json.errcode).toBe(40001);
    expect(await askForToken()).not.toBe(token);
  });
});
