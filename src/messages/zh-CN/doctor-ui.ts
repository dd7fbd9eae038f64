/** Simplified Chinese texts of the report of `mendian doctor`. */
import type { Messages } from '../en.ts';
import { PURPOSES, say } from './phrases.ts';
import { span } from './words.ts';

export const doctorUi: Messages['doctor'] = {
  title: 'mendian doctor',
  groups: {
    program: '程序',
    files: '设置和门店',
    state: '状态',
    environment: '环境变量',
    wechat: '微信',
    git: 'git',
    github: 'GitHub',
    clock: '时钟',
  },
  checks: {
    node: 'Node',
    assets: '程序文件',
    settings: '设置',
    stores: '门店',
    plan: '计划',
    state: '状态文件',
    reviews: '审核',
    doubt: '结果不明',
    journal: '日志文件',
    lock: '锁',
    claim: '占用',
    credentials: '凭据',
    command: '凭据命令',
    'token-store': '令牌目录',
    values: '粘贴的值',
    appid: 'appid',
    'api-base': '接口地址',
    proxy: '代理',
    waits: '等待时间',
    'push-secrets': '推送事件',
    variables: '变量',
    reach: '连接',
    ip: 'IP 白名单',
    token: '令牌',
    account: '账号',
    'store-calls': '门店接口',
    quota: '额度',
    repository: '仓库',
    branch: '分支',
    ignored: '.gitignore',
    tracked: '状态入库',
    'merge-driver': '合并驱动',
    changes: '改动',
    remote: '远程仓库',
    tip: '最新提交',
    push: '推送',
    'github-repository': '仓库',
    'github-contents': '内容',
    'github-pulls': 'PR',
    'github-issues': 'issue',
    'github-protection': '分支保护',
    'clock-wechat': '微信',
    'clock-github': 'GitHub',
  },
  results: { ok: '正常', warning: '警告', fault: '故障', 'not-checked': '未检查' },
  notes: {
    node: (version, program) => `${version}，mendian ${program}`,
    assets: () => '齐全',
    settings: (file, timezone) =>
      file === null ? `没有 mendian.yaml：全部用默认值，时区 ${timezone}` : `${file}，时区 ${timezone}`,
    stores: (count, folder) => `${folder} 里有 ${count} 家门店，全部正确`,
    planned: (sent, held) =>
      sent + held === 0
        ? '没有要发送的'
        : `${sent} 家门店待发送${held > 0 ? `，${held} 家暂缓` : ''}；详见“mendian plan”`,
    state: (file, records) => `${file}，${records} 条记录`,
    stateMissing: (file) => `还没有 ${file}：至今没有从这里发送过`,
    reviews: (count, days) =>
      count === 0
        ? '没有正在进行的'
        : `${count} 个正在进行，最久的已等待${days === 0 ? '不到一天' : ` ${days} 天`}`,
    noDoubt: () => '没有',
    noJournal: () => '没有遗留',
    noLock: () => '空闲',
    deadLock: (holder) => `由已结束的运行留下（${say(holder)}）；下次运行会接手`,
    noClaim: () => '没有',
    lapsedClaim: (holder) => `有一个已失效（${holder}）；不影响任何人`,
    credentials: (kind, own) =>
      own === null
        ? {
            token: '已设置 WECHAT_ACCESS_TOKEN',
            secret: '已设置 appid 和 WECHAT_SECRET',
            command: '已设置 MENDIAN_CREDENTIAL_COMMAND',
            authorizer: '已设置第三方平台',
          }[kind]
        : `已设置账号自己的密钥（${own}）`,
    command: () => '程序存在',
    tokenStore: (appid, refresh) =>
      refresh === 'kept'
        ? `仅本人可访问，已有 ${appid} 的令牌`
        : `仅本人可访问；首次运行会存入 ${appid} 的令牌`,
    values: () => '没有多余的空格、换行或引号',
    appid: () => '格式正常',
    apiBase: (host) => host,
    noProxy: () => '未设置',
    proxy: (proxies, without) =>
      `${proxies.map(({ variable, host }) => `${variable} 为 ${host}`).join('，')}${without === '' ? '' : `；不用于 ${without}`}`,
    waits: () => '正常',
    pushSecrets: (kind) =>
      kind === 'plain'
        ? '已设置 WECHAT_PUSH_TOKEN；没有 WECHAT_ENCODING_AES_KEY，只能读取明文事件'
        : '令牌和密钥都已设置，密钥格式正确',
    variables: () => '没有 mendian 或微信的未知变量',
    reach: (host) => `${host} 有响应`,
    ip: () => '微信向本机地址发放令牌',
    tokenFetched: () => '已获取，并被接受',
    tokenGiven: () => 'WECHAT_ACCESS_TOKEN 被接受',
    account: () => '门店小程序已开通',
    storeCalls: (live, files, records) =>
      `可用；微信上 ${live} 家门店，这里 ${files} 个文件、${records} 条记录`,
    quota: (limit, used, remain) => `今天共 ${limit} 次更新，已用 ${used} 次，还剩 ${remain} 次`,
    repository: () => '是 git 检出',
    branch: (branch) => branch,
    ignored: () => '已忽略日志文件和锁文件',
    tracked: (file) => `${file} 已纳入版本管理`,
    mergeDriver: () => '这个克隆已设置',
    noChanges: () => '门店、设置和状态文件都已提交',
    remote: (remote) => `${remote} 有响应`,
    tip: (branch) => `这里是 ${branch} 的最新提交`,
    tipButState: (branch) => `这里是 ${branch} 的最新提交，只差状态文件的提交：继续修改前请先拉取`,
    push: (branch) => `远程仓库允许这个克隆写入 ${branch}；没有真的推送，因此没有试过分支规则`,
    githubRepository: (repository, branch) => `${repository}，默认分支 ${branch}`,
    githubRight: (permission, purpose) => `“${permission}”：可以${PURPOSES[purpose]}`,
    notProtected: (branch) => `${branch} 没有妨碍的规则`,
    clock: (seconds) => (Math.abs(seconds) < 2 ? '时间一致' : `相差 ${span(seconds)}，没有问题`),
  },
  reasons: {
    offline: () => '设置了 --offline',
    settings: () => '设置无法读取',
    stores: () => '文件里有错误',
    state: () => '状态文件无法读取',
    machine: () => '系统拒绝继续',
    credentials: () => '没有可用的凭据',
    apiBase: () => '要先修正环境变量',
    silence: () => '微信没有响应',
    address: () => '微信先拒绝了本机地址',
    otherRefusal: () => '令牌因别的原因被拒绝',
    givenToken: () => '令牌来自别处，白名单只在获取令牌的地方起作用',
    noToken: () => '没有 access_token',
    notOpen: () => '门店小程序没有开通',
    tokenRefused: () => '微信拒绝了 access_token',
    repository: () => '这里不是可用的 git 检出',
    branch: () => '没有检出分支',
    noRemote: () => '没有已知的远程分支',
    remote: () => '远程仓库无法读取',
    noDate: () => '没有响应带上时间',
    github: () => '用这个令牌无法读取仓库',
    githubToken: () => '没有设置 GITHUB_TOKEN',
    onlyRead: (permission, purpose) =>
      `读取可用，写入从外面看不出来。要${PURPOSES[purpose]}，任务需要“permissions: ${permission}”`,
    githubBranch: () => '分支无法读取',
  },
  notChecked: (reason) => `未检查：${reason}`,
  several: (errors, warnings) =>
    [...(errors > 0 ? [`${errors} 个错误`] : []), ...(warnings > 0 ? [`${warnings} 个警告`] : [])].join('、'),
  first: (count, place, message) =>
    `${count === '' ? '' : `${count}，第一个：`}${place === '' ? '' : `${place}：`}${message}`,
  showAll: (command) => `“${command}”会显示全部。`,
  summary: (s) =>
    [
      `${s.faults} 个故障`,
      `${s.warnings} 个警告`,
      `${s.ok} 项正常`,
      ...(s.not_checked > 0 ? [`${s.not_checked} 项未检查`] : []),
    ].join('，'),
  start: (check, next) => `请先处理（${check}）：${next}`,
  look: (check, next) => `没有妨碍运行的故障。值得一看（${check}）：${next}`,
  allRight: '一切就绪：可以运行。',
  allRightOffline: '这里没有要处理的；去掉 --offline，还会检查微信、远程仓库和 GitHub。',
  asking: (host) => `正在询问 ${host} ……`,
};
