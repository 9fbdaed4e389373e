/** Whether a mail's link is opened when that is wanted: the desktop hands none but encrypted addresses without a name to the system, a browser any. */
export function opensOutside(url: URL, desktop: boolean): boolean {
  return !desktop || (url.protocol === 'https:' && url.username === '' && url.password === '' && url.href.length <= 2_000);
}
