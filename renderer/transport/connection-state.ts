/**
 * How the page stands to its host: `locked` came without a valid link, `foreign` has a link of an earlier run. Neither
 * mends itself; the others do.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'locked' | 'foreign';
