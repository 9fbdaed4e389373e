/** Words of the sign-in screen. */
export const signIn = {
  title: 'Wallet service console',
  lead: 'Choose who you are.',
  demoLead: 'This is a demo desk: its people, customers and cases are made up. Choose who you want to be; no password is needed.',
  people: 'People of the desk',
  loading: 'Fetching the people…',
  nobody: 'This desk has no people yet. Start the console without --no-demo to see a desk at work.',
  fault: 'The desk did not answer. Try again.',
  language: 'Language of the screen',
  role_agent: 'Agent {{name}}',
  role_supervisor: 'Supervisor {{name}}',
  role_trainer: 'Trainer {{name}}',
  role_administrator: 'Administrator {{name}}',
  serves_one: '{{count}} queue',
  serves_other: '{{count}} queues',
};
