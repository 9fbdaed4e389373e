import { describe, expect, it } from 'vitest';
import { maskHtml, maskPlain, nothingWithheld } from '#electron/channels/email/mask-html.ts';

const html = (text: string) => maskHtml(text).html;

describe('A mail’s HTML, masked', () => {
  it.each([
    ['<p>Call 13800138000 now</p>', '<p>Call 138****8000 now</p>'],
    ['<p>1<b>38</b>0013<i>8000</i></p>', '<p>138****8000<b></b><i></i></p>'],
    ['<p>&#49;3800138000</p>', '<p>138****8000</p>'],
    ['<td>138</td><td>00138000</td>', '<td>138</td><td>00138000</td>'],
    ['<p>li.lei@customer.example</p>', '<p>l***@customer.example</p>'],
    ['<a href="mailto:li.lei@customer.example">write</a>', '<a>write</a>'],
    ['<a href="https://x.example/?tel=13800138000">x</a>', '<a>x</a>'],
    ['<img alt="13800138000" src="cid:a">', '<img alt="138****8000" src="cid:a">'],
    ['<p title="13800138000">x</p>', '<p title="138****8000">x</p>'],
    ['<!-- 13800138000 --><p>x</p>', '<p>x</p>'],
    ['<p>a &lt; b &amp; c</p>', '<p>a &lt; b &amp; c</p>'],
  ])('%s', (given, masked) => {
    expect(html(given)).toBe(masked);
  });

  it('counts and leaves out what would run, be fetched or ask', () => {
    const { html: written, withheld } = maskHtml(
      '<script>x</script><style>@import "x"</style><link href="x"><form><input></form><iframe src="x">y</iframe><svg><a/></svg><video src="x"></video>' +
        '<img src="https://x.example/a.png" srcset="b 1x"><td background="x"><p style="background:url(x)" onclick="x">z</p>',
    );
    expect(withheld).toEqual({ remoteImages: 4, forms: 1, scripts: 1, styles: 2, frames: 1, media: 2, links: 0, redirects: 0 });
    expect(written).not.toMatch(/script|@import|iframe|svg|video|https|srcset|background="|onclick/);
  });

  it('counts links that lead nowhere, orders to go elsewhere, fields without a form and what hides in escapes', () => {
    const { html: written, withheld } = maskHtml(
      '<a href="java\tscript:x">a</a><a href=" &#1;DATA:text/html,x">b</a><a href="https://x.example/">c</a><a href="mailto:desk">d</a><a href="#e">e</a><a href="https://x.example/?tel=13800138000">x</a>' +
        '<meta http-equiv=" Refresh" content="0;url=https://x.example/"><input name="pin"><input name="pin2">' +
        '<p style="background:u\\72l(x)">f</p><p style="background:image-set(\'x\' 1x)">g</p><p style="--curl(: a">h</p>',
    );
    expect(withheld).toEqual({ ...nothingWithheld, links: 3, redirects: 1, forms: 1, remoteImages: 2 });
    expect(written).toContain('<a>a</a><a>b</a><a href="https://x.example/">c</a>');
  });

  it('has no frameset, which would stand in the place of all the mail says', () => {
    const { html: written, withheld } = maskHtml('<frameset cols="*"><frame src="x"></frameset><p>Hello</p>');
    expect(written).toBe('<p>Hello</p>');
    expect(withheld.frames).toBe(2);
  });

  it('folds what an answer quotes, once; not a mail that is a quote as a whole', () => {
    expect(html('<p>Hi</p><blockquote>a<blockquote>b</blockquote></blockquote>')).toBe(
      '<p>Hi</p><details><summary></summary><blockquote>a<blockquote>b</blockquote></blockquote></details>',
    );
    expect(html('<p>Hi</p><div class="gmail_quote">On Monday: <blockquote>a</blockquote></div>')).toMatch(/<details>.*<div class="gmail_quote">/);
    expect(html('<blockquote>all of it</blockquote>')).toBe('<blockquote>all of it</blockquote>');
  });

  it('is done with depth and length in their time', () => {
    const began = performance.now();
    expect(html('<div>'.repeat(50_000)).length).toBeLessThan(3_000);
    html(`<p>${'1380013800 '.repeat(20_000)}</p>`);
    html(`<p ${'a="b" '.repeat(20_000)}>x</p>`);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('is the same text, masked, without tags', () => {
    expect(maskPlain('card 6222 0200 0000 0000 and 13800138000')).toMatch(/138\*{4}8000$/);
    expect(maskPlain('')).toBe('');
  });
});
