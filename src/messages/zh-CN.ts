/**
 * All Simplified Chinese texts; the module loads only where Chinese is chosen.
 *
 * One word for one thing, throughout:
 *
 * store 门店; store file 门店文件; state file 状态文件; record 记录; journal 日志文件; settings 设置; defaults 默认值;
 * account 账号; folder 目录; plan 计划; apply 应用; digest 摘要; run 运行; summary of a job 小结; change 变更;
 * adopt 接管; update 更新; hold 暂缓; verify 核实; release 释放; applied 已应用; deferred 推迟; skipped 跳过;
 * in doubt 结果不明; drift 偏差; accept (drift) 收进文件; overwrite 覆盖; import 导入; baseline 基线;
 * review 审核; pending 审核中; approved 通过; rejected 驳回; refused 拒绝; audit id 审核单号; live store 线上门店;
 * special days 特殊日期; local picture 本地图片; sheet 表格; quota 额度; IP allow-list IP 白名单;
 * credentials 凭据; secret 密钥; token 令牌; WeChat console 微信公众平台; store mini program 门店小程序;
 * pull request PR; branch 分支; commit 提交; checkout 检出; clone 克隆; remote 远程仓库; claim 占用; lock 锁;
 * workflow 工作流; job 任务; runner 运行器; input 输入项; output 输出项; emulator 模拟器; dry run 试运行.
 *
 * Punctuation is full-width, quotation marks are “”, a blank stands between Chinese and Latin words or digits. Commands,
 * options, field names and codes stay as they are, and so do dates.
 */
import type { Messages } from './en.ts';
import { accountsUi } from './zh-CN/accounts.ts';
import { branchTexts } from './zh-CN/branch.ts';
import { credentialTexts } from './zh-CN/credentials.ts';
import { doctorTexts } from './zh-CN/doctor.ts';
import { doctorUi } from './zh-CN/doctor-ui.ts';
import { driftTexts, driftUi } from './zh-CN/drift.ts';
import { driftActionUi } from './zh-CN/drift-action.ts';
import { errcodes } from './zh-CN/errcodes.ts';
import { eventTexts, eventUi } from './zh-CN/event.ts';
import { explainUi } from './zh-CN/explain.ts';
import { fileTexts } from './zh-CN/files.ts';
import { htmlUi } from './zh-CN/html.ts';
import { importTexts, importUi } from './zh-CN/import.ts';
import { phrases } from './zh-CN/phrases.ts';
import { pictureTexts, pictureUi } from './zh-CN/pictures.ts';
import { runTexts } from './zh-CN/run.ts';
import { completionUi, selectionTexts } from './zh-CN/selection.ts';
import { settingsTexts } from './zh-CN/settings.ts';
import { sheetTexts, sheetUi } from './zh-CN/sheet.ts';
import { specialHoursTexts, specialHoursUi } from './zh-CN/special-hours.ts';
import { stateTexts } from './zh-CN/state.ts';
import { statusTexts, statusUi } from './zh-CN/status.ts';
import { storeTexts } from './zh-CN/stores.ts';
import { uiTexts } from './zh-CN/ui.ts';
import { usageTexts, welcomeUi } from './zh-CN/usage.ts';

const faults: Messages['faults'] = {
  ...fileTexts,
  ...storeTexts,
  ...settingsTexts,
  ...stateTexts,
  ...runTexts,
  ...credentialTexts,
  ...selectionTexts,
  ...usageTexts,
  ...branchTexts,
  ...importTexts,
  ...driftTexts,
  ...statusTexts,
  ...eventTexts,
  ...doctorTexts,
  ...specialHoursTexts,
  ...pictureTexts,
  ...sheetTexts,
};

export const zhCN: Messages = {
  language: 'zh-CN',
  faults,
  phrases,
  ...uiTexts,
  accounts: accountsUi,
  import: importUi,
  drift: driftUi,
  driftAction: driftActionUi,
  status: statusUi,
  event: eventUi,
  doctor: doctorUi,
  specialHours: specialHoursUi,
  pictures: pictureUi,
  sheet: sheetUi,
  html: htmlUi,
  completion: completionUi,
  explain: explainUi,
  welcome: welcomeUi,
  errcodes,
};
