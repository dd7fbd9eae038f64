/** Simplified Chinese texts of the platform's error codes. */
import { type ErrcodeTexts, ofCodes } from '../errcodes.ts';

/** What to do about a call that the platform could not understand. */
export const CALL_BUG = '这是 mendian 的缺陷，或者代理改动了请求。请附上这条信息反馈给我们。';
const MEND_FILE = '请修改门店文件里的这个值。';
const LATER = '无需处理：之后的 apply 会发送。';
const NOTHING = '无需处理。';
const LOOK = '请到微信公众平台查看这家门店。';
const MEND_THERE = '请到微信公众平台修改。';
const AUTHORISE = '请商户重新授权，并把新的刷新令牌设到账号指定的变量：保存的刷新令牌被拒绝后，就会尝试它。';
const CONFIRM = '需要账号管理员确认这个地址：请管理员在微信里查看确认消息。';
const SAVE_PICTURE = '请把图片另存为小于 1 MB 的 JPEG 或 PNG，并提交那个文件。';
const NOTICE = '请到微信公众平台（mp.weixin.qq.com）查看通知；如有异议，可在那里申诉。';
const TICKET =
  '请把 WECHAT_COMPONENT_VERIFY_TICKET 设为最新的票据：微信每 10 分钟推送一次，每个有效 12 小时。收不到时，请检查 open.weixin.qq.com 里的接收地址，并调用 api_start_push_ticket。';

export const errcodes: ErrcodeTexts = {
  '-1': { meaning: '系统繁忙', advice: '请过几分钟再试。' },

  40001: {
    meaning: 'access_token 已被别处更新，或密钥不正确',
    advice: '请检查 WECHAT_APPID 和 WECHAT_SECRET，并确认没有其他系统在强制刷新令牌。',
  },
  40014: { meaning: 'access_token 格式不正确', advice: '请检查 WECHAT_ACCESS_TOKEN。' },
  42001: { meaning: 'access_token 已过期', advice: '请换一个新的令牌。' },
  41001: { meaning: '请求里没有 access_token', advice: CALL_BUG },
  40002: { meaning: '获取令牌的请求格式不正确', advice: CALL_BUG },
  40013: { meaning: 'appid 不正确', advice: '请检查 WECHAT_APPID，以及 mendian.yaml 里的 appid。' },
  40125: {
    meaning: '密钥不正确',
    advice:
      '请检查 WECHAT_SECRET、secret_env 指定的变量或 WECHAT_COMPONENT_SECRET；在公众平台重置密钥后，旧密钥就失效了。',
  },
  41002: { meaning: '获取令牌的请求里没有 appid', advice: CALL_BUG },
  41004: { meaning: '获取令牌的请求里没有密钥', advice: CALL_BUG },
  41018: { meaning: '第三方平台的请求里没有 component_appid', advice: CALL_BUG },
  ...ofCodes(
    [40164, 61004, 45035],
    '本机地址不在账号的 IP 白名单里',
    '请把这里显示的地址加入账号的 IP 白名单（mp.weixin.qq.com，设置与开发）；由第三方平台调用时，请加入平台的白名单（open.weixin.qq.com）。GitHub 托管的运行器每个任务都会换地址：请使用固定出口地址，或自己的运行器。',
  ),
  40243: { meaning: '账号的密钥已冻结', advice: '请到微信公众平台解冻，大约需要 10 分钟。' },
  ...ofCodes([89501, 89502, 89504, 89505], '微信正等待管理员确认这个地址', CONFIRM),
  89503: { meaning: '新地址第一次调用需要管理员确认', advice: CONFIRM },
  89506: {
    meaning: '管理员拒绝了这个地址，24 小时内不能调用',
    advice: '请与管理员沟通，明天再试。',
  },
  89507: {
    meaning: '管理员拒绝了这个地址，1 小时内不能调用',
    advice: '请与管理员沟通，1 小时后再试。',
  },

  50002: {
    meaning: '账号被冻结、正在迁移或正在注销',
    advice: '请到微信公众平台（mp.weixin.qq.com）查看账号通知，确认是哪种情况。在此之前所有调用都不可用。',
  },
  50004: { meaning: '账号不能使用接口，可能是受到处罚', advice: NOTICE },
  50007: { meaning: '账号已冻结', advice: NOTICE },
  48001: {
    meaning: '账号没有这个接口的权限',
    advice:
      '请到微信公众平台为该账号开通门店小程序，并确认 appid 的账号类型正确：必须是公众号，不能是个人账号。',
  },
  48004: {
    meaning: '微信封禁了该账号的这个接口',
    advice: '原因和申诉方式见微信公众平台（mp.weixin.qq.com）的通知。解封之前，请在公众平台手工修改门店。',
  },
  85053: {
    meaning: '该账号没有开通门店小程序',
    advice:
      '请到微信公众平台（mp.weixin.qq.com）开通门店小程序，并等待审核通过。如果已经开通，可能 appid 和密钥属于另一个账号。',
  },
  43104: {
    meaning: '该账号不能使用这个接口',
    advice:
      '微信只对部分账号类型和类目开放它（非个人的公众号；通过接口开通仅限部分行业）：请到微信公众平台（mp.weixin.qq.com）核对这两项。',
  },
  85024: { meaning: '账号的资料不完整', advice: '请到微信公众平台补全。' },
  ...ofCodes([85025, 85026, 85027, 85028], '手机号、微信号、身份证或主体可绑定的账号数已达上限', MEND_THERE),
  ...ofCodes(
    [85029, 85030, 85031, 85032, 85033, 85034, 85035, 85036],
    '账号的名称或介绍没有通过',
    MEND_THERE,
  ),
  85049: { meaning: '账号本月修改次数已用完', advice: '请下个月再试。' },
  85050: { meaning: '账号正在审核中', advice: '请等待审核结束。' },

  61003: {
    meaning: '该账号没有授权给第三方平台',
    advice:
      '请商户重新扫描第三方平台的授权二维码，并确认 appid 和刷新令牌属于这个商户。详见 docs/third-party.md。',
  },
  61005: { meaning: '第三方平台的票据已过期', advice: TICKET },
  61006: { meaning: '第三方平台的票据无效', advice: TICKET },
  61007: {
    meaning: '商户没有授予门店权限集',
    advice:
      '请商户重新授权，并勾选门店权限；第三方平台自己也必须拥有这个权限（open.weixin.qq.com）。详见 docs/third-party.md。',
  },
  61016: {
    meaning: '权限集需要商户确认',
    advice: '请商户到微信公众平台（mp.weixin.qq.com）关于第三方平台的通知里确认。',
  },
  61017: { meaning: '权限集没有授权', advice: AUTHORISE },
  61023: { meaning: 'refresh_token 已失效', advice: AUTHORISE },
  61024: {
    meaning: '这个 appid 属于第三方平台',
    advice:
      '请使用商户的 appid：WECHAT_APPID，或 mendian.yaml 里的 appid。平台自己的应放在 WECHAT_COMPONENT_APPID。',
  },
  42007: { meaning: '修改密码后令牌已失效', advice: AUTHORISE },

  45009: {
    meaning: '今天的调用次数已用完',
    advice: '请明天再运行 apply：它会从停下的地方继续。也可以到微信公众平台清零，每月 10 次。',
  },
  45011: { meaning: '这一分钟内调用过多', advice: '请用更低的 --rate 再次运行 apply。' },
  45047: { meaning: '回复次数已达上限', advice: '请稍后再试。' },

  ...ofCodes([43001, 43002], '请求方法不正确', CALL_BUG),
  43003: { meaning: '请求没有使用 https', advice: '请检查 WECHAT_API_BASE。' },
  40066: { meaning: '请求的地址不存在', advice: '请检查 WECHAT_API_BASE。' },
  44002: { meaning: '请求的内容丢失了', advice: CALL_BUG },
  47001: { meaning: '请求的内容格式不正确', advice: CALL_BUG },
  40033: { meaning: '请求的内容含有转义字符', advice: CALL_BUG },

  40097: { meaning: '有一个值没有被接受', advice: MEND_FILE },
  45002: { meaning: '有一个值太长', advice: MEND_FILE },
  65104: { meaning: '门店类目无效', advice: MEND_THERE },
  65105: {
    meaning: '有一张图片不在微信的图床上',
    advice:
      '请把图片文件放进仓库，并在 pic_list 中写它的路径，应用变更时会自动上传；若写地址，须是微信给出的地址。',
  },
  65106: { meaning: '门店还没有审核通过', advice: LATER },
  65107: { meaning: '上一次修改还在审核中', advice: LATER },
  65109: { meaning: '门店名称无效', advice: MEND_THERE },
  65110: { meaning: '门店地址无效', advice: MEND_THERE },
  65111: { meaning: '电话号码没有被接受', advice: MEND_FILE },
  65112: { meaning: '门店的城市无效', advice: MEND_THERE },
  65113: { meaning: '门店的省份无效', advice: MEND_THERE },
  65114: { meaning: '图片列表为空', advice: MEND_FILE },
  65115: {
    meaning: '该账号下没有这个 poi_id 的门店',
    advice: '请检查 poi_id 和账号。如果门店已经删除，请删掉它的文件。',
  },
  65116: {
    meaning: '门店在微信上已被删除',
    advice: '请删掉它的文件；或在微信公众平台重新创建，再换用新的 poi_id。',
  },
  65117: { meaning: '门店不能删除', advice: LOOK },
  65118: { meaning: '门店当前的状态不允许更新：正在审核，或已被驳回', advice: LATER },
  65119: { meaning: '门店缺少资质', advice: '请到微信公众平台补充。' },
  65120: { meaning: '门店的类目不存在', advice: MEND_THERE },
  85038: { meaning: '门店已经存在', advice: LOOK },
  85039: { meaning: '门店已被别的账号添加', advice: LOOK },
  85040: { meaning: '门店已经绑定到该账号', advice: LOOK },
  85041: { meaning: '证照编号已被使用', advice: LOOK },
  85042: { meaning: '附近门店数已达上限', advice: '请到微信公众平台查看该账号。' },
  85054: { meaning: '门店需要先从旧版门店管理升级', advice: '请到微信公众平台升级。' },
  85055: { meaning: 'map_poi_id 没有被接受', advice: '请检查门店文件里的 map_poi_id，或去掉它。' },
  85056: { meaning: 'media_id 没有被接受', advice: LOOK },
  9001033: { meaning: '来自摇一摇周边接口的代码：门店 id 在那里无效', advice: '请检查 poi_id。' },

  ...ofCodes([40005, 40137], '图片格式不被接受', SAVE_PICTURE),
  ...ofCodes([40009, 45001], '图片太大', SAVE_PICTURE),
  ...ofCodes([41005, 44001], '请求里没有图片', CALL_BUG),

  76021: { meaning: '微信没有统计这个接口的额度', advice: NOTHING },
  76022: { meaning: '这个接口的额度属于别的账号', advice: NOTHING },
  76003: { meaning: '查询额度的请求格式不正确', advice: NOTHING },
};
