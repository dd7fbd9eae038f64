/** Simplified Chinese texts of `mendian event`. */
import type { Messages } from '../en.ts';
import type { EventFaults } from '../event-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { say } from './phrases.ts';

const PAGE = 'docs/events.md';
const NOTHING_RECORDED = '没有记录任何内容。';

export const eventTexts: FaultTexts<EventFaults> = {
  PUSH_NOT_SET_UP: ({ missing }) => ({
    message: `无法读取推送事件：没有设置 ${missing.join(' 和 ')}。`,
    hint: `请按微信公众平台消息推送设置里的值填写；每个值在哪里，见 ${PAGE}。`,
  }),
  PUSH_KEY_INVALID: ({ length }) => ({
    message: `WECHAT_ENCODING_AES_KEY 不是 EncodingAESKey：它应有 43 个字母和数字，现在有 ${length} 个字符${length === 43 ? '，其中有的不是字母或数字' : ''}。`,
    hint: '请从微信公众平台的消息推送设置完整复制，末尾不要带 =。',
  }),
  PUSH_FILE_UNREADABLE: ({ file, detail }) => ({
    message: `无法读取 ${file}：${say(detail)}。`,
    hint: '请给出存有信封 {query, body, received_at} 的文件，或用 - 表示标准输入。',
  }),
  PUSH_TOO_LARGE: ({ bytes, most }) => ({
    message: `信封有 ${bytes} 字节；dispatch 最多接受 ${most} 字节（64 KB）。`,
    hint: `${NOTHING_RECORDED}一个审核事件约 1 KB：请只放一个请求的信封。`,
  }),
  PUSH_UNREADABLE: ({ detail }) => ({
    message: `无法读取事件：${say(detail)}。`,
    hint: `${NOTHING_RECORDED}转发程序必须原样传递 query 和 body；示例见 ${PAGE}。`,
  }),
  PUSH_NO_ARRIVAL: ({ given }) => ({
    message:
      given === 'nothing'
        ? '信封里没有 received_at，无法判断事件是否新鲜。'
        : '信封里的 received_at 不是 ISO 时间。',
    hint: '转发程序必须加上请求到达的时间，例如 "received_at": new Date().toISOString()。',
  }),
  PUSH_SIGNATURE: ({ name }) => ({
    message: `事件不是用我们的令牌签名的：它的 ${name} 对不上。`,
    hint: `${NOTHING_RECORDED}请核对 WECHAT_PUSH_TOKEN 与微信公众平台里的令牌。如果一致，说明这是别人发来的。`,
  }),
  PUSH_TOO_OLD: ({ sent, seen }) => ({
    message: `事件太旧：生成于 ${sent}，收到于 ${seen}。`,
    hint: `${NOTHING_RECORDED}别人留存的事件可能被重放。请检查转发程序的时钟和它的 received_at；如果是你手工重放，可以用 --max-age 2d 放宽。`,
  }),
  PUSH_FROM_FUTURE: ({ sent, seen }) => ({
    message: `事件来自未来：生成于 ${sent}，却在 ${seen} 就收到了。`,
    hint: `${NOTHING_RECORDED}请检查转发程序的时钟和它的 received_at。`,
  }),
  PUSH_NOT_OURS: () => ({
    message: '事件解密后不是发给这个账号的消息。',
    hint: `${NOTHING_RECORDED}请核对 WECHAT_ENCODING_AES_KEY 和 WECHAT_APPID 与微信公众平台是否一致；那里更换密钥后立即生效。`,
  }),
  PUSH_NO_STORES: ({ stores, state }) => ({
    message: `${stores} 里没有门店文件，也没有 ${state}，不可能有审核在等待结果。`,
    hint: '请在门店仓库里运行（-C），或检查设置 stores 和 state。',
  }),
  PUSH_WHOSE: ({ audit_id, accounts, more }) => ({
    message:
      accounts.length === 0
        ? `没有账号的记录带有审核单号 ${audit_id}，事件本身也没有说明属于哪个账号。`
        : `多个账号的记录都带有审核单号 ${audit_id}：${accounts.join('、')}${more > 0 ? ` 等 ${accounts.length + more} 个` : ''}。`,
    hint: `${NOTHING_RECORDED}请在 mendian.yaml 里写上各账号的 appid，或用 --account 指定账号。`,
  }),
  PUSH_UNPROVEN: ({ store }) => ({
    message: `事件没有加密，任何人都可以伪造，而“${store}”又无法读取来核对。`,
    hint: `${NOTHING_RECORDED}请在微信公众平台选择安全模式（${PAGE}），或设置 WECHAT_SECRET 或 WECHAT_ACCESS_TOKEN，以便读取线上门店。`,
  }),
  PUSH_NO_DISPATCH: ({ event }) => ({
    message: `event 命令需要带有 query、body 和 received_at 的 repository_dispatch；本次运行是由 ${event} 触发的。`,
    hint: `请让转发程序发送它（${PAGE}）。手工试用：mendian event FILE。`,
  }),
};

export const eventUi: Messages['event'] = {
  title: (event, auditId) =>
    `mendian event${event === null ? '' : `：${event}`}${auditId === null ? '' : `，审核单号 ${auditId}`}`,
  unnamed: '没有类型的消息',
  results: {
    recorded: '已记录。',
    known: '没有新内容：这个结果已经记录过。',
    kept: '还没有记录带有这个审核单号。结果已存进状态文件，等带有它的记录出现时自动归入。',
    superseded: '已没有人等待这个审核：之后又发送了别的图片。没有记录任何内容。',
    in_review: '审核还在进行。没有记录任何内容。',
    unconfirmed: '线上门店没有显示审核已结束。没有记录任何内容。',
    unread: '没有记录任何内容。',
    unmatched: '没有记录带有这个审核单号，而未加密的事件不能直接采信。没有记录任何内容。',
    other_event: '与 mendian 无关：它只记录图片审核的结果（modify_store_audit_info）。',
    url_check: '这是微信公众平台在验证服务器地址。转发程序必须自己用 echostr 回复。',
    unknown_status: '它的 status 不是 mendian 认识的值（1 通过，3 驳回）。没有记录任何内容。',
    refused: '已拒绝。',
  },
  hereAlone: '只记录在本地，没有共享出去：原因见上。',
  readBack: '事件没有加密，因此没有直接采信：以线上门店的显示为准。',
  approved: '通过',
  rejected: '驳回',
  pending: '仍在审核',
  none: '没有审核',
  inState: (file) => `写入 ${file}。`,
  reading: '正在从标准输入读取信封；按 Ctrl-D 结束。',
  table: { store: '门店', review: '审核', reason: '原因' },
};
