import type { ReactNode } from "react";
import styles from "./Door.module.css";

/** The frame of the pages before one is inside: sign-in and first run. */
export function Door({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.door}>
      <main className={styles.card}>
        <p className={styles.brand}>
          <img src="/favicon.svg" alt="" width={26} height={26} />
          Probity
        </p>
        <h1 className={styles.title}>{title}</h1>
        {intro && <p className={styles.intro}>{intro}</p>}
        {children}
      </main>
    </div>
  );
}
