/** Chinese texts about credentials. */
import type { CredentialFaults } from '../credential-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { list } from './words.ts';

const DOCS = '详见 docs/third-party.md。';

const SECRETS = { json: '不是 JSON', object: '不是 JSON 对象', text: '里有不是文本的值' } as const;

const REFUSED = {
  inside: '位于仓库之内',
  link: '是符号链接',
  'no-folder': '不是目录',
  writable: '允许本机其他用户写入',
  system: '无法使用',
} as const;

const CHOOSE = '请在仓库之外选一个专用目录，例如 ~/.mendian-tokens，权限设为 700。';

const REFUSED_HINTS = {
  inside: `一旦提交，令牌就会泄露。${CHOOSE}`,
  link: '请把 MENDIAN_TOKEN_STORE 设为链接所指的目录。',
  'no-folder': CHOOSE,
  writable: '别人可能放入自己的令牌。请先检查里面的内容，再对它运行“chmod 700”。',
  system: '请确认目录存在或可以创建，并且当前用户可以读写。',
} as const;

const DAMAGED = {
  json: '不是完整的 JSON',
  members: '缺少必要的内容',
  other: '属于另一个 appid',
  link: '是符号链接',
  special: '不是普通文件',
  large: '过大',
  unreadable: '无法读取',
} as const;

export const credentialTexts: FaultTexts<CredentialFaults> = {
  NO_CREDENTIALS: ({ missing, way }) => ({
    message: `没有凭据：未设置 ${missing.length > 3 ? list(missing) : missing.join('、').replace(/、([^、]*)$/u, ' 和 $1')}。`,
    hint: {
      secret:
        '请在环境变量里设置 WECHAT_APPID 和 WECHAT_SECRET，或 WECHAT_ACCESS_TOKEN。没有账号也可以试用：“mendian emulator”或“mendian demo”。',
      own: '账号在 mendian.yaml 里用 secret_env 指定了这个变量，因此不会尝试其他方式。请设置它，或作为 MENDIAN_SECRETS 的成员提供。',
      platform: `第三方平台只设置了一部分（它的变量，或 mendian.yaml 里的 refresh_token_env）。请补全缺少的变量，或去掉其余设置。${DOCS}`,
    }[way],
  }),
  ACCOUNT_WITHOUT_CREDENTIALS: ({ account }) => ({
    message: `账号 ${account} 没有凭据：一次运行包含多个账号时，每个账号都要有自己的凭据。`,
    hint: `请在 mendian.yaml 里用 secret_env 指定存放其密钥的变量，或设置 MENDIAN_CREDENTIAL_COMMAND 或第三方平台。只有运行单个账号时才读取 WECHAT_SECRET：--account ${account}。`,
  }),
  CREDENTIAL_FOR_ONE: ({ account, variable }) => ({
    message: `${variable} 只属于一个商户，而这次运行包含多个账号：不会用于 ${account}。`,
    hint: `用一个商户的令牌，可能会改动另一个商户的门店。请只选一个账号（--account ${account}），或取消 ${variable}，并让每个账号有自己的方式：mendian.yaml 里的 secret_env，或 MENDIAN_CREDENTIAL_COMMAND。`,
  }),
  APPID_MISSING: ({ account }) => ({
    message: `不知道账号 ${account} 的 appid。`,
    hint: `请在 mendian.yaml 里写上 ${account} 的 appid。只有运行单个账号时才读取 WECHAT_APPID。`,
  }),
  APPIDS_DIFFER: ({ account, used, unused }) => ({
    message: `账号 ${account} 在 mendian.yaml 里的 appid 是 ${used}，而 WECHAT_APPID 是 ${unused}：使用 ${used}。`,
    hint: '请取消 WECHAT_APPID，或改正写错的那一个。',
  }),
  SECRETS_UNREADABLE: ({ problem }) => ({
    message: `MENDIAN_SECRETS ${SECRETS[problem]}。`,
    hint: '它应为由名称和密钥组成的 JSON 对象。在 GitHub 工作流里，请用表达式 toJSON(secrets)。',
  }),

  COMMAND_UNREADABLE: () => ({
    message: '无法解析 MENDIAN_CREDENTIAL_COMMAND：引号没有闭合，或没有写程序。',
    hint: '请写程序及其参数，用空格隔开；含空格的部分放进单引号或双引号。不经过 shell。',
  }),
  COMMAND_FAILED: ({ account, problem, detail, stderr }) => ({
    message: `凭据命令没有给出 ${account} 的令牌：${
      {
        start: `无法启动（${detail}）`,
        exit: `退出码为 ${detail}`,
        signal: `被 ${detail} 终止`,
        time: `${detail} 秒内没有结束`,
        stopped: '本次运行正在停止，命令已被结束',
        long: `输出超过 ${detail} KB`,
        'not-json': '输出不是 JSON 对象',
        'no-token': '输出里没有 access_token',
        'no-expiry': '输出里没有 expires_in，即令牌还能使用的秒数',
      }[problem]
    }${stderr === '' ? '' : `；它最后的输出：${stderr}`}。`,
    hint: `请手工运行：它从标准输入得到 {"account","appid"}，只应输出 {"access_token","expires_in"}。${DOCS}`,
  }),

  REFRESH_TOKEN_MISSING: ({ appid, variable }) => ({
    message: `没有 ${appid} 的刷新令牌：令牌目录里没有，${variable === null ? '账号也没有指定 refresh_token_env' : `也未设置 ${variable}`}。`,
    hint: `${
      variable === null
        ? '请在 mendian.yaml 里用账号的 refresh_token_env 指定一个变量，并把商户授权时得到的刷新令牌设到其中'
        : `请把商户授权时得到的刷新令牌设到 ${variable}`
    }；之后更新的刷新令牌由令牌目录保存。${DOCS}`,
  }),
  TOKEN_STORE_REFUSED: ({ problem, detail }) => ({
    message: `MENDIAN_TOKEN_STORE 所指的目录${REFUSED[problem]}${detail === '' ? '' : `（${detail}）`}。`,
    hint: REFUSED_HINTS[problem],
  }),
  TOKEN_STORE_OPEN: ({ mode }) => ({
    message: `本机其他用户可以查看 MENDIAN_TOKEN_STORE 所指的目录（权限 ${mode}）。`,
    hint: '他们读不到令牌，但能看到有哪些商户。请对它运行“chmod 700”。',
  }),
  TOKEN_STORE_DAMAGED: ({ file, problem }) => ({
    message: `MENDIAN_TOKEN_STORE 里的 ${file} ${DAMAGED[problem]}；没有请求令牌，也没有改动任何内容。`,
    hint: '请从备份恢复该文件。没有备份时，请移走它，并在对应的变量里设置刷新令牌；如果该令牌被拒绝，需要商户重新授权。',
  }),
  TOKEN_STORE_FAILED: ({ when, file, detail }) => ({
    message:
      when === 'before'
        ? `无法在 MENDIAN_TOKEN_STORE 里写入 ${file}（${detail}），因此没有请求令牌。`
        : `微信给出了新的刷新令牌，但无法在 MENDIAN_TOKEN_STORE 里写入 ${file}（${detail}）；没有用它发送任何内容。`,
    hint:
      when === 'before'
        ? '请腾出空间并检查目录权限，然后再运行。没有丢失任何内容。'
        : '请腾出空间、检查目录权限，并在五分钟内再次运行：旧的刷新令牌在此期间仍然有效。超过五分钟，需要商户重新授权。',
  }),
  TOKEN_STORE_BUSY: ({ file }) => ({
    message: `另一个进程长时间占用 MENDIAN_TOKEN_STORE 里的 ${file}。`,
    hint: '请过几分钟再运行。已结束的进程留下的锁会被自动接管。',
  }),
};
