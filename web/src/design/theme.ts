import {
  Button,
  Checkbox,
  createTheme,
  Menu,
  Modal,
  MultiSelect,
  NativeSelect,
  PasswordInput,
  Popover,
  rem,
  Select,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { accent, dark, font, gray, monospace, red, space, textSize, yellow } from "./tokens";

const sizes = <T extends Record<string, number>>(pixels: T) =>
  Object.fromEntries(Object.entries(pixels).map(([name, value]) => [name, rem(value)])) as Record<keyof T, string>;

const dense = { defaultProps: { size: "sm" } };
const floating = { shadow: "md", transitionProps: { duration: 90, transition: "fade" as const } };

export const theme = createTheme({
  colors: { accent: [...accent], gray: [...gray], dark: [...dark], red: [...red], yellow: [...yellow] },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  fontFamily: font,
  fontFamilyMonospace: monospace,
  fontSizes: sizes(textSize),
  spacing: sizes(space),
  defaultRadius: "sm",
  radius: { xs: rem(3), sm: rem(5), md: rem(7), lg: rem(10), xl: rem(14) },
  headings: {
    fontFamily: font,
    fontWeight: "620",
    sizes: {
      h1: { fontSize: rem(19), lineHeight: "1.3" },
      h2: { fontSize: rem(15), lineHeight: "1.35" },
      h3: { fontSize: rem(13), lineHeight: "1.4" },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: "xs" } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: "xs" } }),
    // Outside the landmarks of the page a menu would be lost to screen readers that jump between them.
    Menu: Menu.extend({ defaultProps: { ...floating, withinPortal: false, withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        lockScroll: false,
        transitionProps: { duration: 110 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
      styles: { title: { fontSize: rem(textSize.lg), fontWeight: 620 } },
    }),
    MultiSelect: MultiSelect.extend(dense),
    NativeSelect: NativeSelect.extend(dense),
    PasswordInput: PasswordInput.extend(dense),
    Popover: Popover.extend({ defaultProps: { ...floating, withinPortal: false } }),
    Select: Select.extend({ defaultProps: { size: "sm", comboboxProps: floating, checkIconPosition: "right" } }),
    TagsInput: TagsInput.extend(dense),
    Textarea: Textarea.extend(dense),
    TextInput: TextInput.extend(dense),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, transitionProps: { duration: 80 } } }),
  },
});
