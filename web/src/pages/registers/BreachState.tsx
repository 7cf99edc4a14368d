import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RecordData } from "~/api/records";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { breachClockOf } from "./breachClock";

/** How a breach stands: its clock while it runs, else what was decided. */
export function BreachState({ breach }: { breach: RecordData }) {
  const { t } = useLingui();
  const clock = breachClockOf(breach);
  const states: Record<string, string> = {
    open: t`Open`,
    reported: t`Reported to the authority`,
    not_reported: t`Need not be reported`,
    closed: t`Closed`,
  };
  if (!clock) {
    const state = String(breach.state);
    return <StateBadge standing={state === "open" ? "waiting" : "good"}>{states[state] ?? state}</StateBadge>;
  }
  if (clock.late) {
    return (
      <StateBadge standing="bad">{plural(clock.hours, { one: "Late by # hour", other: "Late by # hours" })}</StateBadge>
    );
  }
  return (
    <StateBadge standing={clock.hours < 24 ? "bad" : "waiting"}>
      {plural(clock.hours, { one: "# hour left of 72", other: "# hours left of 72" })}
    </StateBadge>
  );
}
