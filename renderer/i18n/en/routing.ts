/** Words of what rings and of after-call work. */
export const routing = {
  group: 'Ringing case',
  rings: 'Ringing case',
  ringsFor: '{{queue}} is ringing',
  somebody: 'Visitor',
  waited: 'waited {{time}}',
  pickUp: 'Pick up',
  pass: 'Not now',
  away: 'You did not pick up in time and stand as Away. Cases ring at your colleagues.',
  back: 'I am back',
  backFault: 'Your state could not be changed.',
  load_call: 'calls {{open}}/{{most}}',
  load_chat: 'chats {{open}}/{{most}}',
  load_message: 'messages {{open}}/{{most}}',
  load_email: 'e-mails {{open}}/{{most}}',
};
