/** A chain of a given size as a person keeps it: a folder a city, what they share in files of defaults. */
import type { SeedStore } from '../../src/emulator/world.ts';

interface City {
  readonly folder: string;
  readonly name: string;
  readonly region: string;
  readonly areaCode: string;
}

const CITIES: readonly City[] = [
  { folder: 'shanghai', name: '上海', region: 'east', areaCode: '021' },
  { folder: 'hangzhou', name: '杭州', region: 'east', areaCode: '0571' },
  { folder: 'nanjing', name: '南京', region: 'east', areaCode: '025' },
  { folder: 'chengdu', name: '成都', region: 'west', areaCode: '028' },
  { folder: 'guangzhou', name: '广州', region: 'south', areaCode: '020' },
  { folder: 'beijing', name: '北京', region: 'north', areaCode: '010' },
];
const STREETS = ['中山路', '人民路', '解放路', '建设路', '和平路'];
const HOURS = '10:00-22:00';
const FIRST_ID = 472_671_857;

export interface SampleStore {
  readonly poi_id: string;
  readonly name: string;
  readonly file: string;
  readonly city: City;
  readonly phone: string;
  readonly picture: string;
}

/** Stores that take turns in the cities; the same size gives the same chain. */
export function listSampleChain(count: number): readonly SampleStore[] {
  return Array.from({ length: count }, (_, index) => {
    const city = CITIES[index % CITIES.length] as City;
    const number = Math.floor(index / CITIES.length) + 1;
    const street = STREETS[index % STREETS.length] ?? '';
    return {
      poi_id: String(FIRST_ID + index),
      name: `示例茶·${city.name}${street}${number}号店`,
      file: `stores/${city.folder}/${String(number).padStart(3, '0')}.yaml`,
      city,
      phone: `${city.areaCode}-0000${String(1000 + index)}`,
      picture: `http://mmbiz.qpic.cn/mmbiz_jpg/front${index}/0?wx_fmt=jpeg`,
    };
  });
}

/** The chain's files by path: one a store, one of defaults for each city and one for all. */
export function sampleFiles(chain: readonly SampleStore[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'stores/_defaults.yaml': `hour: ${HOURS} # the usual hours of all stores\n`,
  };
  for (const { file, city, ...store } of chain) {
    files[`stores/${city.folder}/_defaults.yaml`] = `labels: { region: ${city.region} }\n`;
    files[file] = [
      `name: ${store.name}`,
      `poi_id: "${store.poi_id}"`,
      `contract_phone: ${store.phone} # the desk by the door`,
      'pic_list:',
      `  - ${store.picture}`,
      '',
    ].join('\n');
  }
  return files;
}

/** The same chain as WeChat has it. */
export function sampleSeeds(chain: readonly SampleStore[]): readonly SeedStore[] {
  return chain.map(({ poi_id, name, phone, picture }) => ({
    poi_id,
    name,
    values: { hour: HOURS, contract_phone: phone, pic_list: [picture] },
  }));
}
