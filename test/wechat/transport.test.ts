/** Holds one HTTP attempt against real servers, proxies and dead ports. */
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createTransport,
  type HttpAnswer,
  type Transport,
  type TransportOptions,
} from '../../src/wechat/transport.ts';
import { cut, findDeadPort, hang, startProxy, startServer, truncate, withStatus } from './scripted-server.ts';

function openTransport(options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({ proxy: {}, connectTimeout: 2_000, answerTimeout: 5_000, ...options });
  onTestFinished(() => transport.close());
  return transport;
}

async function post(base: string, options: Partial<TransportOptions> = {}): Promise<HttpAnswer> {
  const url = `${base}/wxa/update_store?access_token=token-never-to-be-shown`;
  return await openTransport(options).send({ method: 'POST', url, body: '{"hour":"10:00-21:00"}' });
}

describe('one attempt', () => {
  test('sends the text as it is, with its length in bytes and not in chunks', async () => {
    const server = await startServer(() => '{"errcode":0}');
    const body = '{"name":"人民广场店 😀"}';
    const answer = await openTransport().send({ method: 'POST', url: `${server.base}/wxa/x`, body });
    expect(answer).toMatchObject({ kind: 'answer', status: 200, text: '{"errcode":0}' });
    const [received] = server.received;
    expect(received?.body).toBe(body);
    expect(received?.headers).toMatchObject({
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json; charset=utf-8',
    });
    expect(received?.headers['transfer-encoding']).toBeUndefined();
  });

  test('keeps its connections for later calls', async () => {
    const server = await startServer(() => '{}');
    const transport = openTransport();
    for (let count = 0; count < 8; count += 1)
      await transport.send({ method: 'POST', url: `${server.base}/`, body: '{}' });
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('follows no redirect', async () => {
    const server = await startServer(() => (response) => {
      response.writeHead(302, { location: '/elsewhere' });
      response.end();
    });
    expect(await post(server.base)).toMatchObject({ kind: 'answer', status: 302 });
    expect(server.received.length).toBe(1);
  });

  test('gives every status as an answer', async () => {
    const server = await startServer(() => withStatus(502, '<html>'));
    expect(await post(server.base)).toMatchObject({ kind: 'answer', status: 502, text: '<html>' });
  });

  test('tells what time it is there, or that nothing was said', async () => {
    const date = 'Wed, 25 Nov 2026 02:00:00 GMT';
    const server = await startServer((_received, count) => (response) => {
      response.sendDate = false;
      if (count === 1) response.setHeader('date', date);
      response.end('{}');
    });
    expect(await post(server.base)).toMatchObject({ date });
    expect(await post(server.base)).toMatchObject({ date: null });
  });

  test.each([
    ['a cut before any answer', cut, 'connection-cut'],
    ['a cut in the middle of an answer', truncate('{"errcode":0'), 'connection-cut'],
  ])('may have landed after %s', async (_name, reply, detail) => {
    const server = await startServer(() => reply);
    expect(await post(server.base)).toEqual({ kind: 'silence', landed: 'maybe', detail });
  });

  test('may have landed where no answer comes in time', async () => {
    const server = await startServer(() => hang);
    const detail = expect.stringMatching(/in-time$/u);
    expect(await post(server.base, { answerTimeout: 100 })).toEqual({
      kind: 'silence',
      landed: 'maybe',
      detail,
    });
  });

  test('gives up on an answer that drips in', async () => {
    const server = await startServer(() => (response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const silence = { kind: 'silence', landed: 'maybe', detail: 'no-whole-answer-in-time' };
    expect(await post(server.base, { answerTimeout: 100 })).toEqual(silence);
  });

  test('reads no more than five megabytes', async () => {
    const server = await startServer(() => 'x'.repeat(5_100_000));
    const silence = { kind: 'silence', landed: 'maybe', detail: 'answer-too-large' };
    expect(await post(server.base)).toEqual(silence);
  });

  test('did not land where nobody listens', async () => {
    const silence = { kind: 'silence', landed: 'no', detail: 'connection-refused' };
    expect(await post(`http://127.0.0.1:${await findDeadPort()}`)).toEqual(silence);
  });

  test('did not land where the host has no address', async () => {
    const answer = await post('http://no-such-host.invalid');
    expect(answer).toMatchObject({
      kind: 'silence',
      landed: 'no',
      detail: expect.stringMatching(/^host-/u),
    });
  });

  test('did not land where https is asked of a server that speaks http', async () => {
    const server = await startServer(() => '{}');
    const answer = await post(server.base.replace('http:', 'https:'));
    expect(answer).toMatchObject({ kind: 'silence', landed: 'no' });
    expect(server.received).toEqual([]);
  });
});

describe('proxies', () => {
  test('go through a tunnel, showing name and password to the proxy alone', async () => {
    const server = await startServer(() => '{"errcode":0}');
    const proxy = await startProxy('open');
    const httpProxy = `http://keeper:p%40ss@127.0.0.1:${proxy.port}`;
    expect(await post(server.base, { proxy: { httpProxy } })).toMatchObject({ status: 200 });
    const authorization = `Basic ${Buffer.from('keeper:p@ss').toString('base64')}`;
    expect(proxy.tunnels).toEqual([{ to: `127.0.0.1:${server.port}`, authorization }]);
    expect(server.received[0]?.headers['proxy-authorization']).toBeUndefined();
    expect(server.received[0]?.headers['content-length']).toBe('22');
  });

  test('may be named without a scheme', async () => {
    const server = await startServer(() => '{"errcode":0}');
    const proxy = await startProxy('open');
    expect(await post(server.base, { proxy: { httpProxy: `127.0.0.1:${proxy.port}` } })).toMatchObject({
      status: 200,
    });
    expect(proxy.tunnels.length).toBe(1);
  });

  test.each(['127.0.0.1', 'localhost, 127.0.0.1', '*'])(
    'are left out for hosts of NO_PROXY (%s), dead or not',
    async (noProxy) => {
      const server = await startServer(() => '{"errcode":0}');
      const dead = `http://127.0.0.1:${await findDeadPort()}`;
      const proxy = { httpProxy: dead, httpsProxy: dead, noProxy };
      expect(await post(server.base, { proxy })).toMatchObject({ status: 200 });
    },
  );

  test('are not gone around when they are dead', async () => {
    const server = await startServer(() => '{"errcode":0}');
    const httpProxy = `http://keeper:password@127.0.0.1:${await findDeadPort()}`;
    expect(await post(server.base, { proxy: { httpProxy } })).toEqual({
      kind: 'silence',
      landed: 'no',
      detail: 'connection-refused',
    });
    expect(server.received).toEqual([]);
  });

  test.each([403, 407, 502])('that refuse with %i did not let the call through', async (refusal) => {
    const proxy = await startProxy({ refusal });
    expect(
      await post('http://127.0.0.1:9', { proxy: { httpProxy: `http://127.0.0.1:${proxy.port}` } }),
    ).toEqual({
      kind: 'silence',
      landed: 'no',
      detail: 'proxy-refused',
    });
  });

  test('that stay silent are given up in time', async () => {
    const proxy = await startProxy('silent');
    const options = { proxy: { httpProxy: `http://127.0.0.1:${proxy.port}` }, answerTimeout: 100 };
    expect(await post('http://127.0.0.1:9', options)).toMatchObject({ kind: 'silence' });
  });

  test.each(['http://keeper:password@', 'http://keeper:%zz@127.0.0.1:1', 'http://[bad'])(
    'with an address that cannot be used (%s) end as a fault without it',
    async (httpProxy) => {
      const server = await startServer(() => '{"errcode":0}');
      expect(await post(server.base, { proxy: { httpProxy } })).toEqual({
        kind: 'silence',
        landed: 'no',
        detail: 'proxy-unusable',
      });
      expect(server.received).toEqual([]);
    },
  );
});
