import { createTheme } from '@mantine/core';

/** System fonts first, with a Chinese face for each system. */
const FONTS = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/** The console's look: one accent, dark enough to be read on white and to bear white letters. */
export const theme = createTheme({
  fontFamily: FONTS,
  headings: { fontFamily: FONTS },
  primaryColor: 'wallet',
  primaryShade: { light: 7, dark: 6 },
  colors: {
    wallet: ['#eaf3ff', '#d3e4fb', '#a4c7f5', '#73a9f0', '#4c8feb', '#357fe9', '#2a77e4', '#1b5fae', '#17539b', '#0f4587'],
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
});
