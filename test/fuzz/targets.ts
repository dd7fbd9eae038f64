/** Every reader of outside text, as one function from bytes to what it found, with valid texts to begin from. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkPlanFile } from '../../src/apply/plan-file.ts';
import { validatePlan } from '../../src/base/generated/validate-plan.js';
import { readEvent } from '../../src/github/event.ts';
import { readInputs } from '../../src/github/inputs.ts';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import { asRunDiagnostic, type Diagnostic } from '../../src/model.ts';
import { describePlan, type PlanDocument } from '../../src/report/plan-document.ts';
import { planJson } from '../../src/report/plan-json.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { readClaim } from '../../src/state/claim.ts';
import { EMPTY_STATE } from '../../src/state/file.ts';
import { foldJournal } from '../../src/state/fold.ts';
import { formatState } from '../../src/state/format.ts';
import { parseState } from '../../src/state/parse.ts';
import { splitConflict } from '../../src/state/repair.ts';
import { assembleStores } from '../../src/stores/assemble.ts';
import { readCalendar } from '../../src/stores/calendar.ts';
import { judgeAnswer } from '../../src/wechat/answer.ts';
import { decodeKey, decryptPush } from '../../src/wechat/push-cipher.ts';
import { readEnvelope } from '../../src/wechat/push-envelope.ts';
import { decodePage, decodeQuota, decodeReceipt, decodeStore } from '../../src/wechat/wire.ts';
import { buildChange, buildRecord } from '../builders.ts';
import { CSV_SEEDS, readSheetCsv, readSheetXml, SHEET_SEEDS } from './sheets.ts';

export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly string[];
  /** Reads the bytes; what it throws is a fault of ours. Errors come back, to look at their places. */
  readonly read: (bytes: Buffer) => readonly Diagnostic[];
  /** `line`: each error names one; `file`: the file is enough. */
  readonly places: 'line' | 'file' | 'none';
}

/** From the repository's root, where tests and scripts are run: a bundled script has another folder of its own. */
const CASES = resolve('test/cases');
const ACCOUNT = { name: 'default', stores: 'stores', state: 'mendian.state.json' };
const STATE = formatState({
  version: 1,
  stores: new Map([
    ['1', buildRecord({ audit_id: '9007199254740993', review: 'pending' })],
    [
      '2',
      buildRecord({
        uncertain: true,
        sending: { hour: '10:00-21:00', contract_phone: '1', pic_list: ['a'] },
      }),
    ],
  ]),
  extra: { run: { id: 'a', holder: 'b', started_at: 'c', seen_at: 'd' } },
});
const JOURNAL = [
  '{"type":"intent","at":"2026-11-25T10:00:00.000Z","poi_id":"1","sending":{"hour":"1","contract_phone":"2","pic_list":[]}}',
  '{"type":"outcome","at":"2026-11-25T10:00:01.000Z","poi_id":"1","record":{"review":"none"}}',
  '',
].join('\n');
const PLAN: PlanDocument = describePlan(
  {
    as_of: '2026-11-25',
    digest: '0'.repeat(64),
    summary: { stores: 1, adopt: 0, update: 1, hold: 0, verify: 0, release: 0, unchanged: 0 },
    changes: [buildChange({ fields: [{ field: 'hour', before: 'a', after: 'b', review: false }] })],
    scheduled: [],
    forecast: { updates: 1, calls: 1, reviews: 0, minutes: 1, rate: 5 },
    diagnostics: [],
    selection: [],
  },
  en,
  { waiting: ['1'], key: '0123456789ab' },
);
const ANSWERS = [
  '{"errcode":0,"errmsg":"ok","data":{"audit_id":9007199254740993,"has_audit_id":1}}',
  '{"errcode":0,"business":{"base_info":{"poi_id":"1","business_name":"店","hour":"1","contract_phone":"2","pic_list":"{\\"list\\":[\\"a\\"]}","status":1}}}',
  '{"errcode":40097,"errmsg":"invalid args rid: 6b07-1-2"}',
  '<html>502</html>',
];

/** YAML files of the cases, whatever they are called; and files of one megabyte are left out. */
function listCaseFiles(): readonly string[] {
  return readdirSync(CASES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /stores\/.*\.ya?ml$/u.test(file))
    .map((file) => join(CASES, file))
    .filter((file) => statSync(file).size < 20_000)
    .map((file) => readFileSync(file, 'latin1'));
}

/** All texts of a finding are made, since making them reads outside values too. */
function describeAll(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  for (const each of diagnostics) describeFault(each, en);
  return diagnostics;
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

export const TARGETS: readonly FuzzTarget[] = [
  {
    name: 'store file',
    seeds: listCaseFiles(),
    places: 'line',
    read: (bytes) =>
      describeAll(assembleStores([{ file: 'stores/a.yaml', kind: 'store', bytes }], ACCOUNT).diagnostics),
  },
  {
    name: 'defaults',
    seeds: ['hour: 10:00-21:00\nlabels: { a: b }\n', 'pic_list:\n  - http://mmbiz.qpic.cn/a/0\n'],
    places: 'line',
    read: (bytes) =>
      describeAll(
        assembleStores([{ file: 'stores/_defaults.yaml', kind: 'defaults', bytes }], ACCOUNT).diagnostics,
      ),
  },
  {
    name: 'special hours',
    seeds: [
      'special_hours:\n  - { from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00, reason: Spring Festival }\n',
      'special_hours:\n  - from: 2028-02-29\n    hour: 08:00-24:00\n  - { on: cn/festival, hour: 10:00-17:00 }\n',
    ],
    places: 'line',
    read: (bytes) =>
      describeAll(
        assembleStores([{ file: 'stores/_defaults.yaml', kind: 'defaults', bytes }], ACCOUNT).diagnostics,
      ),
  },
  {
    name: 'calendar',
    seeds: [
      'spring-festival: { from: 2027-02-06, to: 2027-02-12, reason: 春节 }\nnew-year:\n  from: 2027-01-01\n',
    ],
    places: 'line',
    read: (bytes) => describeAll(readCalendar(bytes, 'calendar/cn.yaml').diagnostics),
  },
  {
    name: 'settings',
    seeds: ['version: 1\ntimezone: Asia/Shanghai\nstores: stores\npolicy: { max_changes: 30% }\n'],
    places: 'line',
    read: (bytes) => {
      const root = mkdtempSync(join(tmpdir(), 'mendian-fuzz-'));
      try {
        writeFileSync(join(root, 'mendian.yaml'), bytes);
        return describeAll(readSettings(root, null).diagnostics);
      } finally {
        rmSync(root, { recursive: true });
      }
    },
  },
  {
    name: 'state',
    seeds: [STATE, `<<<<<<< a\n${STATE}=======\n${STATE}>>>>>>> b\n`],
    places: 'file',
    read: (bytes) => {
      const text = bytes.toString('utf8');
      const { value, diagnostics } = parseState(text, 'mendian.state.json');
      if (value !== null) {
        // What is read is written and read again without a change.
        const again = formatState(value);
        if (formatState(parseState(again, 'x').value ?? EMPTY_STATE) !== again) throw new Error('not stable');
        readClaim(value);
      }
      splitConflict(text);
      return describeAll(diagnostics);
    },
  },
  {
    name: 'journal',
    seeds: [JOURNAL],
    places: 'line',
    read: (bytes) => describeAll(foldJournal(EMPTY_STATE, bytes.toString('utf8'), 'a.journal').diagnostics),
  },
  {
    name: 'plan file',
    seeds: [planJson(PLAN)],
    places: 'none',
    read: (bytes) => {
      const document = readJson(bytes);
      // What the schema lets pass is shown.
      if (validatePlan(document)) planMarkdown(document as PlanDocument, en);
      return describeAll(checkPlanFile(bytes.toString('utf8'), 'plan.json').diagnostics);
    },
  },
  {
    name: 'API answer',
    seeds: ANSWERS,
    places: 'none',
    read: (bytes) => {
      const verdict = judgeAnswer(200, bytes.toString('utf8'), { hide: (text) => text });
      if (verdict.ok)
        for (const decode of [decodeStore, decodePage, decodeQuota, decodeReceipt]) decode(verdict.body);
      else describeFault(verdict.error.fault, en);
      return [];
    },
  },
  {
    name: 'event',
    seeds: [
      '{"pull_request":{"number":1,"head":{"sha":"0000000000000000000000000000000000000000","repo":{"full_name":"a/b"}},"base":{"sha":"0000000000000000000000000000000000000000","ref":"main","repo":{"full_name":"a/b"}}}}',
      '{"after":"0000000000000000000000000000000000000000","commits":[{"id":"1"}],"deleted":false}',
      '{"action":"wechat-push","client_payload":{"query":{},"body":"","received_at":"2026-11-26T02:00:00Z"}}',
      '{"workflow_run":{"id":1,"head_sha":"0000000000000000000000000000000000000000","head_branch":"a","head_repository":{"owner":{"login":"b"}},"event":"pull_request"}}',
    ],
    places: 'none',
    read: (bytes) => {
      for (const name of [
        'pull_request',
        'push',
        'merge_group',
        'workflow_run',
        'repository_dispatch',
        '__proto__',
        'toString',
      ])
        readEvent(name, readJson(bytes));
      return [];
    },
  },
  {
    name: 'push envelope',
    seeds: [
      '{"query":{"signature":"a","timestamp":"1795658400","nonce":"1"},"body":"<xml></xml>","received_at":"2026-11-26T02:00:00Z"}',
      '{"query":"?signature=a&timestamp=1&nonce=2&echostr=3","received_at":"2026-11-26T02:00:00+08:00"}',
    ],
    places: 'none',
    read: (bytes) => {
      const envelope = readEnvelope(bytes.toString('utf8'));
      return 'code' in envelope ? describeAll([asRunDiagnostic('error', envelope)]) : [];
    },
  },
  {
    name: 'sealed push message',
    seeds: ['jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=='],
    places: 'none',
    read: (bytes) => {
      const key = decodeKey('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG');
      decryptPush(bytes.toString('latin1'), key, ['wxb11529c136998cb6']);
      return [];
    },
  },
  {
    name: 'action input',
    seeds: ['plan', 'true', '30%', 'stores/**\nregion=east'],
    places: 'none',
    read: (bytes) => {
      const text = bytes.toString('utf8');
      return describeAll(
        readInputs({ INPUT_COMMAND: text, INPUT_SELECT: text, 'INPUT_MAX-CHANGES': text }).diagnostics,
      );
    },
  },
  {
    name: 'sheet in an .xlsx',
    seeds: SHEET_SEEDS,
    places: 'none',
    read: (bytes) => describeAll(readSheetXml(bytes)),
  },
  {
    name: 'sheet in a .csv',
    seeds: CSV_SEEDS,
    places: 'none',
    read: (bytes) => describeAll(readSheetCsv(bytes)),
  },
];
