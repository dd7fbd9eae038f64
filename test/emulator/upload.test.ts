/** The emulator's upload of pictures: real forms, and errors as the page names them. */
import { describe, expect, test } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/server.ts';
import { buildJpeg, buildPng, sha256Of } from '../fakes/pictures.ts';
import { open, update, withPictures } from './open.ts';

const PATH = '/cgi-bin/media/uploadimg';
const FRONT = buildJpeg({ word: 'front' });

async function openDesk(options: EmulatorOptions = {}) {
  const { emulator, token, call } = await open(options);
  const post = async (form: FormData | string, headers: Record<string, string> = {}) => {
    // undici sends a form of a known length with that length.
    const response = await fetch(`${emulator.baseUrl}${PATH}?access_token=${token}`, {
      method: 'POST',
      body: form,
      headers,
    });
    return (await response.json()) as { errcode?: number; url?: string };
  };
  const upload = (bytes: Uint8Array, name = 'a.jpg', type = 'image/jpeg', field = 'media') => {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
    return post(form);
  };
  return { emulator, upload, post, call };
}

describe('an upload', () => {
  test('gets an address of its own each time, which an update may use', async () => {
    const { emulator, upload, call } = await openDesk();
    const [first, second] = [await upload(FRONT), await upload(FRONT)];
    expect(first.url).toMatch(/^http:\/\/mmbiz\.qpic\.cn\/mmbiz_jpg\/[0-9a-f-]+\/0\?wx_fmt=jpeg$/u);
    expect(second.url).not.toBe(first.url);
    expect(emulator.uploads).toMatchObject([
      { sha256: sha256Of(FRONT), bytes: FRONT.length, url: first.url },
      {},
    ]);
    const answer = await call('/wxa/update_store', update(withPictures(first.url ?? '')));
    expect(answer.json).toMatchObject({ errcode: 0, data: { has_audit_id: 1 } });
  });

  test('gets the same address again, and an errcode, where the switches say so', async () => {
    const { upload } = await openDesk({ switches: { uploadUrls: 'same', uploadErrcode: 'zero' } });
    const [first, second] = [
      await upload(buildPng(), 'a.png', 'image/png'),
      await upload(buildPng(), 'b.png', 'image/png'),
    ];
    expect(first).toMatchObject({ errcode: 0, url: expect.stringContaining('mmbiz_png') });
    expect(second.url).toBe(first.url);
  });

  test('is in the log by its size, without its bytes', async () => {
    const { emulator, upload } = await openDesk();
    await upload(buildJpeg({ bytes: 50_000 }));
    expect(emulator.requests.at(-1)).toMatchObject({
      path: PATH,
      body: 'media: a.jpg, image/jpeg, 50000 bytes',
    });
  });

  test.each<[string, (desk: Awaited<ReturnType<typeof openDesk>>) => Promise<{ errcode?: number }>, number]>([
    ['under another field', ({ upload }) => upload(FRONT, 'a.jpg', 'image/jpeg', 'file'), 41005],
    [
      'without a filename',
      ({ post }) => {
        const form = new FormData();
        form.append('media', 'text');
        return post(form);
      },
      41005,
    ],
    [
      'as a form that is none',
      ({ post }) => post('x', { 'content-type': 'multipart/form-data; boundary=b' }),
      41005,
    ],
    ['as JSON', ({ post }) => post('{}', { 'content-type': 'application/json' }), 41005],
    ['of nothing', ({ upload }) => upload(new Uint8Array()), 44001],
    ['of a GIF', ({ upload }) => upload(Buffer.from('GIF89a')), 40005],
    ['under the wrong type', ({ upload }) => upload(FRONT, 'a.jpg', 'text/plain'), 40137],
    ['of too much', ({ upload }) => upload(buildJpeg({ bytes: 1_048_576 })), 40009],
  ])('%s is refused', async (_what, act, errcode) => {
    const desk = await openDesk();
    expect((await act(desk)).errcode).toBe(errcode);
    expect(desk.emulator.uploads).toEqual([]);
  });

  test('meets scripted faults like any call', async () => {
    const { emulator, upload } = await openDesk();
    emulator.control({ faults: [{ path: PATH, do: { errcode: 45009 } }] });
    expect((await upload(FRONT)).errcode).toBe(45009);
    expect((await upload(FRONT)).url).toBeDefined();
  });
});
