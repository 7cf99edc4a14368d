// Every colour, size and time of the app. Nothing else may name one.

type Shades = readonly [string, string, string, string, string, string, string, string, string, string];

export const accent: Shades = [
  "#eef2fd",
  "#dde5fb",
  "#bccbf6",
  "#9ab1f2",
  "#8aa4f0",
  "#5d80e6",
  "#3f64d8",
  "#3355c0",
  "#2a479f",
  "#213a83",
];

export const gray: Shades = [
  "#f7f8f9",
  "#eff0f2",
  "#e4e6e9",
  "#d5d8dd",
  "#bfc4cb",
  "#69707d",
  "#596070",
  "#444a57",
  "#2c313b",
  "#191c22",
];

export const dark: Shades = [
  "#e4e6ea",
  "#cdd0d6",
  "#a9aeb8",
  "#959ba7",
  "#3d424b",
  "#2c3037",
  "#22252b",
  "#181a1e",
  "#121417",
  "#0c0d0f",
];

/** Text in these must be readable on white (shade 6) and on dark grey (shade 3). */
export const red: Shades = [
  "#fdf0f0",
  "#fadcdc",
  "#f5b5b5",
  "#f59a9a",
  "#ef7f7f",
  "#de4a4a",
  "#c92a2a",
  "#b42323",
  "#a01d1d",
  "#871717",
];

export const yellow: Shades = [
  "#fff8e6",
  "#fdeec4",
  "#f9dc8c",
  "#f2c85b",
  "#e3b13d",
  "#b98a1c",
  "#855d00",
  "#734f00",
  "#614300",
  "#4e3600",
];

export const font = '"Inter Variable", system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif';
export const monospace = 'ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", Consolas, monospace';

/** Pixels. */
export const textSize = { xs: 12, sm: 13, md: 14, lg: 16, xl: 19 } as const;

/** Pixels. */
export const space = { xs: 6, sm: 10, md: 14, lg: 20, xl: 28 } as const;

/** Pixels; a row of a list, with a mouse and with a thumb. */
export const rowHeight = { dense: 36, touch: 62 } as const;

/** Below this width the app shows one column. CSS modules repeat it: custom media are not CSS yet. */
export const phoneWidth = 700;

/** Milliseconds. */
export const delay = { skeleton: 200, typing: 180, undo: 8000 } as const;
