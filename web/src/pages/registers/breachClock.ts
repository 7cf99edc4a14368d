/** Hours of the wall clock, on weekends and holidays too, since somebody became aware. */
export interface BreachClock {
  hours: number;
  late: boolean;
}

const hour = 3_600_000;

/** What is left until the authority has to hear of it; nothing where that is settled. */
export function breachClockOf(breach: Record<string, unknown>, now = Date.now()): BreachClock | undefined {
  if (breach.state !== "open" || !breach.due_at) return undefined;
  const left = Date.parse(String(breach.due_at)) - now;
  return { hours: Math.floor(Math.abs(left) / hour), late: left < 0 };
}
