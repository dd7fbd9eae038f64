/** The built action under a runner: from an empty repository to a merged pull request whose audit ids are in the branch. */
import { describe, expect, test } from 'vitest';
import { listNodes } from '../fakes/github/nodes.ts';
import { openStage } from '../fakes/github/stage.ts';
import { listStores } from '../fakes/shop.ts';

const OTHER = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';

describe('the way of a change', () => {
  test.for(listNodes())(
    'goes from a pull request to the audit id in the branch, on $name',
    async ({ node, present }, { skip }) => {
      skip(!present, 'Node 24 is not here: .ci/run installs it, MENDIAN_NODE24 may name one');
      const stage = await openStage({ stores: [], begin: 'live' });
      const { github, repository, emulator } = stage;
      emulator.control({
        seed: listStores(3).map(({ poi_id }) => ({
          poi_id,
          name: '示例店',
          values: {
            hour: '10:00-21:00',
            contract_phone: '021-00001234',
            pic_list: ['http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg'],
          },
        })),
      });
      const [, , third] = listStores(3);
      const pull = await stage.propose('first', {
        ...stage.storeFiles(listStores(2)),
        ...stage.storeFiles([{ poi_id: third?.poi_id ?? '', pic_list: [OTHER] }]),
      });
      const planned = await stage.plan(pull, { node });
      expect([planned.exitCode, planned.problems]).toEqual([0, []]);
      expect(planned.outputs).toMatchObject({ changes: 'true', adopt: '3', update: '0' });
      expect(repository.comments.map(({ login }) => login)).toEqual(['github-actions[bot]']);
      expect(emulator.requests).toEqual([]);

      const applied = await stage.apply(await stage.merge(pull), { node });
      expect([applied.exitCode, applied.problems]).toEqual([0, []]);
      expect(applied.outputs).toMatchObject({ applied: '3', failed: '0', deferred: '0' });
      expect((await stage.state()).stores.get('472671859')).toMatchObject({
        audit_id: '9007199254740993',
        review: 'pending',
      });
      expect((await repository.log('main')).map(({ subject }) => subject).slice(0, 2)).toEqual([
        'mendian: record 1 store',
        'mendian: claim 1 store before sending',
      ]);
      expect(repository.comments).toHaveLength(1);
      expect(repository.comments[0]?.body).toContain('audit id 9007199254740993');

      const tip = await repository.tip('main');
      const calls = emulator.requests.length;
      for (const name of ['schedule', 'workflow_dispatch']) {
        const again = await stage.apply(await stage.tip(name), { node });
        expect([again.exitCode, again.problems]).toEqual([0, []]);
        expect(again.outputs).toMatchObject({ changes: 'false', applied: '0' });
      }
      expect(await repository.tip('main')).toBe(tip);
      expect(emulator.requests.length).toBe(calls);
      expect(github.problems).toEqual([]);
    },
  );
});
