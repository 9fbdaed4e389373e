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
  lost: 'Your draft is gone: the person of its case was erased, and with them what you had written there.',
  fault: 'The desk did not answer: {{reason}}.',
};
