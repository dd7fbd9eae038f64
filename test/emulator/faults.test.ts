/** Scripted faults over real HTTP: what the caller sees, and whether the call took effect. */
import { describe, expect, test } from 'vitest';
import type { FaultAction } from '../../src/emulator/faults.ts';
import { NEW_PICTURE } from '../builders.ts';
import { open, update, withPictures } from './open.ts';

const PATH = '/wxa/update_store';

async function openWithFault(action: FaultAction) {
  const opened = await open();
  opened.emulator.control({ faults: [{ path: PATH, do: action }] });
  const send = () => opened.call(PATH, update({ hour: '09:00-21:00' }));
  const hour = () => opened.emulator.stores.get('1')?.hour;
  return { ...opened, send, hour };
}

describe('a connection', () => {
  test.each([
    ['reset', 'before', '10:00-21:00'],
    ['reset-after', 'after', '09:00-21:00'],
    ['truncate', 'in the middle of the answer, after', '09:00-21:00'],
  ] as const)('is cut by %s %s the call takes effect', async (action, _when, hour) => {
    const fault = await openWithFault(action);
    await expect(fault.send()).rejects.toThrow();
    expect(fault.hour()).toBe(hour);
    expect((await fault.send()).json.errcode).toBe(0);
  });

  test('that hangs gets no answer, has no effect, and does not keep the emulator from closing', async () => {
    const { emulator, send, hour } = await openWithFault('hang');
    const answer = send().then(
      () => 'answered',
      () => 'cut',
    );
    await emulator.waitForRequests(PATH, 1);
    await emulator.close();
    expect(await answer).toBe('cut');
    expect(hour()).toBe('10:00-21:00');
  });
});

describe('an answer', () => {
  test.each([
    ['http500', 502, /^<html>/u],
    ['html', 200, /^<!DOCTYPE html>/u],
    [{ body: '{"a":1}', status: 503 }, 503, /^\{"a":1\}$/u],
    [{ body: '' }, 200, /^$/u],
    [
      { errcode: -1, errmsg: 'system error' },
      200,
      /^\{"errcode":-1,"errmsg":"system error rid: [0-9a-f-]{26}"\}$/u,
    ],
    [{ errcode: 45009 }, 200, /"errcode":45009/u],
  ] as const)('is replaced by %j, and the call has no effect', async (action, status, text) => {
    const { send, hour } = await openWithFault(action);
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect(hour()).toBe('10:00-21:00');
  });

  test('without data is a success that took effect', async () => {
    const { emulator, call } = await openWithFault('no-data');
    const answer = await call(PATH, update(withPictures(NEW_PICTURE)));
    expect(answer.json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(emulator.stores.get('1')?.pending?.pictures).toEqual([NEW_PICTURE]);
  });

  test('that is slow is whole', async () => {
    const { send, hour } = await openWithFault({ slow: 1 });
    expect((await send()).json.errcode).toBe(0);
    expect(hour()).toBe('09:00-21:00');
  });
});

describe('a rule', () => {
  test('counts only the calls that it matches, and acts once where no number is given', async () => {
    const { emulator, call } = await open();
    emulator.control({ faults: [{ path: PATH, after: 1, do: { errcode: -1 } }] });
    const codes: number[] = [];
    for (const path of [PATH, '/wxa/get_store_info', PATH, PATH])
      codes.push((await call(path, update())).json.errcode);
    expect(codes).toEqual([0, 0, -1, 0]);
  });

  test('lets the next rule see the calls that it lets pass', async () => {
    const { emulator, call } = await open();
    emulator.control({
      faults: [
        { path: PATH, after: 1, do: { errcode: -1 } },
        { path: PATH, do: { errcode: 45011 } },
      ],
    });
    const codes: number[] = [];
    for (let count = 0; count < 3; count += 1) codes.push((await call(PATH, update())).json.errcode);
    expect(codes).toEqual([45011, -1, 0]);
  });

  test('for a store meets it also where the id came as a number', async () => {
    const { emulator, call } = await open();
    emulator.control({ faults: [{ path: PATH, poi_id: '1', do: { errcode: -1 } }] });
    expect((await call(PATH, update({ poi_id: 1 }))).json.errcode).toBe(-1);
  });

  test('for the token call meets it too', async () => {
    const { emulator, post } = await open();
    emulator.control({ faults: [{ path: '/cgi-bin/stable_token', do: 'http500' }] });
    expect((await post('/cgi-bin/stable_token', {})).status).toBe(502);
  });
});
