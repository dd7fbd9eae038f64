/** The XML of push messages: what is read of it, and all that XML can do besides, refused. */
import { describe, expect, test } from 'vitest';
import { readPushXml } from '../../src/wechat/push-xml.ts';

async function members(text: string): Promise<Record<string, string> | string> {
  const read = await readPushXml(text);
  return 'code' in read ? read.code : Object.fromEntries(read);
}

describe('the XML of a message', () => {
  test.each<[string, string, Record<string, string>]>([
    ['CDATA and plain values', '<xml><a><![CDATA[x]]></a><b>y</b></xml>', { a: 'x', b: 'y' }],
    [
      'every digit',
      '<xml><audit_id>9007199254740993</audit_id><n>007</n></xml>',
      { audit_id: '9007199254740993', n: '007' },
    ],
    [
      'no number and no truth',
      '<xml><a>1e3</a><b>true</b><c>0x10</c></xml>',
      { a: '1e3', b: 'true', c: '0x10' },
    ],
    [
      'markup inside CDATA',
      '<xml><a><![CDATA[<!DOCTYPE b> &x; <b>]]></a></xml>',
      { a: '<!DOCTYPE b> &x; <b>' },
    ],
    ['CDATA in several parts', '<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>', { a: 'x]]>y' }],
    ['the five entities of XML', '<xml><a>&lt;&amp;&gt;&quot;&apos;</a></xml>', { a: `<&>"'` }],
    ['an entity once', '<xml><a>&amp;lt;</a></xml>', { a: '&lt;' }],
    ['an entity in CDATA as it stands', '<xml><a><![CDATA[&amp;]]></a></xml>', { a: '&amp;' }],
    ['blanks around values and elements', '\n<xml>\n <a> x y </a>\r\n</xml>\n', { a: 'x y' }],
    ['empty elements', '<xml><a></a><b/><c><![CDATA[]]></c></xml>', { a: '', b: '', c: '' }],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><a>1</a></xml>', { a: '1' }],
    ['what other messages nest, apart', '<xml><a>1</a><p><i>1</i><i>2</i></p></xml>', { a: '1' }],
    ['names of the language', '<xml><toString>1</toString><a>2</a></xml>', { __toString: '1', a: '2' }],
    ['nothing', '<xml></xml>', {}],
  ])('is read with %s', async (_name, text, expected) => {
    expect(await members(text)).toEqual(expected);
  });

  test.each([
    ['a DOCTYPE', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    [
      'a DOCTYPE after a declaration',
      '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
    ],
    ['an outside entity', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>'],
    [
      'a bomb of entities',
      `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]><xml><a>${'&b;'.repeat(100)}</a></xml>`,
    ],
    ['a doctype in small letters', '<!doctype xml><xml><a>1</a></xml>'],
    ['an entity without its declaration', '<xml><a>&a;</a></xml>'],
    ['a sign by its number', '<xml><a>&#x41;</a></xml>'],
    ['a comment', '<xml><!-- x --><a>1</a></xml>'],
    ['a processing instruction', '<xml><?php x?><a>1</a></xml>'],
    ['a declaration further down', '<xml><?xml version="1.0"?><a>1</a></xml>'],
    ['a doctype glued together by CDATA', '<<![CDATA[]]>!DOCTYPE x><xml><a>1</a></xml>'],
    ['CDATA without an end', '<xml><a><![CDATA[x</a></xml>'],
    ['an attribute', '<xml><a b="1">x</a></xml>'],
    ['an element twice', '<xml><a>1</a><a>2</a></xml>'],
    ['text between elements', '<xml>x<a>1</a></xml>'],
    ['another root', '<x><a>1</a></x>'],
    ['two roots', '<xml><a>1</a></xml><xml><a>2</a></xml>'],
    ['text before the root', 'x<xml><a>1</a></xml>'],
    ['an end that is another', '<xml><a>1</b></xml>'],
    ['no end', '<xml><a>1</a>'],
    ['an end too many', '<xml><a>1</a></xml></xml>'],
    ['a name that changes a prototype', '<xml><__proto__>1</__proto__></xml>'],
    ['a name with a colon', '<x:xml><a>1</a></x:xml>'],
    ['great depth', `<xml>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</xml>`],
    ['depth that closes more than it opens', `<xml>${'</a>'.repeat(100)}${'<a>'.repeat(100)}</xml>`],
    ['JSON', '{"a":1}'],
    ['a page', '<!doctype html><html><body>502</body></html>'],
    ['nothing', ''],
    ['blanks', ' \n'],
  ])('is refused with %s', async (_name, text) => {
    expect(await members(text)).toBe('PUSH_UNREADABLE');
  });

  test('of 60 KB takes no time, whatever it holds', async () => {
    const begun = performance.now();
    for (const part of ['<', '<a', '<a>', '&', '<![CDATA[', '<a></a>', '<!', ']]>', '<?xml ', ' ', '<a '])
      await members(`<xml>${part.repeat(60_000 / part.length)}</xml>`);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
