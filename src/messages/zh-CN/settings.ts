/** Simplified Chinese texts of faults in the settings and the environment. */
import type { FaultTexts } from '../faults.ts';
import type { SettingsFaults } from '../settings-faults.ts';
import { say } from './phrases.ts';

export const settingsTexts: FaultTexts<SettingsFaults> = {
  SETTING_BESIDE_ACCOUNTS: ({ key }) => ({
    message: `“${key}”不能和 accounts 一起写。`,
    hint: `请把“${key}”写到每个账号下面，或者去掉 accounts。`,
  }),
  ACCOUNTS_SHARE: ({ account, other, key, value }) => ({
    message: {
      stores: `${account} 的门店目录（${value}）与 ${other} 的相同，或者一个在另一个里面。`,
      state: `${account} 和 ${other} 用了同一个状态文件：${value}。`,
      appid: `${account} 和 ${other} 的 appid 相同：${value}。`,
    }[key],
    hint: {
      stores: '请给每个账号一个自己的目录，互相并列。',
      state: '请给每个账号一个自己的状态文件。',
      appid: '一个商户就是一个账号：请只保留一个。',
    }[key],
  }),
  SETTING_IS_SECRET: ({ key }) => ({
    message: `${key} 看起来就是密钥本身，这里应当写环境变量的名字。`,
    hint: '请写一个名字，例如 TEASHOP_SECRET，并设置这个变量。如果密钥已经推送到任何地方，请在后台重置它。',
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
