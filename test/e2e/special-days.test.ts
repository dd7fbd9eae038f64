/** The built program and the built action on special days, with a clock that stands where the test says. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { startAt } from '../fakes/clock.ts';
import { openStage } from '../fakes/github/stage.ts';
import { listStores, openShop, storeYaml } from '../fakes/shop.ts';

const NOW = startAt('2026-11-25T02:00:00.000Z');
const ajv = new Ajv({ allowUnionTypes: true });
const isPlan = ajv.compile(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schemas/plan.schema.json'), 'utf8')),
);

describe('the program', () => {
  test('tells what is to come, rehearses a day, and on that day sends it', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    shop.write(
      'calendar/2027-cn.yaml',
      'spring-festival: { from: 2027-02-15, to: 2027-02-21, reason: Spring Festival }\n',
    );
    shop.write(
      'stores/_defaults.yaml',
      'special_hours:\n  - { on: 2027-cn/spring-festival, hour: 10:00-17:00 }\n',
    );
    const now = await shop.run(['plan'], NOW);
    expect([now.exitCode, now.stderr]).toEqual([0, '']);
    expect(now.stdout).toContain(
      '  2027-02-15 (in 82 days): 2 stores, hour 10:00-21:00 → 10:00-17:00 — Spring Festival\n',
    );
    const rehearsed = await shop.runJson(['plan', '--at', '2027-02-15'], NOW);
    expect([isPlan(rehearsed.json), ajv.errorsText(isPlan.errors)]).toEqual([true, 'No errors']);
    expect(rehearsed.json).toMatchObject({
      summary: { update: 2 },
      changes: [{ reason: 'special_hours' }, {}],
    });
    const applied = await shop.runJson(
      ['apply', '--yes', '--rate', '0'],
      startAt('2027-02-14T16:17:00.000Z'),
    );
    expect([applied.exitCode, applied.json.summary.applied, shop.updates()]).toEqual([
      0,
      2,
      ['472671857', '472671858'],
    ]);
  });
});

describe('a pull request', () => {
  const CALENDAR = 'spring-festival: { from: 2027-02-15, to: 2027-02-21, reason: Spring Festival }\n';
  const bodies = (stage: Awaited<ReturnType<typeof openStage>>): readonly string[] =>
    stage.repository.comments.map(({ body }) => body);
  const dated = (poi_id: string): string =>
    `${storeYaml({ poi_id })}special_hours:\n  - { on: 2027-cn/spring-festival, hour: 10:00-17:00 }\n`;

  test('is told what its merge will do on which day, by its days alone', async () => {
    const stage = await openStage({
      stores: listStores(3),
      files: { 'calendar/2027-cn.yaml': CALENDAR, 'stores/472671857.yaml': dated('472671857') },
    });
    const pull = await stage.propose('festival', { 'stores/472671858.yaml': dated('472671858') });
    const end = await stage.plan(pull, { env: NOW });
    expect([end.exitCode, end.problems, stage.github.problems]).toEqual([0, [], []]);
    const [body = ''] = bodies(stage);
    expect(body).toContain(
      '#### After the merge, hours will change by themselves on these days\n\n- **2027-02-15 (in 82 days)**: `示例店`, hour `10:00-21:00 → 10:00-17:00` — Spring Festival\n- **2027-02-22',
    );
    expect(body).not.toContain('472671857');
    const document = JSON.parse(readFileSync(end.outputs['plan-file'] ?? '', 'utf8'));
    expect([isPlan(document), ajv.errorsText(isPlan.errors)]).toEqual([true, 'No errors']);
    expect(document.scheduled).toHaveLength(4);
    expect(document.pull.scheduled.added.map(({ poi_id }: { poi_id: string }) => poi_id)).toEqual([
      '472671858',
      '472671858',
    ]);
  });

  test('that moves the days of a calendar is told so, with the base’s own calendar as the measure', async () => {
    const stage = await openStage({
      stores: listStores(1),
      files: { 'calendar/2027-cn.yaml': CALENDAR, 'stores/472671857.yaml': dated('472671857') },
    });
    const moved = await stage.propose('moved', {
      'calendar/2027-cn.yaml': CALENDAR.replace('2027-02-21', '2027-02-20'),
    });
    await stage.plan(moved, { env: NOW });
    const [body = ''] = bodies(stage);
    expect(body).toMatch(
      /After the merge.*\n\n- \*\*2027-02-21 .*`10:00-17:00 → 10:00-21:00`.*\n\n#### No longer.*\n\n- \*\*2027-02-22/u,
    );
    expect(body).not.toContain('**2027-02-15');
  });

  test('that has nothing to do with the special days to come gets no comment', async () => {
    const stage = await openStage({
      stores: listStores(1),
      files: { 'calendar/2027-cn.yaml': CALENDAR, 'stores/472671857.yaml': dated('472671857') },
    });
    const docs = await stage.propose('docs', { 'README.md': 'more\n' });
    const end = await stage.plan(docs, { env: NOW });
    expect([end.exitCode, bodies(stage)]).toEqual([0, []]);
    expect(end.summary).toContain('Forecast: 2 changes of hours for special days');
  });
});
