import type { Suggestion } from '#renderer/features/search/suggestions.ts';
import type { SavedSearch, SearchHitView } from '#shared/contract/schemas.ts';

/** Something that can be chosen under the search box. */
export type Choice =
  | { readonly kind: 'saved'; readonly saved: SavedSearch }
  | { readonly kind: 'suggestion'; readonly suggestion: Suggestion }
  | { readonly kind: 'hit'; readonly hit: SearchHitView }
  /** The wallet is asked whose number it is. */
  | { readonly kind: 'wallet' };
