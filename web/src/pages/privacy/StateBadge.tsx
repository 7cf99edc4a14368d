import { IconAlertTriangle, IconCheck, IconClock } from "@tabler/icons-react";
import styles from "./StateBadge.module.css";

export type Standing = "good" | "waiting" | "bad";

const signs = { good: IconCheck, waiting: IconClock, bad: IconAlertTriangle };

/** How something stands, in a word and a sign: never by colour alone. */
export function StateBadge({ standing, children }: { standing: Standing; children: string }) {
  const Sign = signs[standing];
  return (
    <span className={styles.badge} data-standing={standing}>
      <Sign size={14} stroke={2.2} aria-hidden />
      {children}
    </span>
  );
}
