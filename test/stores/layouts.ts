/** Store files as many people would write them: random styles, comments, blank lines, order and line breaks. */
import fc from 'fast-check';
import { writeScalar } from '../../src/stores/edit-scalar.ts';

/** A line of a file; `key` names the value that it holds, null for what belongs to nobody. */
export interface Line {
  readonly text: string;
  readonly key: string | null;
  /** The item of a list that stands on it. */
  readonly item?: string;
}

export interface Layout {
  readonly values: ReadonlyMap<string, string | readonly string[]>;
  readonly lines: readonly Line[];
  readonly end: '\n' | '\r\n';
  readonly bytes: Buffer;
}

type Value = string | readonly string[];

export const arbitraryHour = fc
  .tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 12, max: 23 }), fc.constantFrom('00', '30'))
  .map(([from, to, minute]) => `${String(from).padStart(2, '0')}:${minute}-${to}:${minute}`);
export const arbitraryPhone = fc.integer({ min: 0, max: 99999999 }).map((number) => `021-${number}`);
const arbitraryPicture = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom('', '?wx_fmt=jpeg', '?a=b&c=d#x', '?q=[1],{2}'))
  .map(([number, query]) => `http://mmbiz.qpic.cn/mmbiz_jpg/p${number}/0${query}`);
export const arbitraryPictures = fc.uniqueArray(arbitraryPicture, { minLength: 1, maxLength: 5 });
/** Any text: spreadsheets will bring more than what the schema of today takes. */
export const arbitraryText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      'a',
      '店',
      ' ',
      ':',
      '#',
      '"',
      "'",
      '-',
      '\\',
      ',',
      '[',
      '{',
      '?',
      '&',
      '!',
      '\n',
      '\t',
      '😀',
    ),
  }),
  fc.constantFrom('', 'null', '~', '- x', 'a: b', 'a #b', '%x', '@x', '"', '---', '...', ' a', 'a '),
);

const arbitraryComment = fc.constantFrom(
  '# 门口',
  '#x: y',
  '# it\'s "so"',
  '#',
  '# - http://mmbiz.qpic.cn/a/0',
);
/** Lines that belong to nobody. */
const arbitraryLoose = fc.array(fc.oneof(fc.constant(''), fc.constant('  '), arbitraryComment), {
  maxLength: 2,
});
const arbitraryTail = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  arbitraryComment.map((comment) => ` ${comment}`),
);

type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'below';
const arbitraryStyle = fc.constantFrom<Style>('plain', 'single', 'double', 'literal', 'folded', 'below');

interface Look {
  readonly style: Style;
  readonly tail: string;
  readonly loose: readonly string[];
}
const arbitraryLook: fc.Arbitrary<Look> = fc.record({
  style: arbitraryStyle,
  tail: arbitraryTail,
  loose: arbitraryLoose,
});

/** One scalar behind `head`, as lines. */
function scalarLines(head: string, value: string, look: Look, indent: string, key: string): Line[] {
  const line = (text: string): Line => ({ text, key });
  const block = value !== '' && value === value.trim() && !/[\n\t]/u.test(value);
  if (look.style === 'below' && block) {
    const text = writeScalar(value, 'plain', 'block');
    return [line(`${head}${look.tail === '' ? '' : look.tail}`), line(`${indent}  ${text}`)];
  }
  if ((look.style === 'literal' || look.style === 'folded') && block) {
    return [
      line(`${head} ${look.style === 'literal' ? '|-' : '>'}${look.tail}`),
      line(`${indent}  ${value}`),
    ];
  }
  const style = look.style === 'single' || look.style === 'double' ? look.style : 'plain';
  return [line(`${head} ${writeScalar(value, style, 'block')}${look.tail}`)];
}

interface ListLook {
  readonly form: 'block' | 'line' | 'lines';
  readonly indent: number;
  readonly gap: string;
  readonly comma: boolean;
  readonly looks: readonly Look[];
}
const arbitraryListLook: fc.Arbitrary<ListLook> = fc.record({
  form: fc.constantFrom('block', 'block', 'line', 'lines'),
  indent: fc.constantFrom(0, 2, 4),
  gap: fc.constantFrom(' ', '   '),
  comma: fc.boolean(),
  looks: fc.array(arbitraryLook, { minLength: 5, maxLength: 5 }),
});

function listLines(head: string, items: readonly string[], look: ListLook, key: string): Line[] {
  const lookAt = (index: number): Look => look.looks[index] ?? { style: 'plain', tail: '', loose: [] };
  const word = (item: string, index: number): string => {
    const { style } = lookAt(index);
    return writeScalar(item, style === 'single' || style === 'double' ? style : 'plain', 'flow');
  };
  const loose = (index: number): Line[] => lookAt(index).loose.map((text) => ({ text, key: null }));
  if (look.form === 'line') {
    const words = items.map(word).join(`,${look.gap.slice(1)} `);
    return [{ text: `${head} [${look.gap.slice(1)}${words}${look.comma ? ', ' : ''}]`, key }];
  }
  if (look.form === 'lines') {
    const lines = items.map((item, index): Line => {
      const comma = index < items.length - 1 || look.comma ? ',' : '';
      return { text: `  ${word(item, index)}${comma}${lookAt(index).tail}`, key, item };
    });
    return [{ text: `${head} [`, key: null }, ...lines, { text: ' ]', key: null }];
  }
  const indent = ' '.repeat(look.indent);
  return [
    { text: head, key: null },
    ...items.flatMap((item, index) => [
      ...loose(index),
      ...scalarLines(`${indent}-${look.gap.slice(1)}`, item, lookAt(index), indent, key).map((line) => ({
        ...line,
        item,
      })),
    ]),
  ];
}

const arbitraryValues: fc.Arbitrary<Record<string, Value>> = fc
  .record({
    name: fc.constantFrom('人民广场店', '"A" & B', 'no', "it's"),
    poi_id: fc.constant('472671857'),
    hour: arbitraryHour,
    contract_phone: arbitraryPhone,
    pic_list: arbitraryPictures,
    card: fc.option(fc.constantFrom('', 'pAbC', '12345'), { nil: undefined }),
    map: fc.option(fc.constant('5938314494307741153'), { nil: undefined }),
  })
  .map(({ card, map, ...values }) => ({
    ...values,
    ...(card === undefined ? {} : { card_id: card }),
    ...(map === undefined ? {} : { map_poi_id: map }),
  }));

/** A file whose keys stand each on lines of their own. */
export const arbitraryBlockLayout: fc.Arbitrary<Layout> = fc
  .record({
    values: arbitraryValues,
    order: fc.array(fc.integer(), { minLength: 8, maxLength: 8 }),
    looks: fc.array(arbitraryLook, { minLength: 8, maxLength: 8 }),
    list: arbitraryListLook,
    labels: fc.boolean(),
    quotedKeys: fc.boolean(),
    end: fc.constantFrom('\n' as const, '\r\n' as const),
    mark: fc.boolean(),
    open: fc.boolean(),
    marker: fc.constantFrom('none', 'start', 'both'),
  })
  .map(({ values, order, looks, list, labels, quotedKeys, end, mark, open, marker }) => {
    const keys = Object.keys(values).sort(
      (left, right) => rank(values, order, left) - rank(values, order, right),
    );
    const body = keys.flatMap((key, index): Line[] => {
      const look = looks[index] ?? { style: 'plain' as const, tail: '', loose: [] };
      const head = `${quotedKeys ? JSON.stringify(key) : key}:`;
      const value = values[key] ?? '';
      const lines =
        typeof value === 'string'
          ? scalarLines(head, value, look, '', key)
          : listLines(head, value, list, key);
      return [...look.loose.map((text) => ({ text, key: null })), ...lines];
    });
    const lines: Line[] = [
      ...(marker === 'none' ? [] : [{ text: '---', key: null }]),
      ...body,
      ...(labels ? [{ text: 'labels: { region: east, "x y": \'1\' } # for --select', key: null }] : []),
      ...(marker === 'both' ? [{ text: '...', key: null }] : []),
    ];
    return toLayout(values, lines, end, { mark, open });
  });

/** A file that is one map between braces, such as JSON. */
export const arbitraryFlowLayout: fc.Arbitrary<Layout> = fc
  .record({
    values: arbitraryValues,
    style: fc.constantFrom('plain' as const, 'single' as const, 'double' as const),
    form: fc.constantFrom('line', 'lines'),
    end: fc.constantFrom('\n' as const, '\r\n' as const),
    mark: fc.boolean(),
    comma: fc.boolean(),
  })
  .map(({ values, style, form, end, mark, comma }) => {
    const write = (text: string): string => writeScalar(text, style, 'flow');
    const words = Object.entries(values).map(([key, value]) => ({
      key,
      text: `${write(key)}: ${typeof value === 'string' ? write(value) : `[${value.map(write).join(', ')}]`}`,
    }));
    const last = comma ? ',' : '';
    const lines: Line[] =
      form === 'line'
        ? [{ text: `{ ${words.map(({ text }) => text).join(', ')}${last} }`, key: 'all' }]
        : [
            { text: '{', key: null },
            ...words.map(({ key, text }, index) => ({
              text: `  ${text}${index < words.length - 1 ? ',' : last}`,
              key,
            })),
            { text: '}', key: null },
          ];
    return toLayout(values, lines, end, { mark, open: false });
  });

function rank(values: Record<string, Value>, order: readonly number[], key: string): number {
  return order[Object.keys(values).indexOf(key)] ?? 0;
}

function toLayout(
  values: Record<string, Value>,
  lines: readonly Line[],
  end: '\n' | '\r\n',
  { mark, open }: { readonly mark: boolean; readonly open: boolean },
): Layout {
  const text = lines.map((line) => line.text).join(end) + (open ? '' : end);
  return {
    values: new Map(Object.entries(values)),
    lines,
    end,
    bytes: Buffer.from(`${mark ? '\ufeff' : ''}${text}`),
  };
}
