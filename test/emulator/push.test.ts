/** Push events of the emulator: made when a review ends, and delivered as the platform does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NEW_PICTURE } from '../builders.ts';
import { open, update, withPictures } from './open.ts';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

/** A receiver that gives these answers in turn, the last one for ever. */
async function openReceiver(answers: readonly (readonly [status: number, text: string] | 'cut')[]) {
  const seen: { readonly query: URLSearchParams; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const answer = answers[Math.min(seen.length, answers.length - 1)] ?? 'cut';
    seen.push({ query: new URL(request.url ?? '', 'http://x').searchParams, body });
    if (answer === 'cut') response.destroy();
    else response.writeHead(answer[0]).end(answer[1]);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat?a=b` };
}

async function openReviewed() {
  const stage = await open();
  const { data } = (await stage.call('/wxa/update_store', update(withPictures(NEW_PICTURE)))).json;
  return { ...stage, auditId: String(data.audit_id) };
}

describe('a review that ends', () => {
  test('makes an event, which is listed', async () => {
    const { emulator, get } = await openReviewed();
    emulator.control({ audit: { poi_id: '1', status: 3, reason: ']]> 模糊' } });
    const [event] = await get('/_control/events');
    expect(event).toMatchObject({ status: 3, reason: ']]> 模糊', tries: [], request: null });
    expect(event.xml).toContain('<audit_id>9007199254740993</audit_id>\n<status>3</status>');
    expect(event.xml).toContain('<Event><![CDATA[modify_store_audit_info]]></Event>');
  });

  test('makes none where none was under way, or where it goes on', async () => {
    const { emulator, get } = await openReviewed();
    emulator.control({ audit: { poi_id: '1', status: 2 } });
    expect(await get('/_control/events')).toEqual([]);
    emulator.control({ audit: { poi_id: '1', status: 1 } });
    emulator.control({ audit: { poi_id: '1', status: 1 } });
    expect(await get('/_control/events')).toHaveLength(1);
    emulator.control({ reset: true });
    expect(await get('/_control/events')).toEqual([]);
  });

  test('shows a request that is signed, and with a key sealed', async () => {
    const { emulator, get } = await openReviewed();
    emulator.control({ push: { token: 'a' }, audit: { poi_id: '1', status: 1 } });
    expect((await get('/_control/events'))[0].request).toMatchObject({
      query: {
        signature: expect.stringMatching(/^[0-9a-f]{40}$/u),
        timestamp: expect.stringMatching(/^\d{10}$/u),
      },
      body: expect.stringContaining('<status>1</status>'),
    });
    emulator.control({ push: { token: 'a', aes_key: KEY, appid: 'wx' } });
    const { query, body } = (await get('/_control/events'))[0].request;
    expect(query).toMatchObject({
      encrypt_type: 'aes',
      msg_signature: expect.stringMatching(/^[0-9a-f]{40}$/u),
    });
    expect(body).toMatch(/<Encrypt>/u);
    expect(body).not.toMatch(/<status>/u);
    emulator.control({ push: { token: 'a', aes_key: KEY, appid: 'wx', mode: 'compatible' } });
    expect((await get('/_control/events'))[0].request.body).toMatch(/<status>1<[\s\S]*<Encrypt>/u);
    emulator.control({ push: null });
    expect((await get('/_control/events'))[0].request).toBeNull();
  });
});

describe('a delivery', () => {
  test.each<[string, Parameters<typeof openReceiver>[0], readonly string[]]>([
    ['once where the answer is success', [[200, 'success']], ['success']],
    ['once where the answer is empty', [[200, '']], ['success']],
    [
      'again where it is not',
      [[500, 'x'], 'cut', [200, 'success']],
      ['HTTP 500 x', expect.stringMatching(/^no answer: [A-Z_]+$/u), 'success'],
    ],
    [
      'three times in all',
      [[200, 'Success!']],
      ['HTTP 200 Success!', 'HTTP 200 Success!', 'HTTP 200 Success!'],
    ],
    ['not to where it is sent on', [[302, '']], ['HTTP 302 ', 'HTTP 302 ', 'HTTP 302 ']],
  ])('goes out %s', async (_name, answers, tries) => {
    const receiver = await openReceiver(answers);
    const { emulator } = await openReviewed();
    emulator.control({ push: { url: receiver.url, token: 'a' }, audit: { poi_id: '1', status: 1 } });
    expect((await emulator.events()).map((event) => event.tries)).toEqual([tries]);
    expect(receiver.seen).toHaveLength(tries.length);
    expect(receiver.seen[0]?.query.get('a')).toBe('b');
    expect(receiver.seen[0]?.body).toContain('<status>1</status>');
  });

  test.each([
    'https://127.0.0.1:80/',
    'http://example.invalid:80/',
    'http://127.0.0.1.example.invalid:80/',
    'http://127.0.0.1:80@example.invalid/',
    'http://10.0.0.1:80/',
    'file:///etc/passwd',
  ])('goes nowhere else than to this machine: %s', async (url) => {
    const { post } = await open();
    const { status, json } = await post('/_control', { push: { url, token: 'a' } });
    expect([status, json.error]).toEqual([
      400,
      expect.stringContaining('control.push.url must be an address'),
    ]);
  });

  test.each([
    [{}, 'control.push has no token'],
    [{ token: 'a', aes_key: 'short', appid: 'wx' }, 'control.push.aes_key must be 43 letters and digits'],
    [{ token: 'a', aes_key: KEY }, 'control.push has no appid'],
    [{ token: 'a', mode: 'plain' }, 'control.push.mode must be safe or compatible'],
    [{ token: 'a', key: KEY }, 'control.push takes no key'],
  ])('with settings %j is told what is wrong', async (push, message) => {
    const { post } = await open();
    const { status, json } = await post('/_control', { push });
    expect([status, json.error]).toEqual([400, expect.stringContaining(message)]);
  });
});
