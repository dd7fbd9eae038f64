/** English texts of faults in the settings and the environment. */
import type { FaultTexts } from '../faults.ts';
import type { SettingsFaults } from '../settings-faults.ts';
import { say } from './phrases.ts';

export const settingsTexts: FaultTexts<SettingsFaults> = {
  SETTING_NOT_SUPPORTED: ({ key }) => ({
    message: `"${key}" is not there yet in this version.`,
    hint: 'Keep one account for now: set "stores" and "state", and run mendian once for each merchant with -C or --config.',
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
