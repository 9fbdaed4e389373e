const names = new Set(
  'color background-color direction display float font-family font-size font-style font-weight font-variant-caps height letter-spacing line-height list-style-type max-width min-width table-layout text-align text-align-last text-decoration-color text-decoration-line text-decoration-style text-indent text-transform vertical-align white-space white-space-collapse text-wrap-mode width word-break word-spacing border-collapse border-spacing'.split(
    ' ',
  ),
);
const boxes = /^(?:padding|margin|border)(?:-(?:top|right|bottom|left|block|inline)(?:-(?:start|end))?)?(?:-(?:width|style|color))?$/;
const corners = /^border-(?:top|bottom)-(?:left|right)-radius$/;

/** Whether one CSS declaration, as the browser's parser gives it, is about looks alone: nothing is fetched, read or laid over. */
export function isKnownStyle(name: string, value: string): boolean {
  if (!names.has(name) && !boxes.test(name) && !corners.test(name)) return false;
  // Functions are colours and sums; all others could fetch, read or run.
  for (const [, called = ''] of value.matchAll(/([a-z-]*)\(/gi)) if (!/^(?:rgba?|hsla?|calc|)$/i.test(called)) return false;
  return value.length <= 300 && !/[\\@<>]/.test(value);
}
