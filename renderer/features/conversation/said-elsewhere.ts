/** Endings of files, which look like the last label of a host's name. */
const files = /^(?:pdf|docx?|xlsx?|pptx?|csv|txt|rtf|jpe?g|png|gif|webp|svg|zip|rar|gz|mp[34]|html?|xml|json|eml|ics|apk|exe|js|css|php|md)$/;
/** What a word in the midst of others must end in to be taken for a host: "end.Next" is a missing blank. */
const common =
  /^(?:com|net|org|info|biz|cn|hk|tw|mo|sg|my|th|vn|id|ph|jp|kr|in|uk|de|fr|it|es|eu|us|ru|io|co|me|cc|tv|app|dev|gov|edu|xyz|top|shop|store|online|site|club|vip|live|link|pay|bank|example|test|xn--.*)$/;
const host =
  /(?<![@\p{L}\p{N}.-])([a-z][a-z0-9+.-]{0,20}:\/\/(?:[^\s/@]{0,200}@)?)?((?:[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,62}\.){1,10}(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24}))(?![\p{L}\p{N}@-]|\.[\p{L}\p{N}])/giu;

/** Chinese is written up to a Latin name without a blank. */
const betweenScripts = /(?<=\p{Script=Han})(?=[a-z0-9])|(?<=[a-z0-9])(?=\p{Script=Han})/giu;

const bare = (name: string) => name.replace(/^www\./, '');
const sameSite = (one: string, other: string) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

/** The first site that a link's words name and its address does not lead to, as they write it; null where there is none. */
export function saidElsewhere(words: string, address: string): string | null {
  const target = bare(new URL(address).hostname);
  // Full-width letters and stops read as the plain ones do; what is invisible parts no word.
  const text = words
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(betweenScripts, ' ');
  for (const [whole, scheme, name = ''] of text.matchAll(host)) {
    const said = name.toLowerCase();
    const last = said.slice(said.lastIndexOf('.') + 1);
    const sure = scheme !== undefined || said.startsWith('www.');
    if (!sure && (files.test(last) || !(common.test(last) || whole === text.trim()))) continue;
    const meant = URL.parse(`http://${said}/`)?.hostname;
    if (meant !== undefined && !sameSite(bare(meant), target)) return said;
  }
  return null;
}
