import DOMPurify, { type Config, type UponSanitizeAttributeHookEvent } from 'dompurify';
import { isKnownStyle } from '#renderer/features/conversation/mail-styles.ts';

/**
 * The sanitiser is one layer of three and is not trusted alone: what it gives goes into a frame without scripts, whose
 * policy lets nothing be fetched. Nothing is changed after it: links are replaced while it looks at them, for the frame
 * must hold no address at all, and what it gives is moved over as nodes, not as text to be parsed again.
 */

const tags =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr';
const attributes =
  'align alt bgcolor border cellpadding cellspacing color colspan dir face height href lang rowspan size span src start style title type valign width';

const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS: tags.split(' '),
  ALLOWED_ATTR: attributes.split(' '),
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  ALLOWED_URI_REGEXP: /^(?:#link-\d+$|data:image\/(?:png|jpeg|gif|webp);base64,)/,
  FORBID_CONTENTS: ['script', 'style', 'template', 'noscript', 'iframe', 'object', 'audio', 'video', 'svg', 'math', 'title', 'textarea', 'select'],
  SANITIZE_NAMED_PROPS: true,
  RETURN_DOM_FRAGMENT: true,
};

const picture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/;

export interface SaneMail {
  /** Not in any document yet. */
  readonly fragment: DocumentFragment;
  /** Where `#link-0`, `#link-1` and so on lead: http and https alone. */
  readonly links: readonly string[];
}

function contentIdOf(url: string): string | null {
  const part = /^\s*cid:(.{1,300})$/is.exec(url)?.[1]?.trim();
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Makes a mail's HTML safe to be framed; `pictures` are the mail's own, as `data:` by Content-ID. */
export function sanitiseMail(html: string, pictures: ReadonlyMap<string, string>): SaneMail {
  const purifier = DOMPurify(window);
  const links: string[] = [];
  const ruler = document.implementation.createHTMLDocument('').createElement('p');
  purifier.addHook('uponSanitizeAttribute', (_node: Element, event: UponSanitizeAttributeHookEvent) => {
    const { attrName, attrValue } = event;
    if (attrName === 'src') {
      const contentId = contentIdOf(attrValue);
      const own = contentId === null ? attrValue : (pictures.get(contentId) ?? '');
      if (picture.test(own)) event.attrValue = own;
      else event.keepAttr = false;
    } else if (attrName === 'href') {
      const url = URL.parse(attrValue);
      if (url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '') event.attrValue = `#link-${links.push(url.href) - 1}`;
      else event.keepAttr = false;
    } else if (attrName === 'style') {
      event.attrValue = safeStyle(ruler, attrValue);
      if (event.attrValue === '') event.keepAttr = false;
    }
  });
  // Of a page that is all frames and has no body there is nothing, whatever the type says.
  const fragment: DocumentFragment | null = purifier.sanitize(html, config);
  return { fragment: fragment ?? document.createDocumentFragment(), links };
}

/** The declarations that are only about looks. The browser's own parser reads them, so that no way of escaping hides one. */
function safeStyle(ruler: HTMLElement, style: string): string {
  ruler.setAttribute('style', style.slice(0, 4_000));
  const kept: string[] = [];
  for (const name of ruler.style) {
    const value = ruler.style.getPropertyValue(name);
    if (isKnownStyle(name, value)) kept.push(`${name}:${value}`);
  }
  return kept.join(';');
}
