/** Simplified Chinese texts of a run's faults: plan, approval, brakes, stores, and the platform's answers. */
import { isLoopback } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { RunFaults } from '../run-faults.ts';
import { CALL_BUG, errcodes } from './errcodes.ts';
import { say } from './phrases.ts';

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: '磁盘已满',
  EACCES: '没有权限',
  EROFS: '磁盘只读',
  EDQUOT: '磁盘配额已用完',
};

const describeSystem = (code: string): string => `（${SYSTEM[code] ?? code}）`;

export const runTexts: FaultTexts<RunFaults> = {
  // ---- the plan
  MAP_POI_ID_CHANGED: ({ name, before, after }) => ({
    message: `“${name}”的 map_poi_id 由 ${before} 改为 ${after}。`,
    hint: '微信没有说明这样能让门店搬家。如果门店搬了，请到微信公众平台修改位置；如果是笔误，请改回原来的 id。',
  }),
  ADOPTS_WITHOUT_STATE: ({ stores, state }) => ({
    message: `还没有发送记录（${state}）：这是首次运行，涉及 ${stores} 家门店。`,
    hint: '会先读取每家门店：线上与文件一致的只记录、不发送。“mendian import”只做这件事，还会为没有文件的门店写出文件。',
  }),
  STORES_MISSING: ({ stores, records, state }) => ({
    message: `${stores} 里没有门店文件，但 ${state} 里有 ${records} 家门店的记录。`,
    hint: '目录（-C）和设置 stores 对不对？要停止管理一家门店，只需删掉它的文件；最后一家请手工从状态文件里删掉。',
  }),
  STORES_FOREIGN: ({ stores, files, records, state }) => ({
    message: `${stores} 里的 ${files} 家门店，没有一家在 ${state} 的 ${records} 条记录里。`,
    hint: '看起来是别的连锁的目录或状态文件：请检查设置 stores 和 state。如果门店确实全部更换了，请提一个 PR 删掉状态文件里的旧行。',
  }),
  NOTHING_TO_PLAN: ({ stores }) => ({
    message: `${stores} 里还没有门店文件。`,
    hint: '请运行“mendian init”生成示例，或添加一个文件，例如 stores/my-store.yaml。',
  }),
  PLAN_FILE_UNREADABLE: ({ file, detail }) => ({
    message: `${file} 不是计划文件：${say(detail)}。`,
    hint: '请先运行“mendian plan --out plan.json”生成，再运行“mendian apply plan.json”。',
  }),
  UNKNOWN_ACCOUNT: ({ account, meant, known, more }) => ({
    message: `没有名为 ${account} 的账号。`,
    hint:
      meant === null
        ? `已有：${known.join('、')}${more > 0 ? `，以及另外 ${more} 个` : ''}。`
        : `是不是想写 ${meant}？`,
  }),
  ONE_ACCOUNT_NEEDED: ({ known, more }) => ({
    message: '这个命令每次只处理一个账号，而设置里有多个。',
    hint: `请用 --account 指定一个：${known.join('、')}${more > 0 ? `，或另外 ${more} 个之一` : ''}。`,
  }),

  STORE_IN_SEVERAL: ({ poi_id, accounts, more }) => ({
    message: `多个账号都有 poi_id 为 ${poi_id} 的门店：${accounts.join('、')}${more > 0 ? ` 等 ${accounts.length + more} 个` : ''}。`,
    hint: `请指定账号，例如：--account ${accounts[0] ?? 'NAME'}。如果其中一个是误填，请删除那个文件。`,
  }),
  UNKNOWN_STORE: ({ poi_id }) => ({
    message: `没有门店文件或记录带有 poi_id ${poi_id}。`,
    hint: '请检查数字；“mendian plan”会列出它知道的门店。',
  }),
  OPTION_INVALID: ({ option, value, expected }) => ({
    message: value === null ? `${option} 不能单独使用。` : `${option} 不能是“${value}”。`,
    hint: value === null ? `请这样用：${say(expected)}。` : `应为：${say(expected)}。`,
  }),

  // ---- the run as a whole
  DIGEST_MISMATCH: ({ expected, actual }) => ({
    message: `现在的计划不是批准的那一份：摘要是 ${actual}，应为 ${expected}。`,
    hint: '之后文件或状态有改动。请用“mendian plan”重新查看计划，并批准新的摘要。',
  }),
  NOT_CONFIRMED: ({ asked }) => ({
    message: asked === 'yes' ? '计划没有得到确认。' : '这里没有终端可以询问，也没有设置 --yes。',
    hint:
      asked === 'yes'
        ? '没有发送任何内容。计划无误后请运行“mendian apply”。'
        : '请先用“mendian plan”查看计划，再运行“mendian apply --yes”。',
  }),
  MAX_CHANGES: ({ changes, limit, stores }) => ({
    message: `共 ${stores} 家门店，将有 ${changes} 家变更，超过 max_changes（${limit}）的上限。`,
    hint: `这样的运行在发送之前就会被拒绝。如果确实需要：apply --max-changes ${changes}；否则请检查 _defaults.yaml 或设置里有没有写错。`,
  }),
  MAX_REVIEWS: ({ reviews, limit, stores }) => ({
    message: `共 ${stores} 家门店，将发起 ${reviews} 个图片审核，超过 max_reviews（${limit}）的上限。`,
    hint: `这样的运行在发送之前就会被拒绝：审核期间，门店可能好几天都不能改别的内容。如果确实需要：apply --max-reviews ${reviews}。`,
  }),
  CANARY: ({ name, fields }) => ({
    message:
      fields === ''
        ? `第一家门店“${name}”已发送，但无法得知是否生效。`
        : `第一家门店“${name}”已发送并被接受，但线上没有显示出来（${fields}）。`,
    hint: '其他门店一家都没有发送，运行已停止。请到微信公众平台查看这家门店；下次 apply 会先核实再发送。',
  }),
  RECORD_FAILED: ({ detail }) => ({
    message: `已做的事没能写入磁盘${describeSystem(detail)}，运行已停止。`,
    hint: '请保留状态文件旁边的日志文件：下次运行会把它并入，并在发送前逐店核实。请腾出空间或修正权限，再运行 apply。',
  }),
  INTERRUPTED: ({ signal }) => ({
    message: `运行被 ${signal} 中断，这一项没有完成。`,
    hint: '已完成的都已记录。请再次运行同一个命令，完成其余部分。',
  }),
  STOPPED: ({ cause }) => ({
    message: `未尝试：运行在此之前已停止（${cause}）。`,
    hint: '请先解决报告里指出的原因，再运行 apply。',
  }),
  SEVERAL_IN_A_ROW: ({ count, cause }) => ({
    message: `连续 ${count} 家门店都是同样的结果（${cause}），运行已停止。`,
    hint: '请过几分钟再运行 apply：它会从停下的地方继续。',
  }),
  QUOTA_UNREADABLE: ({ cause }) => ({
    message: `无法得知今天还剩多少调用次数（${cause}）。`,
    hint: null,
  }),
  QUOTA_SHORT: ({ remain, needed }) => ({
    message: `微信显示 update_store 今天还剩 ${remain} 次，需要 ${needed} 次。`,
    hint: '用完就会停止，其余的明天再运行时发送。',
  }),

  // ---- one store
  NOT_IN_PLAN: ({ name }) => ({
    message: `“${name}”的变更不在批准的计划里，或与批准的不一致。`,
    hint: '没有动它。要包含它，请重新生成计划。',
  }),
  INVALID_FILE: ({ file }) => ({
    message: `${file} 有错误，没有动它的门店。`,
    hint: '请修正文件；“mendian validate”会列出全部问题。',
  }),
  RELEASE_UNSURE: ({ name }) => ({
    message: `“${name}”有记录但没有文件，而有些文件无法读取：其中可能就有它的。`,
    hint: '等所有文件都正确之后，再由之后的运行释放。',
  }),
  STORES_DEFERRED: ({ count }) => ({
    message: `${count} 家门店推迟处理，各自写明了原因。`,
    hint: '不会遗漏：原因消除后，请再次运行 apply。',
  }),
  UNDER_REVIEW: ({ name }) => ({
    message: `“${name}”正在微信审核中，现在不接受修改。`,
    hint: '不会遗漏：审核结束后，之后的 apply 会发送。',
  }),
  REVIEW_OVERDUE: ({ store, days, patience }) => ({
    message: `“${store}”的审核开始于 ${days} 天前，至今没有结果（review_patience 为 ${patience} 天）。`,
    hint: '请到微信公众平台查看这家门店，或联系微信；要等更久，请调大 policy.review_patience。',
  }),
  REJECTED: ({ name, reason }) => ({
    message: `微信驳回了“${name}”的图片${reason === null ? '' : `（${reason}）`}。`,
    hint: '这些图片不会再次发送。请在门店文件里换别的图片。',
  }),
  REFUSED_BEFORE: ({ code, date }) => ({
    message: `同样的内容在 ${date} 被微信拒绝过（${code}）。`,
    hint: '文件改动之后、第二天、或使用 --retry-refused 时会再试。',
  }),
  DRIFTED: ({ field, recorded, live }) => ({
    message: `有人在微信上改了 ${field}：现在是“${live}”，上次发送的是“${recorded}”。`,
    hint: '请用“mendian drift --accept”把线上的值收进文件，或用 --overwrite-drift 运行 apply 覆盖它。',
  }),
  NAME_MISMATCH: ({ name, live }) => ({
    message: `文件里写的是“${name}”，但这个 poi_id 在微信上是“${live}”。`,
    hint: '请检查 poi_id：复制来的文件可能还留着别家门店的 id。如果两个名称是同一家店，请用 --accept-names 运行 apply。',
  }),
  UNCONFIRMED: ({ cause }) => ({
    message: `更新已发送，但没有得到是否生效的答复（${cause}）。`,
    hint: '请再次运行 apply：它会先读取这家门店，必要时才发送。',
  }),
  AUDIT_ID_UNKNOWN: ({ name }) => ({
    message: `“${name}”的图片已修改，但没有返回审核单号。`,
    hint: '审核已记录为进行中，没有审核单号。',
  }),

  // ---- answers of the platform
  PLATFORM_REFUSED: ({ errcode, errmsg }) => ({
    message: `微信拒绝了：${errcodes[errcode].meaning}（${errcode} ${errmsg}）。`,
    hint: errcodes[errcode].advice,
  }),
  PLATFORM_STOP: ({ errcode, errmsg }) => ({
    message: `微信拒绝所有调用：${errcodes[errcode].meaning}（${errcode} ${errmsg}）。`,
    hint: errcodes[errcode].advice,
  }),
  PLATFORM_BUSY: ({ errcode, errmsg }) => ({
    message: `微信繁忙：${errcodes[errcode].meaning}（${errcode} ${errmsg}）。`,
    hint: errcodes[errcode].advice,
  }),
  UNKNOWN_ERRCODE: ({ errcode, errmsg }) => ({
    message: `微信拒绝了，而且是 mendian 不认识的代码：${errcode} ${errmsg}。`,
    hint: '请到微信的全局返回码页面查询；如果它指明了某个值，请修改门店文件。',
  }),
  CLIENT_BUG: ({ errcode, errmsg }) => {
    const [meaning, cause] =
      errcode === null ? ['请求没有带上长度', errmsg] : [errcodes[errcode].meaning, `${errcode} ${errmsg}`];
    return {
      message: `微信无法理解这个请求：${meaning}（${cause}）。`,
      hint: errcode === null ? CALL_BUG : errcodes[errcode].advice,
    };
  },
  NETWORK: ({ host, detail, proxy }) => ({
    message: `${host} 没有响应：${say(detail)}。`,
    hint:
      proxy === 'set'
        ? '已设置代理（HTTPS_PROXY 或 HTTP_PROXY）：请检查代理是否可用，或把这个主机写进 NO_PROXY。'
        : isLoopback(host)
          ? '请在另一个终端启动模拟器：“mendian emulator --seed stores”。要连接真正的微信，请去掉 WECHAT_API_BASE。'
          : '请检查网络和 WECHAT_API_BASE：“mendian doctor”。在公司内网请设置 HTTPS_PROXY。',
  }),
  HTTP_STATUS: ({ status }) => ({
    message: `微信网关返回了 HTTP ${status}。`,
    hint: '请过几分钟再试。',
  }),
  NOT_AN_ANSWER: ({ status, sort }) => ({
    message: `返回的不是带有 errcode 的 JSON（${say(sort)}），HTTP ${status}。`,
    hint: '可能是中间的设备代为回复，也可能是微信出了故障。请检查 WECHAT_API_BASE 和代理，过几分钟再试。',
  }),
  LIST_INCOMPLETE: ({ read, total }) => ({
    message: `门店列表不完整：共 ${total} 家，只取到 ${read} 家，连续两次都是这样。`,
    hint: '可能有人正在增删门店，也可能是微信出了故障。请过几分钟再运行。',
  }),
  READ_INCOMPLETE: ({ detail }) => ({
    message: `无法理解线上门店的数据：${say(detail)}。`,
    hint: '没有为它发送任何内容。请附上这条信息反馈给我们。',
  }),
  API_BASE_INVALID: ({ value, detail }) => ({
    message: `WECHAT_API_BASE（${value ?? '此处不显示'}）不能使用：${say(detail)}。`,
    hint: '请用 https://…；使用模拟器时，可以用 http:// 加 127.0.0.1 或 localhost。',
  }),
  TOKEN_REFUSED: ({ errcode, errmsg }) => ({
    message: `微信拒绝了 access_token（${errcode} ${errmsg}），而且拿不到更新的令牌。`,
    hint: '使用 WECHAT_ACCESS_TOKEN 或 WECHAT_COMPONENT_ACCESS_TOKEN 时：请换一个新的。使用 MENDIAN_CREDENTIAL_COMMAND 时：请检查它给出的令牌，它又给出了被拒绝的那一个。使用 appid 和密钥时：请确认两者都属于这个账号；mendian 从不强制刷新令牌，以免影响其他系统。',
  }),
};
