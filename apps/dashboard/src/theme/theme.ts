import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** One accent. The seventh shade is the filled button, on which white text is readable in both modes. */
const blue: MantineColorsTuple = [
  '#e8effb',
  '#d0ddf6',
  '#a6c0ee',
  '#7fb0ff',
  '#5a8ae0',
  '#3d72d4',
  '#2a5fc4',
  '#2353ae',
  '#2557b8',
  '#1b2a44',
];
const controlHeight = { '--input-height': 'var(--control)', '--input-fz': '13px' };
const motion = { duration: 120 };
const comboboxProps = { transitionProps: motion };

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 6,
  colors: { blue },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '5px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  // Told by name, not by the component itself, so that the first page loads only what it shows.
  components: {
    Button: {
      defaultProps: { size: 'xs' },
      vars: () => ({ root: { '--button-height': 'var(--control)', '--button-padding-x': '10px' } }),
    },
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' } },
    CloseButton: { defaultProps: { size: 28, 'aria-label': 'Close' } },
    Input: { defaultProps: { size: 'xs' }, vars: () => ({ wrapper: controlHeight }) },
    InputWrapper: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps } },
    MultiSelect: { defaultProps: { size: 'xs', comboboxProps } },
    TagsInput: { defaultProps: { size: 'xs', comboboxProps } },
    Autocomplete: { defaultProps: { size: 'xs', comboboxProps } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 0 } },
    Tabs: { defaultProps: { keepMounted: false } },
    // The placeholder for the first focus is no child that a menu may have: its first item takes the focus instead.
    Menu: {
      defaultProps: {
        transitionProps: motion,
        shadow: 'md',
        position: 'bottom-end',
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
      },
    },
    Popover: { defaultProps: { transitionProps: motion, shadow: 'md' } },
    Tooltip: {
      defaultProps: { openDelay: 300, transitionProps: motion, events: { hover: true, focus: true, touch: false } },
    },
    // Of index.html.
    Portal: { defaultProps: { target: '#overlays' } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: motion,
        overlayProps: { backgroundOpacity: 0.5 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Drawer: { defaultProps: { transitionProps: motion, closeButtonProps: { 'aria-label': 'Close' } } },
  },
});
