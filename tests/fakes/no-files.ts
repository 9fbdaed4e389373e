import type { ChannelFiles } from '#electron/channels/social-channel.ts';

/** The files of a desk where none is expected to come. */
export const noFiles: ChannelFiles = {
  keep: () => Promise.reject(new Error('no file was to come')),
  read: async () => null,
};
