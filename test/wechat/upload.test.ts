/** The upload of a picture: the form that goes out, and what its answers mean. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../src/emulator/server.ts';
import { createPlatform } from '../../src/wechat/client.ts';
import { encodePicture } from '../../src/wechat/upload.ts';
import { buildJpeg, buildPng, sha256Of } from '../fakes/pictures.ts';
import { connectTo, errorOf } from './connection.ts';

const FRONT = buildJpeg({ word: 'front', bytes: 200_000 });
const PICTURE = { bytes: FRONT, format: 'jpeg', filename: 'front.jpg' } as const;
const ADDRESS = 'http://mmbiz.qpic.cn/mmbiz_jpg/new/0?wx_fmt=jpeg';
const answer = (members: object): string => JSON.stringify(members);

test('the form has one file with its name and type, and bytes as they are', () => {
  const { bytes, contentType } = encodePicture(PICTURE);
  const boundary = /^multipart\/form-data; boundary=([\w-]+)$/u.exec(contentType)?.[1] ?? '';
  const text = Buffer.from(bytes).toString('latin1');
  expect(
    text.startsWith(
      `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="front.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`,
    ),
  ).toBe(true);
  expect(text.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true);
  expect(Buffer.from(bytes).indexOf(FRONT)).toBeGreaterThan(0);
});

test('the emulator reads what is sent, with its length and without chunks', async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const platform = createPlatform({
    apiBase: emulator.baseUrl,
    credentials: { kind: 'secret', appid: 'a', secret: 'the-secret' },
    clock: { now: () => new Date(), sleep: async () => {} },
    retryBaseMs: 1,
    proxy: {},
  });
  onTestFinished(() => platform.close());
  expect(await platform.uploadPicture(PICTURE)).toMatchObject({
    ok: true,
    value: { url: expect.stringContaining('mmbiz_jpg') },
  });
  const png = buildPng();
  expect(await platform.uploadPicture({ bytes: png, format: 'png', filename: 'a.png' })).toMatchObject({
    ok: true,
  });
  expect(emulator.uploads.map(({ sha256 }) => sha256)).toEqual([sha256Of(FRONT), sha256Of(png)]);
  const headers = emulator.requests.at(-1)?.headers ?? {};
  expect(Number(headers['content-length'])).toBeGreaterThan(png.length);
  expect(headers).not.toHaveProperty('transfer-encoding');
});

describe('an answer', () => {
  test.each([
    ['with an errcode', { errcode: 0, errmsg: 'ok', url: ADDRESS }],
    ['without one', { url: ADDRESS }],
  ])('with an address is a success %s', async (_how, members) => {
    const { platform } = await connectTo(() => answer(members));
    expect(await platform.uploadPicture(PICTURE)).toEqual({ ok: true, value: { url: ADDRESS } });
  });

  test.each([
    ['of another host', { url: 'http://evil.example/a.jpg' }, 'evil.example'],
    [
      'that only looks like one',
      { url: 'http://mmbiz.qpic.cn.evil.example/a' },
      'mmbiz.qpic.cn.evil.example',
    ],
    ['that is missing', { errcode: 0, errmsg: 'ok' }, ''],
  ])('with an address %s is refused', async (_how, members, host) => {
    const { platform } = await connectTo(() => answer(members));
    expect(errorOf(await platform.uploadPicture(PICTURE))).toMatchObject({
      class: 'STORE',
      fault: { code: 'PICTURE_ADDRESS_ODD', params: { host } },
    });
  });

  test.each([
    [40005, 'STORE'],
    [40009, 'STORE'],
    [40137, 'STORE'],
    [45001, 'STORE'],
    [41005, 'BUG'],
    [44001, 'BUG'],
    [45009, 'STOP'],
    [45011, 'RETRY'],
    [-1, 'RETRY'],
  ])('%i is %s', async (errcode, kind) => {
    const { platform } = await connectTo(() => answer({ errcode, errmsg: 'no' }));
    expect(errorOf(await platform.uploadPicture(PICTURE))).toMatchObject({ class: kind, errcode });
  });

  test('that is neither of both is none', async () => {
    const { platform } = await connectTo(() => answer({ hello: 1 }));
    expect(errorOf(await platform.uploadPicture(PICTURE))).toMatchObject({
      class: 'RETRY',
      fault: { code: 'NOT_AN_ANSWER' },
    });
  });
});

test('a token that was replaced is renewed once, and the picture sent again', async () => {
  let uploads = 0;
  const { platform, paths } = await connectTo(
    ({ path }) => {
      if (path.startsWith('/cgi-bin/stable_token'))
        return answer({ access_token: `t${uploads}`, expires_in: 7200 });
      uploads += 1;
      return uploads === 1
        ? answer({ errcode: 42001, errmsg: 'access_token expired' })
        : answer({ url: ADDRESS });
    },
    { credentials: { kind: 'secret', appid: 'a', secret: 'the-secret-of-the-account' } },
  );
  expect(await platform.uploadPicture(PICTURE)).toMatchObject({ ok: true });
  expect(paths().filter((path) => path.startsWith('/cgi-bin/media'))).toHaveLength(2);
});
