/** Parts of an HTML mail that try to run, fetch, navigate, ask or cover; each names the host `evil.test`, which a page never speaks to. */
export const hostileHtml = `
<html><head>
<base href="https://evil.test/">
<meta http-equiv="refresh" content="0;url=https://evil.test/refresh">
<link rel="stylesheet" href="https://evil.test/a.css"><link rel="preload" as="image" href="https://evil.test/preload.png"><link rel="dns-prefetch" href="//evil.test">
<style>@import url(https://evil.test/b.css); @font-face{font-family:x;src:url(https://evil.test/f.woff)} body{font-family:x;background:url(https://evil.test/bg.png)}</style>
<script>window.top.hacked='script'</script><script src="https://evil.test/x.js"></script>
</head><body onload="top.hacked='onload'" background="https://evil.test/body.png">
<p id="hello">Hello from the mail</p>
<img src="https://evil.test/pixel.gif" onerror="top.hacked='onerror'"><img src=x onerror=top.hacked='onerror2'>
<img srcset="https://evil.test/1x.png 1x" alt="s"><picture><source srcset="https://evil.test/p.png"><img alt="p"></picture>
<div style="background-image:url(https://evil.test/style.png)">a</div><div style="background:u\\72l(https://evil.test/escaped.png)">b</div>
<div style="position:fixed;inset:0;z-index:9;background:red">cover</div>
<svg onload="top.hacked='svg'"><image href="https://evil.test/svg.png"/><feImage href="https://evil.test/fe.png"/><script>top.hacked='svgscript'</script><animate attributeName=href values="javascript:top.hacked='animate'"/></svg>
<form action="https://evil.test/form" id="f"><input name="q" autofocus onfocus="top.hacked='focus'"><button>Send money</button></form>
<iframe src="https://evil.test/frame"></iframe><iframe srcdoc="<script>top.hacked='srcdoc'</script>"></iframe>
<object data="https://evil.test/o"></object><embed src="https://evil.test/e"><video poster="https://evil.test/poster.png" autoplay><source src="https://evil.test/v.mp4"></video><audio src="https://evil.test/a.mp3" autoplay></audio>
<a href="javascript:top.hacked='link'">script link</a> <a href="data:text/html,<script>top.hacked='data'</script>">data link</a>
<a href="https://evil.test/landing" target="_top">www.bank.example</a> <a href="https://evil.test/pinged" ping="https://evil.test/ping">pinged</a>
<details open ontoggle="top.hacked='toggle'"><summary>x</summary>y</details>
<template><img src="https://evil.test/template.png"></template>
<xmp><img src="https://evil.test/xmp.png"></xmp>
<p>Call 138<b>0013</b>8000</p>
<math><mtext><table><mglyph><style><img src=x onerror=top.hacked='mxss'></style></mglyph></table></mtext></math>
<noscript><p title="</noscript><img src=x onerror=top.hacked='noscript'>"></noscript>
</body></html>`;

/** The same as a mail. */
export function hostileMail(): Buffer {
  const lines = [
    'From: Mallory <mallory@evil.test>',
    'To: service@wallet.example',
    'Message-ID: <hostile@evil.test>',
    'Subject: Your prize is waiting',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    (
      Buffer.from(hostileHtml)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\r\n'),
  ];
  return Buffer.from(lines.join('\r\n'));
}
