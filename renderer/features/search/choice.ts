import type { Suggestion } from '#renderer/features/search/suggestions.ts';
import type { SavedSearch, SearchHitView } from '#shared/contract/schemas.ts';

/** Something that can be chosen under the search box. */
export type Choice =
  | { readonly kind: 'saved'; readonly saved: SavedSearch }
  | { readonly kind: 'suggestion'; readonly suggestion: Suggestion }
  | { readonly kind: 'hit'; readonly hit: SearchHitView }
  /** What was typed is a customer's number by its form, and no word anywhere: it is searched for as such. */
  | { readonly kind: 'customer'; readonly text: string }
  /** The wallet is asked whose number it is. */
  | { readonly kind: 'wallet' };
