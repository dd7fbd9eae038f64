/** Pages of made-up chains, for tests, the benchmark and for looking at. */

import { en } from '../../../src/messages/en.ts';
import { zhCN } from '../../../src/messages/zh-CN.ts';
import type { Diagnostic, LocalPicture, Store, StoreRecord } from '../../../src/model.ts';
import { fault, warning } from '../../../src/model.ts';
import { emptyPlan, planAccount } from '../../../src/plan/plan.ts';
import type { PageStore, ReportPage } from '../../../src/report/html/page.ts';
import { buildRecord, buildStore } from '../../builders.ts';

export const LANGUAGES = { en, 'zh-CN': zhCN } as const;
export const AS_OF = '2027-01-28';

const CITIES = [
  ['shanghai', '上海', 'east'],
  ['hangzhou', '杭州', 'east'],
  ['chengdu', '成都', 'west'],
  ['beijing', '北京', 'north'],
  ['guangzhou', '广州', 'south'],
  ['wuhan', '武汉', 'central'],
] as const;
const PLACES = [
  '人民广场',
  '徐家汇',
  '南京东路',
  '春熙路',
  '西湖银泰',
  '火车东站',
  '太古里',
  '天河城',
  '国贸',
  '光谷',
];

const picture = (index: number, name: string): string =>
  `http://mmbiz.qpic.cn/mmbiz_jpg/Zx8fK2mQ${String(index).padStart(5, '0')}pLwYd4/${name}/0?wx_fmt=jpeg`;

/** A store of the sample chain; every number gives another one, and always the same. */
export function sampleStore(index: number): Store {
  const [city, cityName, region] = CITIES[index % CITIES.length] ?? CITIES[0];
  const place = PLACES[index % PLACES.length] ?? '';
  const file = `stores/${city}/${city}-${String(index).padStart(4, '0')}.yaml`;
  const local: LocalPicture = {
    path: `photos/${city}/front-${index}.jpg`,
    sha256: 'a'.repeat(64),
    bytes: 184_000 + index,
    format: 'jpeg',
    width: 1600,
    height: 1200,
  };
  const own = index % 25 === 7;
  const pictures = own ? [`../../${local.path}`] : [picture(index, 'front'), picture(index, 'counter')];
  const line = (row: number) => ({ file, line: row, column: 1 });
  return buildStore({
    poi_id: String(472_671_857 + index),
    name: `示例茶·${cityName}${place}${index >= 10 ? `${index} 号` : ''}店`,
    file,
    labels: { region, city },
    values: {
      hour: index % 3 === 0 ? '09:30-21:30' : '10:00-22:00',
      contract_phone: `0${21 + (index % 6)}-${String(60_000_000 + index * 37)}`,
      pic_list: pictures,
    },
    origins: {
      hour: { file: `stores/${city}/_defaults.yaml`, line: 3, column: 1 },
      contract_phone: line(4),
      pic_list: line(5),
    },
    pictures: own ? new Map([[`../../${local.path}`, local]]) : new Map(),
    special_hours: sampleDays(index, file),
  });
}

function sampleDays(index: number, file: string): Store['special_hours'] {
  const place = { file, line: 9, column: 1 };
  if (index % 40 === 3)
    return [{ from: '2027-01-27', to: '2027-01-29', hour: '12:00-18:00', reason: '内部盘点', place }];
  if (index % 5 === 4) return [];
  return [{ from: '2027-02-05', to: '2027-02-12', hour: '10:00-17:00', reason: '春节', place }];
}

/** What was last sent: most stores as their files say, some otherwise. */
function sampleRecord(index: number, store: Store): StoreRecord | null {
  // Local pictures were sent by the addresses that they were uploaded to.
  const uploaded = [...store.pictures.values()].map(
    ({ sha256 }) => [picture(index, 'uploaded'), sha256] as const,
  );
  const values =
    uploaded.length === 0 ? store.values : { ...store.values, pic_list: uploaded.map(([url]) => url) };
  const local_pictures = Object.fromEntries(uploaded);
  const sentDaysAgo = (days: number): string => new Date(Date.UTC(2027, 0, 28 - days, 3)).toISOString();
  const applied_at = sentDaysAgo((index * 7) % 60);
  const audit_id = String(411_000_000 + index);
  if (index % 31 === 5) return null;
  if (index % 13 === 2)
    return buildRecord({ values, applied_at: sentDaysAgo(index % 20), review: 'pending', audit_id });
  if (index % 47 === 6)
    return buildRecord({
      values,
      applied_at: sentDaysAgo(4 + (index % 9)),
      review: 'rejected',
      audit_id,
      reason: '图片中含有其他品牌的标识',
      approved_pic_list: [picture(index, 'old')],
    });
  if (index % 11 === 4)
    return buildRecord({
      values: { ...values, hour: '09:00-21:00' },
      applied_at,
      review: 'approved',
      audit_id,
    });
  if (index % 29 === 8)
    return buildRecord({
      values: {
        ...values,
        contract_phone: '021-00000000',
        pic_list: [picture(index, 'front'), picture(index, 'door')],
      },
      applied_at,
      review: 'approved',
      audit_id,
    });
  if (index % 53 === 9) return buildRecord({ values, applied_at, uncertain: true, sending: values });
  return buildRecord({
    values,
    applied_at,
    review: index % 2 === 0 ? 'approved' : 'none',
    audit_id,
    local_pictures,
  });
}

/** What a page shows that is told apart from what the stores give. */
export interface SampleOptions {
  readonly stores: readonly Store[];
  readonly records: ReadonlyMap<string, StoreRecord>;
  readonly diagnostics?: readonly Diagnostic[];
  readonly source?: string | null;
}

/** A page as the command would make it from such stores and records. */
export function buildPage({ stores, records, diagnostics = [], source = null }: SampleOptions): ReportPage {
  const account = { name: 'teashop', stores: 'stores', state: 'mendian.state.json' };
  const plan = planAccount({
    account,
    stores,
    invalid: [],
    records,
    isSelected: () => true,
    selection: [],
    asOf: AS_OF,
    retryRefused: 'no',
    rate: 5,
    reviewPatienceDays: 14,
    pictures: new Map(),
  });
  const known = new Set(stores.map(({ poi_id }) => poi_id));
  const gone = [...records].filter(([id]) => !known.has(id));
  const all: readonly PageStore[] = [
    ...stores.map((store) => ({
      account: account.name,
      poi_id: store.poi_id,
      store,
      record: records.get(store.poi_id) ?? null,
      invalidFile: null,
    })),
    ...gone.map(([poi_id, record]) => ({
      account: account.name,
      poi_id,
      store: null,
      record,
      invalidFile: null,
    })),
  ];
  const found = [...plan.diagnostics, ...diagnostics];
  const failed = found.some(({ severity }) => severity === 'error');
  const options = { asOf: AS_OF, selection: [], rate: 5 };
  return {
    version: '0.1.0',
    account: account.name,
    timezone: 'Asia/Shanghai',
    patienceDays: 14,
    plan: failed ? emptyPlan(options, found) : { ...plan, diagnostics: found },
    stores: all,
    records: 'read',
    source,
  };
}

/** A chain of so many stores with something of everything. */
export function samplePage(count: number): ReportPage {
  const stores = Array.from({ length: count }, (_, index) => sampleStore(index));
  const records = new Map<string, StoreRecord>();
  for (const [index, store] of stores.entries()) {
    const record = sampleRecord(index, store);
    if (record !== null) records.set(store.poi_id, record);
  }
  records.set(
    '472600001',
    buildRecord({ applied_at: '2026-11-02T02:00:00.000Z', review: 'approved', audit_id: '410000001' }),
  );
  const place = { file: 'stores/shanghai/shanghai-0006.yaml', line: 3, column: 7 };
  return buildPage({
    stores,
    records,
    diagnostics: [warning('MAP_POI_ID_CHANGED', place, { name: '示例茶·上海店', before: '1', after: '2' })],
  });
}

/** Files that cannot be planned. */
export function faultyPage(source: string | null = null): ReportPage {
  const place = (line: number) => ({ file: 'stores/shanghai/xujiahui.yaml', line, column: 7 });
  const diagnostics = [
    fault(
      'UNKNOWN_ACCOUNT',
      { file: null, line: null, column: null },
      { account: 'tea', meant: null, known: ['default', 'teashop'], more: 0 },
    ),
    fault('INVALID_FILE', place(3), { file: 'stores/shanghai/xujiahui.yaml' }),
    fault('FILE_TOO_LARGE', { file: 'stores/big.yaml', line: null, column: null }, { bytes: 9_000_000 }),
    warning('MAP_POI_ID_CHANGED', place(12), {
      name: '徐家汇店',
      before: '5938314494307741153',
      after: '5938314494307741154',
    }),
  ];
  return buildPage({ stores: [], records: new Map(), diagnostics, source });
}

/** The stores of two merchants on one page; the first store of both has one id. */
export function severalPage(): ReportPage {
  const one = samplePage(12);
  const of = (account: string): readonly PageStore[] =>
    one.stores.slice(0, 6).map((each) => ({
      ...each,
      account,
      store: each.store === null ? null : { ...each.store, account },
    }));
  const accounts = ['bun', 'teashop'] as const;
  return {
    ...one,
    account: null,
    accounts: accounts.map((name) => ({ name, planned: 'yes' })),
    stores: accounts.flatMap(of),
    plan: { ...one.plan, changes: one.plan.changes.map((change) => ({ ...change, account: 'teashop' })) },
  };
}
