import type { CSSVariablesResolver } from '@mantine/core';

const WHITE = '#fff';
const BLACK = '#000';
const PALE = '#e6e6e6';
const FAINT = '#b8b8b8';
const RAISED = '#222';

/** The library's dark greys, from its letters (0) down to its grounds (9). */
const greys = [WHITE, PALE, PALE, FAINT, WHITE, RAISED, BLACK, BLACK, BLACK, BLACK];

/**
 * High contrast in the library's own variables, white on black. What is filled is pale and bears black letters: dark
 * fillings with white ones would hardly be seen on black.
 */
export const highContrast: CSSVariablesResolver = ({ colors }) => {
  const dark: Record<string, string> = {
    '--mantine-color-white': BLACK,
    '--mantine-primary-color-contrast': BLACK,
    '--mantine-color-body': BLACK,
    '--mantine-color-text': WHITE,
    '--mantine-color-bright': WHITE,
    '--mantine-color-dimmed': PALE,
    '--mantine-color-placeholder': PALE,
    '--mantine-color-error': '#ffb3b0',
    '--mantine-color-anchor': '#a4c7f5',
    '--mantine-color-default': BLACK,
    '--mantine-color-default-hover': RAISED,
    '--mantine-color-default-color': WHITE,
    '--mantine-color-default-border': WHITE,
    '--mantine-color-disabled': BLACK,
    '--mantine-color-disabled-color': FAINT,
    '--mantine-color-disabled-border': FAINT,
  };
  for (const [shade, grey] of greys.entries()) dark[`--mantine-color-dark-${shade}`] = grey;
  for (const [name, shades] of Object.entries(colors)) {
    if (name === 'dark') continue;
    const pale = shades[2];
    dark[`--mantine-color-${name}-filled`] = pale;
    dark[`--mantine-color-${name}-filled-hover`] = WHITE;
    dark[`--mantine-color-${name}-light`] = BLACK;
    dark[`--mantine-color-${name}-light-hover`] = RAISED;
    dark[`--mantine-color-${name}-light-color`] = pale;
    dark[`--mantine-color-${name}-text`] = pale;
    dark[`--mantine-color-${name}-outline`] = pale;
  }
  return { variables: {}, light: {}, dark };
};
