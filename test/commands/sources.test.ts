/** Which change of the repository is named for a store that was sent. */
import { expect, test } from 'vitest';
import { chooseSources } from '../../src/commands/sources.ts';
import type { LocalPicture } from '../../src/model.ts';
import { buildStore } from '../builders.ts';

const commit = (digit: string) => ({ commit: digit.repeat(40) });
const picture = (path: string): LocalPicture => ({
  path,
  sha256: 'a'.repeat(64),
  bytes: 1,
  format: 'jpeg',
  width: 1,
  height: 1,
});

test('is the newest that touched its file or one of its pictures', () => {
  // The newest first, as git tells them.
  const byFile = new Map([
    ['photos/front.jpg', commit('3')],
    ['stores/b.yaml', commit('2')],
    ['stores/a.yaml', commit('1')],
  ]);
  const pictures = new Map([['../photos/front.jpg', picture('photos/front.jpg')]]);
  const old = new Map([['../photos/old.jpg', picture('photos/old.jpg')]]);
  const stores = [
    buildStore({ poi_id: '1', file: 'stores/a.yaml', pictures }),
    buildStore({ poi_id: '2', file: 'stores/b.yaml', pictures: old }),
    buildStore({ poi_id: '3', file: 'stores/c.yaml', pictures: old }),
  ];
  expect(chooseSources(stores, byFile)).toEqual(
    new Map([
      ['1', commit('3')],
      ['2', commit('2')],
    ]),
  );
});
