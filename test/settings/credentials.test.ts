/** Holds which way to a token an account takes, and that no way takes another's place in silence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import {
  type CredentialAccount,
  listWays,
  namesCredentials,
  readCredentials,
} from '../../src/settings/credentials.ts';
import { listSecrets } from '../../src/settings/secrets.ts';

const ONE = { name: 'default' };
const TEASHOP = { name: 'teashop', appid: 'wxtea', secret_env: 'TEASHOP_SECRET' };
const NOODLES = { name: 'noodles', appid: 'wxnoodles', refresh_token_env: 'NOODLES_REFRESH' };
const SINGLE = { WECHAT_APPID: 'wx1', WECHAT_SECRET: 's-of-one' };
const PLATFORM = {
  WECHAT_COMPONENT_APPID: 'wxcomponent',
  WECHAT_COMPONENT_SECRET: 'component-secret',
  WECHAT_COMPONENT_VERIFY_TICKET: 'ticket@@@1',
  MENDIAN_TOKEN_STORE: '/tokens',
};

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(({ code }) => code);

describe('the one account of a run', () => {
  test.each([
    ['appid and secret', { ...SINGLE, WECHAT_SECRET: 's\n' }, { kind: 'secret', appid: 'wx1', secret: 's' }],
    ['a token before a secret', { ...SINGLE, WECHAT_ACCESS_TOKEN: 't' }, { kind: 'token', token: 't' }],
    [
      'a token before a command',
      { MENDIAN_CREDENTIAL_COMMAND: 'hub', WECHAT_ACCESS_TOKEN: 't' },
      { kind: 'token', token: 't' },
    ],
    [
      'a command before a platform and a secret',
      { ...SINGLE, ...PLATFORM, MENDIAN_CREDENTIAL_COMMAND: '"/my tools/hub" --quiet \'a b\'' },
      { kind: 'command', words: ['/my tools/hub', '--quiet', 'a b'], account: 'default', appid: 'wx1' },
    ],
    [
      'a platform before a secret',
      { ...SINGLE, ...PLATFORM, WECHAT_AUTHORIZER_REFRESH_TOKEN: 'r1' },
      {
        kind: 'authorizer',
        component: {
          appid: 'wxcomponent',
          access: { kind: 'ticket', secret: 'component-secret', ticket: 'ticket@@@1' },
        },
        appid: 'wx1',
        refresh: { variable: 'WECHAT_AUTHORIZER_REFRESH_TOKEN', token: 'r1' },
        store: '/tokens',
      },
    ],
    [
      'a platform with a token of its own, and a refresh token that the store must have',
      {
        WECHAT_APPID: 'wx1',
        WECHAT_COMPONENT_APPID: 'wxcomponent',
        WECHAT_COMPONENT_ACCESS_TOKEN: 'ct',
        MENDIAN_TOKEN_STORE: '/tokens',
      },
      {
        kind: 'authorizer',
        component: { appid: 'wxcomponent', access: { kind: 'token', token: 'ct' } },
        appid: 'wx1',
        refresh: { variable: 'WECHAT_AUTHORIZER_REFRESH_TOKEN', token: null },
        store: '/tokens',
      },
    ],
    [
      'appid and secret beside the appid of a platform, which push events are read with',
      { ...SINGLE, WECHAT_COMPONENT_APPID: 'wxcomponent' },
      { kind: 'secret', appid: 'wx1', secret: 's-of-one' },
    ],
  ])('has %s', (_name, environment, expected) => {
    expect(readCredentials(environment, ONE, 'alone')).toEqual({ value: expected, diagnostics: [] });
  });

  test.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
    ['nothing', {}, ['WECHAT_APPID', 'WECHAT_SECRET'], 'secret'],
    ['a blank secret', { WECHAT_APPID: 'a', WECHAT_SECRET: ' ' }, ['WECHAT_SECRET'], 'secret'],
    ['a secret alone', { WECHAT_SECRET: 's' }, ['WECHAT_APPID'], 'secret'],
    [
      'a ticket alone, beside a whole secret',
      { ...SINGLE, WECHAT_COMPONENT_VERIFY_TICKET: 't' },
      ['WECHAT_COMPONENT_APPID', 'WECHAT_COMPONENT_SECRET', 'MENDIAN_TOKEN_STORE'],
      'platform',
    ],
    [
      'a refresh token alone',
      { WECHAT_APPID: 'wx1', WECHAT_AUTHORIZER_REFRESH_TOKEN: 'r' },
      [
        'WECHAT_COMPONENT_APPID',
        'WECHAT_COMPONENT_SECRET',
        'WECHAT_COMPONENT_VERIFY_TICKET',
        'MENDIAN_TOKEN_STORE',
      ],
      'platform',
    ],
    [
      'a platform without a store',
      { ...PLATFORM, WECHAT_APPID: 'wx1', MENDIAN_TOKEN_STORE: '' },
      ['MENDIAN_TOKEN_STORE'],
      'platform',
    ],
  ])('with %s is told what is missing', (_name, environment, missing, way) => {
    expect(readCredentials(environment, ONE, 'alone')).toMatchObject({
      value: null,
      diagnostics: [{ code: 'NO_CREDENTIALS', params: { missing, way } }],
    });
  });

  test.each([
    ['APPID_MISSING', PLATFORM],
    ['COMMAND_UNREADABLE', { MENDIAN_CREDENTIAL_COMMAND: `hub 'it is` }],
    ['COMMAND_UNREADABLE', { MENDIAN_CREDENTIAL_COMMAND: '""' }],
  ])('ends with %s', (code, environment) => {
    const read = readCredentials(environment, ONE, 'alone');
    expect([read.value, codesOf(read)]).toEqual([null, [code]]);
  });

  test('goes by the appid of the settings, and is told where the environment has another', () => {
    const read = readCredentials(SINGLE, { name: 'teashop', appid: 'wxtea' }, 'alone');
    expect(read.value).toMatchObject({ appid: 'wxtea' });
    expect(read.diagnostics).toMatchObject([
      { severity: 'warning', code: 'APPIDS_DIFFER', params: { used: 'wxtea', unused: 'wx1' } },
    ]);
    expect(codesOf(readCredentials(SINGLE, { name: 'x', appid: 'wx1' }, 'alone'))).toEqual([]);
  });
});

describe('one account of several', () => {
  test.each<[string, string, Readonly<Record<string, string>>, CredentialAccount]>([
    ['CREDENTIAL_FOR_ONE', 'a token', { WECHAT_ACCESS_TOKEN: 't' }, NOODLES],
    ['CREDENTIAL_FOR_ONE', 'a secret', SINGLE, { name: 'x', appid: 'wx1' }],
    ['ACCOUNT_WITHOUT_CREDENTIALS', 'an appid', { WECHAT_APPID: 'wx1' }, ONE],
    ['APPID_MISSING', 'an own secret', { T: 's', WECHAT_APPID: 'wx1' }, { name: 'x', secret_env: 'T' }],
    ['APPID_MISSING', 'a platform', { ...PLATFORM, WECHAT_APPID: 'wx1' }, ONE],
  ])('ends with %s where %s is of no use to it', (code, _name, environment, account) => {
    const read = readCredentials(environment, account, 'several');
    expect([read.value, codesOf(read)]).toEqual([null, [code]]);
  });

  test('takes its own secret before everything else', () => {
    const environment = { ...SINGLE, ...PLATFORM, WECHAT_ACCESS_TOKEN: 't', TEASHOP_SECRET: ' tea\n' };
    for (const scope of ['alone', 'several'] as const)
      expect(readCredentials(environment, TEASHOP, scope).value).toEqual({
        kind: 'secret',
        appid: 'wxtea',
        secret: 'tea',
      });
  });

  test('whose own secret is missing takes no other way', () => {
    const environment = { ...SINGLE, ...PLATFORM, WECHAT_ACCESS_TOKEN: 't', MENDIAN_CREDENTIAL_COMMAND: 'h' };
    for (const scope of ['alone', 'several'] as const)
      expect(readCredentials(environment, TEASHOP, scope)).toMatchObject({
        value: null,
        diagnostics: [{ code: 'NO_CREDENTIALS', params: { missing: ['TEASHOP_SECRET'], way: 'own' } }],
      });
  });

  test('never takes the refresh token of the one account', () => {
    const environment = { ...PLATFORM, WECHAT_AUTHORIZER_REFRESH_TOKEN: 'r-of-one', NOODLES_REFRESH: 'r2' };
    const other = { name: 'other', appid: 'wxother' };
    expect(readCredentials(environment, other, 'several').value).toMatchObject({
      refresh: { variable: null, token: null },
    });
    expect(readCredentials(environment, NOODLES, 'several').value).toMatchObject({
      refresh: { variable: 'NOODLES_REFRESH', token: 'r2' },
    });
  });
});

describe('secrets in one variable', () => {
  const MENDIAN_SECRETS = JSON.stringify({
    TEASHOP_SECRET: 'tea-secret',
    NOODLES_REFRESH: 'noodle-token',
    github_token: 'ghs',
  });

  test('are found by the names of the settings, in capitals too, and give way to a variable', () => {
    const read = (environment: Readonly<Record<string, string>>, account: CredentialAccount) =>
      readCredentials({ MENDIAN_SECRETS, ...environment }, account, 'several').value;
    expect(read({}, TEASHOP)).toMatchObject({ secret: 'tea-secret' });
    expect(read({}, { ...TEASHOP, secret_env: 'teashop_secret' })).toMatchObject({ secret: 'tea-secret' });
    expect(read({ TEASHOP_SECRET: 'nearer' }, TEASHOP)).toMatchObject({ secret: 'nearer' });
    expect(read(PLATFORM, NOODLES)).toMatchObject({ refresh: { token: 'noodle-token' } });
    expect(read({}, { ...TEASHOP, secret_env: 'toString' })).toBeNull();
  });

  test.each([
    ['{"TEASHOP_SECRET":"SUPERSECRET1', 'json'],
    ['["SUPERSECRET1"]', 'object'],
    ['{"A":["SUPERSECRET1"]}', 'text'],
  ])('that are broken are told without being shown: %s', (text, problem) => {
    const read = readCredentials({ MENDIAN_SECRETS: text }, TEASHOP, 'several');
    expect(read).toMatchObject({
      value: null,
      diagnostics: [{ code: 'SECRETS_UNREADABLE', params: { problem } }],
    });
    expect(JSON.stringify(read)).not.toContain('SUPERSECRET1');
  });

  test('are all to be hidden, like those of the variables that accounts name', () => {
    const environment = { MENDIAN_SECRETS, OWN: 'an-own-secret', WECHAT_COMPONENT_SECRET: 'c' };
    expect(listSecrets(environment, [{ name: 'x', secret_env: 'OWN' }])).toEqual(
      expect.arrayContaining(['tea-secret', 'noodle-token', 'ghs', 'an-own-secret', 'c']),
    );
  });
});

test('whether anything is set up goes by what the accounts name, too', () => {
  expect(namesCredentials({})).toBe(false);
  expect(namesCredentials({ WECHAT_APPID: 'wx1' })).toBe(true);
  expect(namesCredentials({ MENDIAN_CREDENTIAL_COMMAND: 'hub' })).toBe(true);
  expect(namesCredentials({ MENDIAN_SECRETS: '{"github_token":"x"}' }, [TEASHOP])).toBe(false);
  expect(namesCredentials({ MENDIAN_SECRETS: '{"TEASHOP_SECRET":"x"}' }, [TEASHOP])).toBe(true);
  expect(namesCredentials({ NOODLES_REFRESH: 'r' }, [TEASHOP, NOODLES])).toBe(true);
  expect(listWays({ ...SINGLE, ...PLATFORM })).toEqual(['WECHAT_COMPONENT_SECRET', 'WECHAT_SECRET']);
});

describe('for any environment', () => {
  const names = [...Object.keys(SINGLE), ...Object.keys(PLATFORM), 'WECHAT_ACCESS_TOKEN'];
  const more = ['MENDIAN_CREDENTIAL_COMMAND', 'WECHAT_AUTHORIZER_REFRESH_TOKEN', 'TEASHOP_SECRET'];
  const environments = fc
    .subarray([...names, ...more, 'NOODLES_REFRESH', 'WECHAT_COMPONENT_ACCESS_TOKEN'])
    .map((set) => Object.fromEntries(set.map((name) => [name, `value-of-${name}`])));
  const accounts = fc.constantFrom<CredentialAccount>(ONE, TEASHOP, NOODLES, { name: 'x', appid: 'wxx' });
  const scopes = fc.constantFrom('alone', 'several') as fc.Arbitrary<'alone' | 'several'>;

  test('there is a way or a fault with a next step in both languages, and no fault shows a secret', () => {
    fc.assert(
      fc.property(environments, accounts, scopes, (environment, account, scope) => {
        const { value, diagnostics } = readCredentials(environment, account, scope);
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        expect(errors.length).toBe(value === null ? 1 : 0);
        for (const found of diagnostics) {
          const told = [en, zhCN].flatMap((messages) => Object.values(describeFault(found, messages)));
          expect(told.every((text) => text !== null && text !== '')).toBe(true);
          expect(told.join()).not.toMatch(/value-of-(?!WECHAT_APPID|WECHAT_COMPONENT_APPID)/u);
        }
      }),
    );
  });

  test('what belongs to one account is never used for one of several', () => {
    fc.assert(
      fc.property(environments, accounts, (environment, account) => {
        const { value } = readCredentials(environment, account, 'several');
        const shared = [
          'WECHAT_ACCESS_TOKEN',
          'WECHAT_SECRET',
          'WECHAT_APPID',
          'WECHAT_AUTHORIZER_REFRESH_TOKEN',
        ];
        for (const name of shared) expect(JSON.stringify(value)).not.toContain(`"value-of-${name}"`);
      }),
    );
  });

  test('an own secret that is named is taken or missed, whatever else is set', () => {
    fc.assert(
      fc.property(environments, scopes, (environment, scope) => {
        const { value } = readCredentials(environment, TEASHOP, scope);
        const isSet = 'TEASHOP_SECRET' in environment;
        expect(value?.kind ?? null).toBe(isSet ? 'secret' : null);
      }),
    );
  });
});
