/** Holds how a program is asked for tokens: real children, each a few lines of a script. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import type { ClientOptions } from '../../src/wechat/client.ts';
import { connectTo, errorOf, refuse, STORE } from './connection.ts';
import { type Received, startServer, withStatus } from './scripted-server.ts';

const GIVE = `console.log(JSON.stringify({ access_token: 'hub-token-' + count, expires_in: 7200 }));`;

/** Connects by a script that counts its starts in `count` and has its input in `asked`. */
async function openHub(
  script: string,
  answer: (received: Received) => string = () => STORE,
  options: Partial<ClientOptions> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-hub-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    join(folder, 'hub.mjs'),
    `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
     import { spawn } from 'node:child_process';
     const asked = readFileSync(0, 'utf8');
     appendFileSync('asked', asked);
     const count = readFileSync('asked', 'utf8').trim().split('\\n').length;
     ${script}`,
  );
  const words = [process.execPath, 'hub.mjs', 'a b'] as const;
  const connected = await connectTo(answer, {
    folder,
    credentials: { kind: 'command', words, account: 'teashop', appid: 'wxtea' },
    ...options,
  });
  const asked = (): string =>
    existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8') : '';
  const read = () => connected.platform.readStore('472671857');
  return { ...connected, folder, asked, read };
}

describe('a credential command', () => {
  test('is told account and appid, and its token is used while it is good', async () => {
    const { read, asked, server, clock } = await openHub(GIVE);
    expect((await read()).ok).toBe(true);
    clock.pass(6_899_000);
    await read();
    expect(asked()).toBe('{"account":"teashop","appid":"wxtea"}\n');
    clock.pass(1_000);
    await read();
    expect(server.received.map(({ token }) => token)).toEqual(['hub-token-1', 'hub-token-1', 'hub-token-2']);
  });

  test('is asked again when its token is refused', async () => {
    const accept = ({ token }: Received): string => (token === 'hub-token-2' ? STORE : refuse(40001));
    const { read, server } = await openHub(GIVE, accept);
    expect((await read()).ok).toBe(true);
    expect(server.received.map(({ token }) => token)).toEqual(['hub-token-1', 'hub-token-2']);
  });

  test('that gives the refused token again ends the run', async () => {
    const same = `console.log('{"access_token":"hub-token-1","expires_in":7200}')`;
    const { read, server, clock } = await openHub(same, () => refuse(42001, 'access_token expired'));
    expect(errorOf(await read())).toMatchObject({ class: 'STOP', fault: { code: 'TOKEN_REFUSED' } });
    expect([server.received.length, clock.waits]).toEqual([2, [7]]);
  });

  test('is asked once for many callers at a time', async () => {
    const { read, asked } = await openHub(GIVE);
    await Promise.all(Array.from({ length: 6 }, read));
    expect(asked().trim().split('\n').length).toBe(1);
  });

  test.each([
    ['exit', '3', 'process.exit(3)'],
    ['signal', 'SIGKILL', `process.kill(process.pid, 'SIGKILL')`],
    ['not-json', '', `console.log('SUPERSECRET1')`],
    ['not-json', '', `console.log('[1]')`],
    ['not-json', '', ''],
    ['no-token', '', `console.log('{"token":"SUPERSECRET1"}')`],
    ['no-expiry', '', `console.log('{"access_token":"SUPERSECRET1"}')`],
    ['no-expiry', '', `console.log('{"access_token":"SUPERSECRET1","expires_in":0}')`],
    ['long', '64', `for (;;) console.log('SUPERSECRET1'.repeat(1000))`],
  ])(
    'that fails (%s %s) sends nothing and shows nothing of its output: %s',
    async (problem, detail, script) => {
      const { read, server } = await openHub(script);
      const error = errorOf(await read());
      expect(error).toMatchObject({ class: 'STOP', landed: 'no', fault: { params: { problem, detail } } });
      expect(error.fault.code).toBe('COMMAND_FAILED');
      expect(JSON.stringify(error)).not.toContain('SUPERSECRET1');
      expect(server.received).toEqual([]);
    },
  );

  test('says its last words, without secrets and not too many', async () => {
    const secrets = ['the-secret-of-the-environment'];
    const script = `
      console.error('access_token=SUPERSECRET1&x "refresh_token": "SUPERSECRET2" ' + 'x'.repeat(300));
      console.error('could not log in\\n  with the-secret-of-the-environment');
      process.exit(1)`;
    const { read } = await openHub(script, () => STORE, { secrets });
    const { fault } = errorOf(await read());
    const { message } = describeFault(fault, en);
    expect(message).toMatch(/exit code 1; its last words: ….*could not log in with \*\*\*\.$/u);
    expect(message).not.toMatch(/SUPERSECRET|of-the-environment/u);
    const { read: readShort } = await openHub(`console.error('token: SUPERSECRET1'); process.exit(1)`);
    expect(describeFault(errorOf(await readShort()).fault, en).message).toContain('last words: token: ***.');
  });

  test('that is not there is told by the system’s code', async () => {
    const credentials = { kind: 'command', words: ['./no-such-program'], account: 'a', appid: null } as const;
    const { read } = await openHub('', () => STORE, { credentials });
    expect(errorOf(await read()).fault).toMatchObject({ params: { problem: 'start', detail: 'ENOENT' } });
  });

  test('that does not end is ended in time, with what it has started', async () => {
    const script = `
      process.on('SIGTERM', () => {});
      const child = spawn('sleep', ['60'], { stdio: 'inherit' });
      writeFileSync('pid', String(child.pid));
      setInterval(() => {}, 1000)`;
    const { read, folder } = await openHub(script);
    expect(errorOf(await read()).fault).toMatchObject({ params: { problem: 'time', detail: '2' } });
    expect(isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
  });

  test('is ended by a signal to the run, and not started after one', async () => {
    const stop = new AbortController();
    const { read, asked } = await openHub('setInterval(() => {}, 1000)', () => STORE, {
      signal: stop.signal,
    });
    const reading = read();
    while (asked() === '') await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort('SIGINT');
    expect(errorOf(await reading).fault).toMatchObject({ params: { problem: 'stopped' } });
    await read();
    expect(asked().trim().split('\n').length).toBe(1);
  });
});

test('the program of the documentation gets a token from a hub', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/third-party.md'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'mendian-hub-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'hub.mjs'), /```js\n([^`]+(?:`[^`]+`[^`]+)*?)```/u.exec(page)?.[1] ?? '');
  const hub = await startServer(({ headers, path }) =>
    headers.authorization === 'Bearer the-key' && path === '/tokens/wxtea'
      ? '{"access_token":"token-of-the-hub","expires_in":600,"more":1}'
      : withStatus(403, ''),
  );
  const read = async (key: string) => {
    vi.stubEnv('HUB_URL', hub.base);
    vi.stubEnv('HUB_KEY', key);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const words = [process.execPath, 'hub.mjs'] as const;
    const credentials = { kind: 'command', words, account: 'teashop', appid: 'wxtea' } as const;
    const { platform, server } = await connectTo(() => STORE, { folder, credentials });
    return { answer: await platform.readStore('472671857'), server };
  };
  const { answer, server } = await read('the-key');
  expect([answer.ok, server.received[0]?.token]).toEqual([true, 'token-of-the-hub']);
  const { fault } = errorOf((await read('another')).answer);
  expect(fault.params).toMatchObject({ problem: 'exit', stderr: 'the hub answered HTTP 403 for teashop' });
});

/** A child that has ended and was not waited for is none. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
