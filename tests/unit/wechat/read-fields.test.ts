import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFields } from '#electron/channels/wechat/read-fields.ts';

const read = (text: string | Uint8Array) => {
  const fields = readFields(typeof text === 'string' ? Buffer.from(text) : text);
  return fields.ok ? Object.fromEntries(fields.value) : fields.error;
};

describe('XML', () => {
  it('gives names and values, CDATA or not, nested ones by their path', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<xml>
  <ToUserName><![CDATA[gh_1]]></ToUserName>
  <CreateTime>1348831860</CreateTime>
  <Content><![CDATA[<b>&amp; 5 < 6]]]]><![CDATA[> 💸 كم]]></Content>
  <Label>a &amp; b &#x9000;&#27454;</Label>
  <Empty></Empty><Closed/>
  <ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[1]]></ScanResult></ScanCodeInfo>
  <PicList><item><Md5>a</Md5></item><item><Md5>b</Md5></item></PicList>
</xml>`;
    expect(read(text)).toEqual({
      ToUserName: 'gh_1',
      CreateTime: '1348831860',
      Content: '<b>&amp; 5 < 6]]> 💸 كم',
      Label: 'a & b 退款',
      Empty: '',
      Closed: '',
      'ScanCodeInfo.ScanType': 'qrcode',
      'ScanCodeInfo.ScanResult': '1',
      'PicList.item.Md5': 'a',
    });
    expect(read(`\ufeff${text}\n`)).toEqual(read(text));
  });

  it.each([
    ['a document type', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    ['a document type within', '<xml><!DOCTYPE x><A>1</A></xml>'],
    ['an external entity', '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1/x"><xml><A>1</A></xml>'],
    ['an instruction', '<xml><?php x ?><A>1</A></xml>'],
    ['a comment', '<xml><!-- x --><A>1</A></xml>'],
    ['attributes', '<xml><A b="1">1</A></xml>'],
    ['an element that is not closed', '<xml><A>1</xml>'],
    ['another end', '<xml><A>1</B></xml>'],
    ['no end', '<xml><A>1</A>'],
    ['an end that is cut', '<xml><A>1</A></xml '],
    ['an end with more in it', '<xml><A>1</A></xml x="">'],
    ['half of CDATA', '<xml><A><![CDATA[1</A></xml>'],
    ['an odd CDATA', '<xml><A><![CDATB[1]]></A></xml>'],
    ['text between', '<xml>x<A>1</A></xml>'],
    ['text after', '<xml><A>1</A></xml>x'],
    ['two elements', '<xml><A>1</A></xml><xml><A>1</A></xml>'],
    ['the same twice', '<xml><A>1</A><A>2</A></xml>'],
    ['text alone', '<xml>hello</xml>'],
    ['nothing', '<'],
    ['depth', `${'<a>'.repeat(20)}1${'</a>'.repeat(20)}`],
    ['a crowd', `<xml>${Array.from({ length: 300 }, (_, n) => `<a${n}>1</a${n}>`).join('')}</xml>`],
  ])('with %s is refused', (_what, text) => {
    expect(read(text)).toMatch(/^the XML is odd: /);
  });

  it('leaves an entity that it does not know as it stands', () => {
    expect(read('<xml><A>&lol; &amp;lol;</A></xml>')).toEqual({ A: '&lol; &lol;' });
  });

  it('that is cut off anywhere is refused', () => {
    const whole = '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><CreateTime>13</CreateTime></xml>';
    for (let at = 0; at < whole.length; at++) expect(typeof read(whole.slice(0, at)), whole.slice(0, at)).toBe('string');
  });
});

describe('JSON', () => {
  it('gives names and values; ids keep all their digits', () => {
    expect(
      read('{"MsgId": 22876340532172987, "CreateTime": 1482048670, "A": true, "N": null, "List": {"T": "x", "U": [{"V": 1.5}]}, "__proto__": "p"}'),
    ).toEqual({
      MsgId: '22876340532172987',
      CreateTime: '1482048670',
      A: 'true',
      'List.T': 'x',
      'List.U.0.V': '1.5',
      ['__proto__']: 'p',
    });
  });

  it.each(['{', '{"a":', '{"a":1}x', `{"a":${'['.repeat(30)}1${']'.repeat(30)}}`, `{${'"a'.repeat(1)}":[${'1,'.repeat(400)}1]}`])('%# is refused', (text) => {
    expect(read(text)).toMatch(/JSON/);
  });
});

it('other charsets, nothing and nonsense are refused', () => {
  expect(read(Buffer.from([0x3c, 0x78, 0x6d, 0x6c, 0x3e, 0xcd, 0xcb, 0xbf, 0xee]))).toBe('the body is not UTF-8');
  expect(read(Buffer.from('<xml><A>1</A></xml>', 'utf16le'))).not.toBeTypeOf('object');
  expect(read('')).toBe('the body is empty');
  expect(read('  \n')).toBe('the body is empty');
  expect(read('hello')).toBe('the body is neither XML nor JSON');
});

it('whatever comes, it answers', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc
          .string({ unit: fc.constantFrom('<', '>', 'a', '/', '!', '[', ']', '&', ';', '"', '{', '}', ':', 'CDATA[', '-') })
          .map((text) => Buffer.from(`<${text}`)),
      ),
      (bytes) => {
        expect(['string', 'object']).toContain(typeof read(bytes));
      },
    ),
    { seed: 22, numRuns: 1_000 },
  );
});
