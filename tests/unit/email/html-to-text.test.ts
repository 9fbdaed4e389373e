import { describe, expect, it } from 'vitest';
import { htmlToText } from '#electron/channels/email/html-to-text.ts';

const textOf = (html: string) => htmlToText(html, 100_000).text;
const remoteOf = (html: string) => htmlToText(html, 100_000).remote;

describe('The text of HTML', () => {
  it.each([
    ['<p>One<br>two</p><p>three</p>', 'One\ntwo\n\nthree'],
    ['<div>One</div><div>two</div>', 'One\ntwo'],
    ['a&nbsp;&lt;b&gt; &#x9000;&#27454;', 'a\u00a0<b> 退款'],
    ['<ul><li>One<li>two</ul>', '- One\n- two'],
    ['<pre>a  b\n  c</pre>', 'a  b\n  c'],
    ['Yes<blockquote>No<blockquote>Why</blockquote></blockquote>', 'Yes\n\n> No\n>\n> > Why'],
    ['<a href="https://evil.example/x">https://bank.example</a>', 'https://bank.example <https://evil.example/x>'],
    ['<a href="https://bank.example/">https://bank.example</a>', 'https://bank.example'],
    ['<title>t</title><style>s</style><script>x</script>Seen<span style="display: none">not</span>', 'Seen'],
    ['<p>open <b>tags', 'open tags'],
    ['</p></div></blockquote>text', 'text'],
  ])('%s', (html, text) => {
    expect(textOf(html).trim()).toBe(text);
  });

  it('is bounded, and takes a deep tree', () => {
    expect(htmlToText('<p>word</p>'.repeat(100_000), 1_000).text.length).toBeLessThan(1_100);
    expect(textOf(`${'<div>'.repeat(20_000)}deep`)).toBe('deep');
  });
});

describe('What HTML would fetch', () => {
  it.each([
    '<img src="https://x.example/a.gif">',
    '<img srcset="https://x.example/a.gif 2x">',
    '<img src="//x.example/a.gif">',
    '<img src="a.gif">',
    '<body background="http://x.example/a.gif">',
    '<div style="background:url( \'https://x.example/a\' )">',
    '<div style="background:u\\72l(https://x.example/a)">',
    '<style>@import "https://x.example/a.css"</style>',
    '<style>@font-face { src: url(https://x.example/f) }</style>',
    '<link rel="stylesheet" href="https://x.example/a.css">',
    '<video poster="https://x.example/a.png">',
    '<iframe src="https://x.example/">',
    '<object data="https://x.example/">',
    '<svg><image xlink:href="https://x.example/a"/></svg>',
    '<meta http-equiv="refresh" content="0; url=https://x.example">',
    '<base href="https://x.example">',
    '<div hidden><img src="https://x.example/a.gif"></div>',
  ])('%s', (html) => {
    expect(remoteOf(html)).toBeGreaterThan(0);
  });

  it.each(['<img src="cid:a@b">', '<img src="data:image/png;base64,AA">', '<a href="https://x.example">x</a>', '<p style="color:red">x</p>', '<img>'])(
    'not %s',
    (html) => {
      expect(remoteOf(html)).toBe(0);
    },
  );
});
