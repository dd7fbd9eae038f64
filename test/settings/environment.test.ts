/** Addresses and the secrets of push events from the environment. */
import { describe, expect, test } from 'vitest';
import { namesPushSecrets, readPushSecrets, readReach } from '../../src/settings/environment.ts';

describe('the address', () => {
  test.each([
    [undefined, 'https://api.weixin.qq.com'],
    ['https://sh.api.weixin.qq.com/', 'https://sh.api.weixin.qq.com'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1', 'http://[::1]:1'],
    ['http://api.weixin.qq.com', null],
    ['http://127.0.0.1.example.invalid', null],
    ['ftp://127.0.0.1', null],
    ['https://user:pass@host.example', null],
    ['https://host.example/?a=b', null],
    ['nonsense', null],
  ])('%s: %s', (value, expected) => {
    const { value: reach, diagnostics } = readReach(value === undefined ? {} : { WECHAT_API_BASE: value });
    expect(reach?.apiBase ?? null).toBe(expected);
    expect(JSON.stringify(diagnostics)).not.toContain('pass');
  });

  test.each([
    ['1', 1],
    ['0.5', 0.5],
    ['0', null],
    ['-1', null],
    ['soon', null],
  ])('waits by a base of %s: %s', (value, expected) => {
    expect(readReach({ MENDIAN_RETRY_BASE_MS: value }).value?.retryBaseMs ?? null).toBe(expected);
  });

  test.each([
    'https://relay.example/x?access_token=SUPERSECRET1',
    'user:SUPERSECRET1@relay.example',
    'https://user:SUPERSECRET1@relay.example',
    'SUPERSECRET1',
    'http://relay.example/SUPERSECRET1',
  ])('%s is refused without being shown', (value) => {
    const { value: reach, diagnostics } = readReach({ WECHAT_API_BASE: value });
    expect(reach).toBeNull();
    expect(JSON.stringify(diagnostics)).not.toContain('SUPERSECRET1');
  });
});

describe('the secrets of push events', () => {
  const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
  const SET = { WECHAT_PUSH_TOKEN: ' token\n', WECHAT_ENCODING_AES_KEY: `${KEY}\n`, WECHAT_APPID: 'wx1' };

  test('are token, key and each appid that is ours', () => {
    expect(readPushSecrets(SET).value).toEqual({ token: 'token', aesKey: KEY, appids: ['wx1'] });
    expect(readPushSecrets({ ...SET, WECHAT_COMPONENT_APPID: 'wx2' }).value?.appids).toEqual(['wx1', 'wx2']);
    expect(readPushSecrets({ WECHAT_PUSH_TOKEN: 'token' }).value).toEqual({
      token: 'token',
      aesKey: null,
      appids: [],
    });
  });

  test.each([
    [{ ...SET, WECHAT_PUSH_TOKEN: '' }, 'PUSH_NOT_SET_UP'],
    [{ ...SET, WECHAT_ENCODING_AES_KEY: `${KEY}=` }, 'PUSH_KEY_INVALID'],
    [{ ...SET, WECHAT_ENCODING_AES_KEY: KEY.slice(1) }, 'PUSH_KEY_INVALID'],
    [{ ...SET, WECHAT_ENCODING_AES_KEY: KEY.replace('a', '+') }, 'PUSH_KEY_INVALID'],
  ])('are refused as %j, and none is shown', (environment, code) => {
    const { value, diagnostics } = readPushSecrets(environment);
    expect([value, diagnostics.map((each) => each.code)]).toEqual([null, [code]]);
    expect(JSON.stringify(diagnostics)).not.toContain(KEY.slice(1, 20));
  });

  test('are set up where any of them is', () => {
    expect(namesPushSecrets({ WECHAT_APPID: 'a', WECHAT_SECRET: 's', WECHAT_PUSH_TOKEN: ' ' })).toBe(false);
    expect(namesPushSecrets({ WECHAT_PUSH_TOKEN: 't' })).toBe(true);
    expect(namesPushSecrets({ WECHAT_ENCODING_AES_KEY: 'k' })).toBe(true);
  });
});
