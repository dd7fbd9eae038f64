/** The forwarder of docs/events.md, run as it stands on the page: between an emulated WeChat and GitHub's dispatches. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PushSettings, pushRequest } from '../../src/emulator/push-message.ts';
import { formatState } from '../../src/state/format.ts';
import { buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { runProgram } from '../fakes/program.ts';
import { AES_KEY, PLAIN, PUSH_ENV, PUSH_TOKEN, SAFE, startReview } from '../fakes/push.ts';
import { openShop, type Shop } from '../fakes/shop.ts';

const ID = '472671857';
const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');
const [CODE = '', FILTER = ''] = [...PAGE.matchAll(/^```js\n([\s\S]*?)^```$/gmu)].map(
  ([, block = '']) => block,
);
const [, CONDITION = ''] = /^`(if \(!isReview.*?)`/mu.exec(PAGE) ?? [];
/** The code with the page's addition put where the page says. */
const FILTERING = `${CODE.replace(/^ *const client_payload/mu, (line) => `${CONDITION}\n${line}`)}\n${FILTER}`;
const TOKEN = 'github_pat_of_the_tests';
const EVENT = '<xml><MsgType>event</MsgType><Event>modify_store_audit_info</Event></xml>';
const MESSAGE = '<xml><MsgType>text</MsgType><Content><![CDATA[在吗]]></Content></xml>';

interface Dispatches {
  readonly url: string;
  /** Payloads that were taken. */
  readonly taken: { readonly event_type: string; readonly client_payload: object }[];
  /** What was wrong with a call. */
  readonly problems: string[];
  /** Ends of the next calls; 204 after these. */
  readonly script: (number | 'hang')[];
}

/** GitHub's `POST /repos/{owner}/{repo}/dispatches`, as strict as its description. */
async function openDispatches(): Promise<Dispatches> {
  const dispatches: Omit<Dispatches, 'url'> = { taken: [], problems: [], script: [] };
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const end = dispatches.script.shift() ?? 204;
      if (end === 'hang') return;
      const wrong = judge(request, body);
      if (wrong !== null) dispatches.problems.push(wrong);
      if (end === 204 && wrong === null) dispatches.taken.push(JSON.parse(body));
      response.writeHead(wrong === null ? end : 422).end();
    });
  });
  return { ...dispatches, url: await listen(server) };
}

function judge({ method, url, headers }: IncomingMessage, body: string): string | null {
  if (`${method} ${url}` !== 'POST /repos/shop/stores/dispatches') return `${method} ${url}`;
  if (headers.authorization !== `Bearer ${TOKEN}`) return 'no token';
  if (headers['user-agent'] === undefined) return 'GitHub refuses calls without a user agent';
  const { event_type: type, client_payload: payload } = JSON.parse(body);
  if (typeof type !== 'string' || type.length < 1 || type.length > 100) return 'event_type';
  return Object.keys(payload).length <= 10 && JSON.stringify(payload).length < 65_536
    ? null
    : 'client_payload';
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  return body;
}

async function listen(server: Server): Promise<string> {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that was free a moment ago. */
async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts the page's code, and waits until it answers. */
async function startForwarder(
  shop: Shop,
  env: Readonly<Record<string, string>>,
  code: string,
): Promise<string> {
  writeFileSync(join(shop.root, 'forwarder.mjs'), code);
  const port = await findPort();
  const child = execa(process.execPath, ['forwarder.mjs'], {
    cwd: shop.root,
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...env },
    extendEnv: false,
    reject: false,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}/wechat`;
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return url;
    if (tries > 400) throw new Error('the forwarder does not listen');
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** WeChat beside a forwarder beside GitHub. */
async function open({
  env = {},
  code = CODE,
}: {
  readonly env?: Readonly<Record<string, string>>;
  readonly code?: string;
} = {}) {
  const shop = await openShop();
  const github = await openDispatches();
  const url = await startForwarder(
    shop,
    {
      WECHAT_PUSH_TOKEN: PUSH_TOKEN,
      GITHUB_TOKEN: TOKEN,
      GITHUB_REPOSITORY: 'shop/stores',
      GITHUB_API_URL: github.url,
      ...env,
    },
    code,
  );
  const send = async (xml: string, settings: PushSettings = SAFE, spoil: object = {}) => {
    const { query, body } = pushRequest(xml, settings, Math.floor(Date.now() / 1000));
    const address = `${url}?${new URLSearchParams({ ...query, ...spoil })}`;
    const answer = await fetch(address, { method: 'POST', body });
    return [answer.status, await answer.text()];
  };
  return { shop, github, url, send };
}

describe('the forwarder', () => {
  test('is short, and needs no package', () => {
    const lines = CODE.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//'));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.length).toBeLessThanOrEqual(30);
    for (const [, from] of FILTERING.matchAll(/from '([^']+)'/gu)) expect(from).toMatch(/^node:/u);
  });

  test('answers the check of its address, and nobody else’s', async () => {
    const { url, github } = await open();
    const { query } = pushRequest('', PLAIN, Math.floor(Date.now() / 1000));
    const ask = async (more: object): Promise<unknown[]> => {
      const answer = await fetch(`${url}?${new URLSearchParams({ ...query, echostr: '<b>42', ...more })}`);
      return [answer.status, await answer.text(), answer.headers.get('content-type')];
    };
    expect(await ask({})).toEqual([200, '<b>42', 'text/plain']);
    for (const more of [{ nonce: '0' }, { signature: '' }, { signature: 'zz' }, { timestamp: '1' }])
      expect(await ask(more)).toEqual([403, '', 'text/plain']);
    expect(github.taken).toEqual([]);
  });

  test('hands a review on as it came, and says success once GitHub has it', async () => {
    const { github, send } = await open();
    expect(await send(EVENT)).toEqual([200, 'success']);
    expect(await send(EVENT, PLAIN)).toEqual([200, 'success']);
    expect(await send(EVENT, { ...SAFE, mode: 'compatible' })).toEqual([200, 'success']);
    expect(github.problems).toEqual([]);
    expect(github.taken).toHaveLength(3);
    expect(github.taken[0]).toMatchObject({
      event_type: 'wechat-push',
      client_payload: {
        query: { encrypt_type: 'aes', timestamp: expect.stringMatching(/^\d{10}$/u) },
        body: expect.stringContaining('<Encrypt>'),
        received_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z$/u),
      },
    });
  });

  test('hands on whatever it is, and with the addition of the page reviews alone', async () => {
    const all = await open();
    expect(await all.send(MESSAGE)).toEqual([200, 'success']);
    expect(all.github.taken).toHaveLength(1);
    const { github, send } = await open({ env: { WECHAT_ENCODING_AES_KEY: AES_KEY }, code: FILTERING });
    for (const settings of [SAFE, PLAIN]) {
      expect(await send(MESSAGE, settings)).toEqual([200, 'success']);
      expect(await send(EVENT, settings)).toEqual([200, 'success']);
    }
    expect(github.taken).toHaveLength(2);
  });

  test('tries twice, and then lets WeChat send it again', async () => {
    const { github, send } = await open();
    github.script.push(500);
    expect(await send(EVENT)).toEqual([200, 'success']);
    github.script.push('hang', 503);
    expect(await send(EVENT)).toEqual([502, '']);
    expect(await send(EVENT)).toEqual([200, 'success']);
    expect(github.taken).toHaveLength(2);
  });

  test('goes on after whatever comes in', async () => {
    const { github, url, send } = await open();
    expect(await send(EVENT, SAFE, { signature: 'x' })).toEqual([403, '']);
    await send(`<xml>${'x'.repeat(100_000)}</xml>`, PLAIN).catch(() => null);
    await fetch(`${url}/..//%00?%%%`, { method: 'PUT', body: 'x' }).catch(() => null);
    expect(await send(EVENT)).toEqual([200, 'success']);
    expect(github.taken).toHaveLength(1);
  });

  test('brings a review from WeChat into the record', async () => {
    const { shop, github, url } = await open();
    const values = buildValues({ pic_list: [NEW_PICTURE] });
    shop.emulator.control({ seed: [{ poi_id: ID, name: '示例店', values: buildValues() }] });
    const audit_id = await startReview(shop.emulator, ID, values);
    const record = { values, audit_id, review: 'pending', approved_pic_list: [PICTURE] } as const;
    shop.write('mendian.state.json', formatState({ version: 1, stores: new Map([[ID, record]]), extra: {} }));
    shop.writeStore(`stores/${ID}.yaml`, { poi_id: ID, ...values });
    shop.emulator.control({ push: { ...SAFE, url }, audit: { poi_id: ID, status: 3, reason: '图片模糊' } });
    expect((await shop.emulator.events()).map(({ tries }) => tries)).toEqual([['success']]);
    const run = await runProgram(['event', '-'], {
      cwd: shop.root,
      env: { ...shop.env, ...PUSH_ENV },
      input: JSON.stringify(github.taken[0]?.client_payload),
    });
    expect(run.exitCode, run.stdout).toBe(0);
    expect(shop.records()[ID]).toMatchObject({ review: 'rejected', reason: '图片模糊' });
  });
});
