import type { ReactNode } from "react";
import styles from "./states.module.css";

interface Props {
  icon?: ReactNode;
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
}

/** Nothing here, and what to do next. */
export function EmptyState({ icon, title, hint, children }: Props) {
  return (
    <div className={styles.state}>
      {icon}
      <p className={styles.title}>{title}</p>
      {hint && <p>{hint}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
