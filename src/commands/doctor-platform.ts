/** The checks of `doctor` that ask WeChat: the way there, address, token, account, store calls, quota. Reads only. */
import type {
  AccountAudit,
  AccountPlatform,
  Answer,
  LivePage,
  PlatformError,
  Quota,
  TokenOrigin,
} from '../model/platform.ts';
import type { Fault } from '../model.ts';
import type { CheckEnd, Finding } from '../report/doctor.ts';
import { readCredentials } from '../settings/credentials.ts';
import { readReach } from '../settings/environment.ts';
import { connect, findScope } from './connect.ts';
import {
  type Check,
  doubtful,
  examine,
  faulty,
  judgeAll,
  type Opened,
  ok,
  type Scene,
  skipped,
  withFault,
} from './doctor-checks.ts';
import type { ClockWatch } from './doctor-clock.ts';

/** What WeChat answered. */
interface Asked {
  readonly token: Answer<TokenOrigin>;
  /** Null where there was no token to ask with. */
  readonly calls: Calls | null;
}

interface Calls {
  readonly quota: Answer<Quota>;
  readonly audit: Answer<AccountAudit>;
  readonly page: Answer<LivePage>;
}

interface PlatformFacts {
  readonly opened: Opened | null;
  readonly host: string;
  /** Why nothing was asked, else what was answered. */
  readonly asked: Asked | Finding;
}

/** Answers of the gateway about where a call comes from. */
const ADDRESS_CODES = [40164, 61004, 45035];
/** An administrator has to confirm, or refused, this address. */
const CONFIRMATION_CODES = [89501, 89502, 89503, 89504, 89505, 89506, 89507];
/** "please apply merchant first": what the account's own line says already. */
const NOT_OPENED = 85053;
/** Nobody, or nothing that understood the call, answered. */
const SILENCE = ['NETWORK', 'HTTP_STATUS', 'NOT_AN_ANSWER'];

type AskedJudge = (asked: Asked, facts: PlatformFacts) => Finding;
type CallsJudge = (calls: Calls, facts: PlatformFacts, asked: Asked) => Finding;

/** Judges where WeChat was asked. */
const whenAsked =
  (judge: AskedJudge) =>
  (facts: PlatformFacts): Finding =>
    'result' in facts.asked ? facts.asked : judge(facts.asked, facts);

/** Judges where calls could be made, with a token that was not refused. */
const withToken = (judge: CallsJudge): ((facts: PlatformFacts) => Finding) =>
  whenAsked((asked, facts) => {
    if (asked.calls === null) return skipped('noToken');
    if (findRefusal(asked.calls) !== null) return skipped('tokenRefused');
    return judge(asked.calls, facts, asked);
  });

const PLATFORM_CHECKS: readonly Check<PlatformFacts>[] = [
  {
    name: 'reach',
    judge: whenAsked((asked, { host }) => {
      const silent = listErrors(asked).find(isSilence);
      const answered = listErrors(asked).some((error) => !isSilence(error)) || asked.calls !== null;
      if (silent !== undefined && (asked.calls === null || !isAnyAnswered(asked.calls)))
        return withFault('fault', silent.fault);
      return answered ? ok('reach', host) : skipped('silence');
    }),
  },
  { name: 'ip', judge: whenAsked(judgeAddress) },
  { name: 'token', judge: whenAsked(judgeToken) },
  {
    name: 'account',
    judge: withToken(({ audit, page }) => {
      // Where the store calls work, an account that may not be asked about is no obstacle.
      if (!audit.ok && page.ok) return doubtful('ACCOUNT_UNREADABLE', { detail: nameError(audit.error) });
      if (!audit.ok) return withFault('fault', audit.error.fault);
      return audit.value.status === 1 ? ok('account') : faulty('ACCOUNT_NOT_OPEN', audit.value);
    }),
  },
  {
    name: 'store-calls',
    judge: withToken(({ page, audit }, { opened }) => {
      const isNotOpen = audit.ok && audit.value.status !== 1;
      if (!page.ok && isNotOpen && page.error.errcode === NOT_OPENED) return skipped('notOpen');
      if (!page.ok) return withFault('fault', page.error.fault);
      const files = opened?.workspace.reading.files ?? 0;
      const records = opened?.workspace.state?.state.stores.size ?? 0;
      const { total } = page.value;
      return total > 0 && files === 0 && records === 0 && opened !== null
        ? doubtful('LIVE_STORES_UNMANAGED', { live: total, stores: opened.workspace.account.stores })
        : ok('storeCalls', total, files, records);
    }),
  },
  { name: 'quota', judge: withToken(({ quota }, { opened }) => judgeQuota(quota, opened)) },
];

/** Where the settings cannot be read, WeChat is asked with what the environment says alone. */
const NO_ACCOUNT = { name: 'default', stores: 'stores', state: 'mendian.state.json' };
const NO_SETTINGS = { accounts: [NO_ACCOUNT] };

/** Asks WeChat, or says why not. `clock` notes what time the answers tell. */
export async function examinePlatform(scene: Scene, clock: ClockWatch): Promise<readonly CheckEnd[]> {
  const { context, network, opened } = scene;
  const reach = readReach(context.environment).value;
  const host = reach === null ? '' : new URL(reach.apiBase).host;
  const facts = { opened, host };
  const refuse = (finding: Finding): readonly CheckEnd[] =>
    judgeAll('wechat', PLATFORM_CHECKS, { ...facts, asked: finding });
  if (network === 'leave') return refuse(skipped('offline'));
  const connecting = {
    account: opened?.workspace.account ?? NO_ACCOUNT,
    settings: opened?.settings.value ?? NO_SETTINGS,
  };
  const scope = findScope(context, connecting.settings);
  const credentials = readCredentials(context.environment, connecting.account, scope);
  if (credentials.value === null) return refuse(skipped('credentials'));
  const { value: connection, diagnostics } = connect(context, connecting, 'needed', clock.note);
  if (connection === null) {
    // What is wrong with the token store, its own line says.
    const isStore = diagnostics.some(({ code }) => code === 'TOKEN_STORE_REFUSED');
    return refuse(skipped(isStore ? 'credentials' : 'apiBase'));
  }
  context.hint(context.messages.doctor.asking(host));
  return await examine('wechat', PLATFORM_CHECKS, async () => {
    const asked = await ask(connection.platform);
    await connection.platform.close();
    return { ...facts, asked };
  });
}

async function ask(platform: AccountPlatform): Promise<Asked> {
  const token = await platform.readToken();
  if (!token.ok) return { token, calls: null };
  const [quota, audit, page] = await Promise.all([
    platform.readQuota(),
    platform.readAccountAudit(),
    platform.listStores(0, 1),
  ]);
  return { token, calls: { quota, audit, page } };
}

function listErrors({ token, calls }: Asked): readonly PlatformError[] {
  const answers = [token, ...(calls === null ? [] : [calls.quota, calls.audit, calls.page])];
  return answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
}

function nameError({ errcode, fault }: PlatformError): string {
  return errcode === null ? fault.code : String(errcode);
}

function isSilence({ fault }: PlatformError): boolean {
  return SILENCE.includes(fault.code);
}

function isAnyAnswered({ quota, audit, page }: Calls): boolean {
  return [quota, audit, page].some((answer) => answer.ok || !isSilence(answer.error));
}

/** The refusal of the token itself, by whichever call met it. */
function findRefusal({ quota, audit, page }: Calls): Fault | null {
  const refused = [quota, audit, page].flatMap((answer) =>
    !answer.ok && answer.error.fault.code === 'TOKEN_REFUSED' ? [answer.error.fault] : [],
  );
  return refused[0] ?? null;
}

function judgeAddress({ token, calls }: Asked): Finding {
  const errors = listErrors({ token, calls });
  const refused = errors.find(({ errcode }) => errcode !== null && ADDRESS_CODES.includes(errcode));
  if (refused !== undefined) return faulty('ADDRESS_REFUSED', readAddress(refused));
  const unconfirmed = errors.find(({ errcode }) => errcode !== null && CONFIRMATION_CODES.includes(errcode));
  if (unconfirmed !== undefined) return withFault('fault', unconfirmed.fault);
  if (token.ok) return token.value.source === 'given' ? skipped('givenToken') : ok('ip');
  return isSilence(token.error) ? skipped('silence') : skipped('otherRefusal');
}

/** WeChat names the address that it saw in its message: for people, and never compared. */
function readAddress({ fault, errcode }: PlatformError): { address: string | null; errcode: number } {
  const errmsg = 'errmsg' in fault.params ? fault.params.errmsg : '';
  const address = /(?<![\d.:])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])/u.exec(errmsg)?.[1];
  const wide = /(?<![\w:])([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:])/iu.exec(errmsg)?.[1];
  return { address: address ?? wide ?? null, errcode: errcode ?? 0 };
}

function judgeToken({ token, calls }: Asked): Finding {
  const refusal = calls === null ? null : findRefusal(calls);
  if (refusal !== null) return withFault('fault', refusal);
  if (token.ok) {
    if (calls !== null && !isAnyAnswered(calls)) return skipped('silence');
    return token.value.source === 'given' ? ok('tokenGiven') : ok('tokenFetched');
  }
  const { error } = token;
  if (isSilence(error)) return skipped('silence');
  const isAboutAddress =
    error.errcode !== null && [...ADDRESS_CODES, ...CONFIRMATION_CODES].includes(error.errcode);
  return isAboutAddress ? skipped('address') : withFault('fault', error.fault);
}

function judgeQuota(quota: Answer<Quota>, opened: Opened | null): Finding {
  // apply goes on without it, too.
  if (!quota.ok) return withFault('warning', quota.error.fault);
  const { daily_limit: limit, used, remain } = quota.value;
  if (limit === 0) return doubtful('QUOTA_ZERO', {});
  if (remain <= 0) return doubtful('QUOTA_USED_UP', { limit });
  const needed = opened?.plan?.forecast.updates ?? 0;
  return needed > remain ? doubtful('QUOTA_SHORT', { remain, needed }) : ok('quota', limit, used, remain);
}
