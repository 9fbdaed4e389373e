/** The parts of a desk's administration, in the order they are shown. */
export const tabs = [
  'people',
  'queues',
  'skills',
  'calendars',
  'dispositions',
  'tags',
  'stateReasons',
  'channelRules',
  'retention',
  'channels',
  'history',
  'file',
] as const;
export type Tab = (typeof tabs)[number];
