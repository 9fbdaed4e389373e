/** Words about what was written and not sent. */
export const drafts = {
  group: 'Drafts',
  show: 'Show my drafts',
  count_one: '{{count}} draft',
  count_other: '{{count}} drafts',
  title: 'My drafts',
  none: 'There are no drafts.',
  reply: 'Reply',
  note: 'Internal note',
  open: 'Show case',
  fault: 'The desk did not answer: {{reason}}.',
};
