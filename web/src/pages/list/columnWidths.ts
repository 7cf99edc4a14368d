// How wide somebody made the columns of a list, kept in their browser.
type Widths = Record<string, number>;

const nameOf = (plural: string) => `probity.columns.${plural}`;

export function columnWidths(plural: string): Widths {
  try {
    return JSON.parse(localStorage.getItem(nameOf(plural)) ?? "{}") as Widths;
  } catch {
    return {};
  }
}

export function rememberWidths(plural: string, widths: Widths) {
  if (Object.keys(widths).length) localStorage.setItem(nameOf(plural), JSON.stringify(widths));
}
