// Numbers, money and times as the reader's browser writes them.

export const locale = () => globalThis.navigator?.language || "en";

const memo = new Map<string, unknown>();
function once<T>(key: string, make: () => T): T {
  const name = `${locale()}|${key}`;
  if (!memo.has(name)) memo.set(name, make());
  return memo.get(name) as T;
}

export const numberFormat = (options: Intl.NumberFormatOptions = {}) =>
  once(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale(), options));

export const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  once(`d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale(), options));

const separators = () =>
  once("separators", () => {
    const parts = new Intl.NumberFormat(locale()).formatToParts(12345.6);
    const of = (type: string, fallback: string) => parts.find((part) => part.type === type)?.value ?? fallback;
    return { decimal: of("decimal", "."), group: of("group", ",") };
  });

/** The number in what a person typed in their own notation; undefined when there is none. */
export function parseNumber(typed: string): number | undefined {
  const { decimal, group } = separators();
  const plain = typed
    .replace(/[\s\u00a0\u202f'’]/g, "")
    .replaceAll(group, "")
    .replace(decimal, ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  return Number(plain);
}

/** A number as a person would type it: no grouping. */
export const typedNumber = (value: number) =>
  numberFormat({ useGrouping: false, maximumFractionDigits: 10 }).format(value);

/** "5 minutes ago" within a week, else the date. What was a moment ago is "now", which stays true while it is read. */
export function relativeTime(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const format = once("r", () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }));
  const size = Math.abs(seconds);
  if (size < 60) return format.format(0, "second");
  if (size < 3600) return format.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return format.format(Math.round(seconds / 3600), "hour");
  if (size < 7 * 86_400) return format.format(Math.round(seconds / 86_400), "day");
  return dateFormat({ dateStyle: "medium" }).format(Date.parse(iso));
}
