/** Words of the transactions that a case is about. */
export const linked = {
  region: 'Transactions of this case',
  linked: 'Linked to this case',
  suggested: 'The customer may mean',
  because: 'Fits: {{reasons}}',
  card: 'card {{masked}}',
  reference: 'reference {{reference}}',
  link: 'Link',
  linkThis: 'Link {{what}} to this case',
  linkFirst: 'Link the suggested transaction',
  unlink: 'Unlink {{what}}',
  mark: 'Linked',
  markHint: 'This case is about this transaction.',
  linkHere: 'Link to this case',
  unlinkHere: 'Unlink from this case',
  count_one: '{{count}} linked transaction',
  count_other: '{{count}} linked transactions',
};
