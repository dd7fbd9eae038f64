/** Simplified Chinese texts of faults in the settings and the environment. */
import type { FaultTexts } from '../faults.ts';
import type { SettingsFaults } from '../settings-faults.ts';
import { say } from './phrases.ts';

export const settingsTexts: FaultTexts<SettingsFaults> = {
  SETTING_NOT_SUPPORTED: ({ key }) => ({
    message: `这个版本还不支持“${key}”。`,
    hint: '目前请只用一个账号：设置 stores 和 state，再用 -C 或 --config 为每个商户各运行一次 mendian。',
  }),
  SETTING_INVALID: ({ key, value, expected }) => ({
    message: `${key} 不能是“${value}”。`,
    hint: `应为：${say(expected)}。`,
  }),
  PATH_OUTSIDE: ({ key, value }) => ({
    message: `${key}“${value}”指到了仓库之外。`,
    hint: '请写根目录以下的路径，用 / 分隔，不要有 ..。',
  }),
  TWO_SETTINGS: ({ other }) => ({
    message: `还有另一个设置文件：${other}。`,
    hint: '请只保留一个。',
  }),
  SETTINGS_MISSING: () => ({
    message: '没有这个设置文件。',
    hint: '请检查 --config；不写它时，读取 mendian.yaml（如果有）。',
  }),
  ENVIRONMENT_INVALID: ({ variable, value, expected }) => ({
    message: `${variable} 不能是“${value}”。`,
    hint: `应为：${say(expected)}。`,
  }),
};
