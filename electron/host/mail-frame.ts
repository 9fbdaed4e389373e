/**
 * The page in which an HTML mail is shown. It is fetched empty, with a policy of its own in the response, and holds no
 * mail under any address: the console puts what it sanitised into it. A frame made of a string would have the
 * console's policy, and one made of the mail's HTML would have to be served, and so be kept, by the host.
 */

/** Where the console finds it, below its own origin. */
export const MAIL_FRAME_PATH = '/mail-frame';

/** Nothing runs, nothing is fetched but what stands in it, nothing is sent. `allow-scripts` must never join this. */
export const mailFrameCsp = [
  'sandbox allow-same-origin',
  "default-src 'none'",
  'img-src data:',
  "style-src 'unsafe-inline'",
  "font-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

export const mailFrameHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': mailFrameCsp,
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Mails are written for white paper, whatever the console's own colours are. */
export const mailFrameHtml = `<!doctype html>
<html><head><meta charset="utf-8"><title>-</title><style>
html{background:#fff;color:#1f2328;color-scheme:light}
body{margin:0;padding:8px;font:14px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
img{max-width:100%;height:auto}
table{max-width:100%}
blockquote{margin:0 0 0 8px;padding-left:8px;border-left:3px solid #d0d7de}
summary{cursor:pointer;color:#0550ae;margin:8px 0}
a{color:#0550ae}
a:focus-visible,summary:focus-visible{outline:2px solid #0550ae}
</style></head><body></body></html>
`;
