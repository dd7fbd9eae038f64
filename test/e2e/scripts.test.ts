/** What programs and agents build on: every command with `--format json` prints one document of its schema at every end. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { EDITOR_KEYWORDS } from '../../scripts/schemas/for-editors.ts';
import type { CommandRow, Values } from '../../src/cli-options.ts';
import { COMMANDS } from '../../src/cli-table.ts';
import type { Context } from '../../src/commands/context.ts';
import { openDay } from '../fakes/day.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';

const NOW = '2026-11-26T02:00:00Z';
const SCHEMAS = resolve(import.meta.dirname, '../../schemas');
const ASSETS = resolve(import.meta.dirname, '../../dist/assets');

/** The validators of all documents, by what stands in their `format`. */
const validators = new Map(
  readdirSync(SCHEMAS).flatMap((file) => {
    const schema = JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8'));
    const ajv = new Ajv({ allowUnionTypes: true });
    ajv.addVocabulary(EDITOR_KEYWORDS);
    const format: unknown = schema.properties?.format?.const;
    return typeof format === 'string' ? [[format, ajv.compile(schema)] as const] : [];
  }),
);

/** Each command that takes --format, with what it is called with, and the document that it prints. */
const CALLS: Readonly<Record<string, readonly [readonly string[], Values, string]>> = {
  validate: [[], {}, 'mendian/validate@1'],
  plan: [[], {}, 'mendian/plan@1'],
  apply: [[], { yes: true }, 'mendian/apply@1'],
  status: [[], {}, 'mendian/status@1'],
  import: [[], { dryRun: true }, 'mendian/import@1'],
  event: [['event.json'], {}, 'mendian/event@1'],
  drift: [[], {}, 'mendian/drift@1'],
  show: [['472671857'], {}, 'mendian/show@1'],
  doctor: [[], { offline: true }, 'mendian/doctor@1'],
  'sheet export': [['out.csv'], { force: true }, 'mendian/sheet@1'],
  'sheet import': [['in.csv'], { dryRun: true }, 'mendian/sheet@1'],
};

const rows = new Map(
  COMMANDS.flatMap((row): readonly (readonly [string, CommandRow])[] =>
    'commands' in row
      ? row.commands.map((each) => [`${row.usage} ${nameOf(each)}`, each] as const)
      : [[nameOf(row), row]],
  ),
);

function nameOf({ usage }: Pick<CommandRow, 'usage'>): string {
  return usage.split(' ', 1).join();
}

/** What is wrong, and which commands go well all the same. */
interface Situation {
  readonly what: string;
  readonly well: readonly string[];
  readonly prepare: (shop: Shop) => Partial<Context> | Promise<Partial<Context>>;
}

const OFFLINE = ['validate', 'plan', 'show', 'sheet export'];
/** Neither an event nor a sheet to read is there in any of the cases. */
const SITUATIONS: readonly Situation[] = [
  {
    what: 'all is right',
    well: [...OFFLINE, 'apply', 'status', 'import', 'drift', 'doctor'],
    prepare: () => ({}),
  },
  {
    what: 'there are no settings and no stores',
    well: ['status', 'import'],
    prepare: (shop) => ({ root: join(shop.root, 'photos') }),
  },
  { what: 'the settings are wrong', well: [], prepare: write('mendian.yaml', 'version: 9\n') },
  { what: 'the settings are no YAML', well: [], prepare: write('mendian.yaml', 'a: [\n') },
  {
    what: 'a store file is wrong',
    well: ['show', 'status'],
    prepare: write('stores/472671858.yaml', 'name: [\n'),
  },
  // Stores go into a sheet as their files say, whatever was sent.
  { what: 'the state is damaged', well: ['sheet export'], prepare: write('mendian.state.json', '{') },
  {
    what: 'the state has conflict markers',
    well: ['sheet export'],
    prepare: write('mendian.state.json', '<<<<<<< HEAD\n{\n=======\n{}\n>>>>>>> x\n'),
  },
  {
    what: 'there are no credentials',
    // Doctor is called with --offline, as where only plans are made.
    well: [...OFFLINE, 'status', 'doctor'],
    prepare: ({ env }) => ({ environment: { ...env, WECHAT_APPID: '', WECHAT_SECRET: '' } }),
  },
  {
    what: 'the secret is wrong',
    well: [...OFFLINE, 'status', 'doctor'],
    prepare: ({ emulator }) => {
      const refusal = { errcode: 40125, errmsg: 'invalid appsecret' };
      emulator.control({ faults: [{ path: '/cgi-bin/stable_token', do: refusal, times: 99 }] });
      return {};
    },
  },
  {
    what: 'nobody listens',
    well: [...OFFLINE, 'status', 'doctor'],
    prepare: async ({ env }) => ({
      environment: {
        ...env,
        WECHAT_API_BASE: `http://127.0.0.1:${await findClosedPort()}`,
        MENDIAN_RETRY_BASE_MS: '1',
      },
    }),
  },
  { what: 'no account has the name', well: [], prepare: () => ({ accounts: ['nobody'] }) },
  {
    what: 'another run holds the lock',
    well: [...OFFLINE, 'import', 'drift', 'doctor'],
    prepare: ({ root, write: put }) => {
      put(
        'mendian.state.json.lock',
        JSON.stringify({ pid: process.ppid, host: 'elsewhere', started_at: NOW }),
      );
      return { root };
    },
  },
];

function write(file: string, text: string): Situation['prepare'] {
  return (shop) => {
    shop.write(file, text);
    return {};
  };
}

async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 1;
}

/** Runs a row of the table with the options that nobody gave at their defaults. */
async function call(name: string, context: Context): Promise<number> {
  const row = rows.get(name);
  const [args, given] = CALLS[name] ?? [[], {}];
  if (row === undefined) throw new Error(`no command ${name}`);
  const defaults = Object.fromEntries(
    row.options.map((option) => [option.attributeName(), option.defaultValue]),
  );
  return await row.run(context, args, { ...defaults, ...given });
}

describe('the commands that take --format', () => {
  test('are all here', () => {
    const taking = [...rows].filter(([, { refuses }]) => refuses?.format === undefined).map(([name]) => name);
    expect(taking.sort()).toEqual(Object.keys(CALLS).sort());
  });

  test.each(SITUATIONS)('print one document of their schema where $what', async ({ prepare, well }) => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    shop.write('photos/keep.txt', '');
    shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '09:00-21:00' });
    const given = await prepare(shop);
    const seen: string[] = [];
    for (const [name, [, , format]] of Object.entries(CALLS)) {
      const day = openDay(shop, NOW);
      // Nobody is there to be asked: a command that tried would throw.
      const exitCode = await call(name, { ...day, assets: ASSETS, ...given, ask: null });
      const document = JSON.parse(day.printed());
      const validate = validators.get(format);
      expect([name, document.format]).toEqual([name, format]);
      expect([name, validate?.(document), validate?.errors]).toEqual([name, true, null]);
      expect([name, day.hinted()]).toEqual([name, expect.not.stringMatching(/^\s*[{[]/mu)]);
      if (exitCode === 0) seen.push(name);
      else expect([name, exitCode, hasReason(document)]).toEqual([name, 1, true]);
    }
    expect(seen).toEqual(Object.keys(CALLS).filter((name) => well.includes(name)));
  });
});

/** Whether a document that ended with 1 says why. */
function hasReason(document: {
  readonly diagnostics?: readonly { readonly severity: string }[];
  readonly checks?: readonly { readonly result: string }[];
}): boolean {
  return (
    document.diagnostics?.some(({ severity }) => severity === 'error') === true ||
    JSON.stringify(document).includes('"fault"')
  );
}
