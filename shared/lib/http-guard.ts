/**
 * Who may speak to a local server. Binding to a loopback address is no protection by itself: any page in the browser
 * can send requests there, and a name may be rebound. So Host and Origin are compared exactly; forwarded headers are
 * never looked at.
 */

/** Whether the Host header is one of the server's own authorities, such as `localhost:4000`. */
export function hostAllowed(host: string | undefined, authorities: readonly string[]): boolean {
  return host !== undefined && authorities.includes(host);
}

/** Whether the Origin header is one of the server's own; missing and `null` are refused. */
export function originAllowed(origin: string | undefined, authorities: readonly string[], scheme: 'http' | 'https' = 'http'): boolean {
  return origin !== undefined && authorities.some((authority) => origin === `${scheme}://${authority}`);
}

/** Whether the browser says that the request comes from the server's own page, from nowhere, or says nothing. */
export function fetchSiteAllowed(site: string | undefined): boolean {
  return site === undefined || site === 'same-origin' || site === 'none';
}

export interface RequestHead {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Upgrades are held to the rule of writes. */
  readonly upgrade: boolean;
}

/** Why a request is refused, or null. A page may be opened from a link elsewhere; whatever changes or streams needs its own origin. */
export function guard(head: RequestHead, authorities: readonly string[], scheme: 'http' | 'https' = 'http'): 'host' | 'origin' | 'fetch-site' | null {
  if (!hostAllowed(head.host, authorities)) return 'host';
  const reads = head.method === 'GET' || head.method === 'HEAD';
  if (head.upgrade || !reads) {
    if (!originAllowed(head.origin, authorities, scheme)) return 'origin';
    if (!fetchSiteAllowed(head.fetchSite)) return 'fetch-site';
  } else if (head.origin !== undefined && !originAllowed(head.origin, authorities, scheme)) return 'origin';
  return null;
}
