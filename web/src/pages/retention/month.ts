import { dateFormat } from "~/fields/locale";

/** "2027-01" as "January 2027". */
export const monthName = (month: string) =>
  dateFormat({ month: "long", year: "numeric", timeZone: "UTC" }).format(Date.parse(`${month}-01T00:00:00Z`));

/** The first moment after a month. */
export function endOfMonth(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString();
}

/** The days of a month in weeks from Monday on; nothing where a week reaches beyond it. */
export function weeksOf(month: string): (string | undefined)[][] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const cells: (string | undefined)[] = [
    ...Array.from<undefined>({ length: before }),
    ...Array.from({ length: days }, (_, day) => `${month}-${String(day + 1).padStart(2, "0")}`),
  ];
  while (cells.length % 7) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Mon, Tue, …, as the reader's language writes them. */
export const weekdays = () =>
  Array.from({ length: 7 }, (_, day) => {
    const date = Date.UTC(2024, 0, 1 + day);
    return {
      short: dateFormat({ weekday: "short", timeZone: "UTC" }).format(date),
      long: dateFormat({ weekday: "long", timeZone: "UTC" }).format(date),
    };
  });
