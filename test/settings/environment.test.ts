/** Credentials and addresses from the environment. */
import { describe, expect, test } from 'vitest';
import { readCredentials, readReach } from '../../src/settings/environment.ts';

describe('credentials', () => {
  test.each([
    [
      { WECHAT_APPID: 'a', WECHAT_SECRET: 's\n' },
      { kind: 'secret', appid: 'a', secret: 's' },
    ],
    [
      { WECHAT_APPID: 'a', WECHAT_SECRET: 's', WECHAT_ACCESS_TOKEN: 't' },
      { kind: 'token', token: 't' },
    ],
    [{ WECHAT_APPID: 'a', WECHAT_SECRET: ' ' }, null],
    [{}, null],
  ])('%j', (environment, credentials) => {
    expect(readCredentials(environment).value).toEqual(credentials);
  });

  test('that are half there name the missing half', () => {
    expect(readCredentials({ WECHAT_APPID: 'a' }).diagnostics).toMatchObject([
      { code: 'NO_CREDENTIALS', params: { missing: 'WECHAT_SECRET' } },
    ]);
  });
});

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
