/** Words of the search. */
export const search = {
  box: 'Search',
  placeholder: 'Words, a name, or a full phone or card number',
  results: 'Found cases',
  nothing: 'Nothing found',
  fault: 'The desk did not answer. Try again.',
  count_one: '{{count}} found',
  count_other: '{{count}} found',
  newestOnly: 'The newest {{count}}; more words find less',
};
