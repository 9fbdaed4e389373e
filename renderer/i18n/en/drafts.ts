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
  unsaved: 'Not saved',
  open: 'Show case',
  lost: 'What you had written is gone: the person of its case was erased, and your words with them.',
  fault: 'The desk did not answer: {{reason}}.',
};
