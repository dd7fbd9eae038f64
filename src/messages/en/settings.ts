/** English texts of faults in the settings and the environment. */
import type { FaultTexts } from '../faults.ts';
import type { SettingsFaults } from '../settings-faults.ts';
import { say } from './phrases.ts';

export const settingsTexts: FaultTexts<SettingsFaults> = {
  SETTING_BESIDE_ACCOUNTS: ({ key }) => ({
    message: `"${key}" cannot stand beside "accounts".`,
    hint: `Write "${key}" below each account, or take "accounts" away.`,
  }),
  ACCOUNTS_SHARE: ({ account, other, key, value }) => ({
    message: {
      stores: `The stores of ${account} (${value}) lie in the same folder as those of ${other}, or one in the other.`,
      state: `${account} and ${other} have the same state file: ${value}.`,
      appid: `${account} and ${other} have the same appid: ${value}.`,
    }[key],
    hint: {
      stores: 'Give each account a folder of its own, beside the others.',
      state: 'Give each account a state file of its own.',
      appid: 'One merchant is one account: keep one of both.',
    }[key],
  }),
  SETTING_IS_SECRET: ({ key }) => ({
    message: `${key} looks like a secret itself, where the name of an environment variable belongs.`,
    hint: 'Write a name such as TEASHOP_SECRET, and set that variable. If the secret was pushed anywhere, reset it in the console.',
  }),
  SETTING_INVALID: ({ key, value, expected }) => ({
    message: `${key} cannot be "${value}".`,
    hint: `Expected: ${say(expected)}.`,
  }),
  PATH_OUTSIDE: ({ key, value }) => ({
    message: `${key} "${value}" leads out of the repository.`,
    hint: 'Write a path below the root, with "/", without "..".',
  }),
  TWO_SETTINGS: ({ other }) => ({
    message: `There is another settings file: ${other}.`,
    hint: 'Keep one of both.',
  }),
  SETTINGS_MISSING: () => ({
    message: 'There is no such settings file.',
    hint: 'Check --config; without it, mendian.yaml is read where there is one.',
  }),
  ENVIRONMENT_INVALID: ({ variable, value, expected }) => ({
    message: `${variable} cannot be "${value}".`,
    hint: `Expected: ${say(expected)}.`,
  }),
};
