/** `mendian.yaml`: defaults, values and faults. */
import { describe, expect, test } from 'vitest';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { makeRoot } from '../stores/folder.ts';

const DEFAULTS = {
  timezone: 'Asia/Shanghai',
  language: 'en',
  policy: {
    max_changes: { kind: 'percent', percent: 30 },
    max_reviews: { kind: 'percent', percent: 10 },
    review_patience_days: 14,
  },
  accounts: [{ name: 'default', stores: 'stores', state: 'mendian.state.json' }],
};

const read = (text: string) => readSettings(makeRoot({ 'mendian.yaml': text }), null);
const found = (text: string): readonly string[] =>
  read(text).diagnostics.map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`);

describe('settings', () => {
  test.each([
    ['no file', null],
    ['an empty file', ''],
    ['comments', '# nothing\n'],
    ['the version', 'version: 1\n'],
    [
      'the defaults written out',
      'timezone: Asia/Shanghai\npolicy: { max_changes: 30%, review_patience: 14d }\n',
    ],
  ])('%s means the defaults', (_, text) => {
    const root = makeRoot(text === null ? {} : { 'mendian.yaml': text });
    expect(readSettings(root, null)).toEqual({ value: DEFAULTS, diagnostics: [] });
  });

  test('are taken from the file', () => {
    const { value } = read(
      'timezone: Asia/Urumqi\nstores: ./shops/\nstate: state/shops.json\npolicy:\n  max_changes: 50\n  max_reviews: "5%"\n  review_patience: 7d\n',
    );
    expect(value).toMatchObject({
      timezone: 'Asia/Urumqi',
      policy: {
        max_changes: { kind: 'count', count: 50 },
        max_reviews: { kind: 'percent', percent: 5 },
        review_patience_days: 7,
      },
      accounts: [{ name: 'default', stores: 'shops', state: 'state/shops.json' }],
    });
  });

  test('may stand in mendian.yml or in the file of --config', () => {
    const root = makeRoot({ 'mendian.yml': 'stores: a\n', 'other.yaml': 'stores: b\n' });
    expect(readSettings(root, null).value?.accounts[0]?.stores).toBe('a');
    expect(readSettings(root, 'other.yaml').value?.accounts[0]?.stores).toBe('b');
  });

  test('are refused in two files, and in a file that is not there', () => {
    const root = makeRoot({ 'mendian.yaml': '', 'mendian.yml': '' });
    expect(readSettings(root, null).diagnostics.map(({ code }) => code)).toEqual(['TWO_SETTINGS']);
    expect(readSettings(root, 'none.yaml').diagnostics.map(({ code }) => code)).toEqual(['SETTINGS_MISSING']);
  });

  test.each([
    ['version: 2\n', 'error SETTING_INVALID 1:1'],
    ['timezone: Mars/Olympus\n', 'error SETTING_INVALID 1:1'],
    ['timezone: "+08:00"\n', 'error SETTING_INVALID 1:1'],
    ['language: de\n', 'error SETTING_INVALID 1:1'],
    ['accounts: {}\n', 'error SETTING_INVALID 1:1'],
    ['accounts: [tea]\n', 'error SETTING_INVALID 1:1'],
    ['accounts: { tea: shops }\n', 'error SETTING_INVALID 1:13'],
    ['accounts: { "a/b": { appid: wx1 } }\n', 'error SETTING_INVALID 1:13'],
    ['accounts: { tea: { store: x } }\n', 'error UNKNOWN_KEY 1:20'],
    ['accounts: { tea: { stores: ../x } }\n', 'error PATH_OUTSIDE 1:20'],
    ['accounts: { tea: { appid: "wx 1" } }\n', 'error SETTING_INVALID 1:20'],
    ['accounts: { tea: { secret_env: TEA-SECRET } }\n', 'error SETTING_INVALID 1:20'],
    [`accounts: { tea: { secret_env: ${'0f'.repeat(16)} } }\n`, 'error SETTING_IS_SECRET 1:20'],
    [`accounts: { tea: { secret_env: ${'f0'.repeat(16)} } }\n`, 'error SETTING_IS_SECRET 1:20'],
    ['stores: x\naccounts: { tea: {} }\n', 'error SETTING_BESIDE_ACCOUNTS 1:1'],
    ['accounts: { a: { state: S.json }, b: { state: s.json } }\n', 'error ACCOUNTS_SHARE 1:40'],
    ['accounts: { a: { appid: wx1 }, b: { appid: wx1 } }\n', 'error ACCOUNTS_SHARE 1:37'],
    ['accounts: { a: { stores: x }, b: { stores: x/y } }\n', 'error ACCOUNTS_SHARE 1:36'],
    ['accounts: { a: { stores: stores }, b: {} }\n', 'error ACCOUNTS_SHARE 1:36'],
    ['accounts: { tea: }\n', 'error EMPTY_VALUE 1:13'],
    ['policy: { max_changes: lots }\n', 'error SETTING_INVALID 1:11'],
    ['policy: { max_changes: -1 }\n', 'error SETTING_INVALID 1:11'],
    ['policy: { review_patience: 14 }\n', 'error SETTING_INVALID 1:11'],
    ['policy: { max_change: 1 }\n', 'error UNKNOWN_KEY 1:11'],
    ['policy: []\n', 'error SETTING_INVALID 1:1'],
    ['policy:\n', 'error EMPTY_VALUE 1:1'],
    ['store: shops\n', 'error UNKNOWN_KEY 1:1'],
    ['__proto__: { stores: x }\n', 'error UNKNOWN_KEY 1:1'],
    ['stores: ../shops\n', 'error PATH_OUTSIDE 1:1'],
    ['stores: /shops\n', 'error PATH_OUTSIDE 1:1'],
    ['stores: C:\\shops\n', 'error PATH_OUTSIDE 1:1'],
    ['stores: .\n', 'error PATH_OUTSIDE 1:1'],
    ['state: a/../../b.json\n', 'error PATH_OUTSIDE 1:1'],
    ['stores: ~\n', 'error EMPTY_VALUE 1:1'],
    ['stores: a\nstores: b\n', 'error DUPLICATE_KEY 2:1'],
    ['stores: *a\n', 'error ALIAS 1:9'],
    ['%YAML 1.1\n---\nstores: a\n', 'error DIRECTIVE 1:1'],
    ['- a\n', 'error NOT_A_MAP 1:1'],
  ])('%j is told at its place', (text, expected) => {
    expect(found(text)).toEqual([expected]);
    expect(read(text).value === null).toBe(expected.startsWith('error'));
  });

  test('hold several accounts, sorted by name, with defaults for what they leave out', () => {
    const { value, diagnostics } = read(
      'accounts:\n  tea: { appid: wx111, stores: shops/tea/, state: s/tea.json, secret_env: TEA_SECRET }\n  Bun: {}\n  cake: { refresh_token_env: CAKE_REFRESH }\n',
    );
    expect(diagnostics).toEqual([]);
    expect(value?.accounts).toEqual([
      { name: 'Bun', stores: 'stores/Bun', state: 'state/Bun.json' },
      {
        name: 'cake',
        stores: 'stores/cake',
        state: 'state/cake.json',
        refresh_token_env: 'CAKE_REFRESH',
      },
      {
        name: 'tea',
        stores: 'shops/tea',
        state: 's/tea.json',
        appid: 'wx111',
        secret_env: 'TEA_SECRET',
      },
    ]);
  });

  test('never show what looks like a secret', () => {
    const secret = '0f'.repeat(16);
    const { diagnostics } = read(`accounts: { tea: { secret_env: ${secret} } }\n`);
    expect(JSON.stringify(diagnostics.map((each) => describeFault(each, en)))).not.toContain(secret);
  });

  test('with several faults tell them all, each with a next step', () => {
    const { diagnostics } = read('timezon: x\nstores: ..\npolicy: { max_changes: x, max_reviews: y }\n');
    expect(diagnostics.map(({ code }) => code).sort()).toEqual([
      'PATH_OUTSIDE',
      'SETTING_INVALID',
      'SETTING_INVALID',
      'UNKNOWN_KEY',
    ]);
    const texts = diagnostics.map((each) => describeFault(each, en));
    expect(texts.every(({ hint }) => hint !== null)).toBe(true);
    expect(texts.map(({ hint }) => hint).join()).toContain('"timezone"');
  });

  test('name the place of a fault in the later of two maps', () => {
    expect(found('policy: { max_changes: 1 }\npolicy: { max_change: 1 }\n')).toEqual([
      'error DUPLICATE_KEY 2:1',
      'error UNKNOWN_KEY 2:11',
    ]);
  });
});
