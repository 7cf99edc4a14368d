import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "./Person.module.css";

interface Props<T> {
  title: string;
  query: UseQueryResult<T>;
  action?: ReactNode;
  children: (data: T) => ReactNode;
}

/** One question about a person and its answer, which arrives by itself. */
export function Card<T>({ title, query, action, children }: Props<T>) {
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{title}</h2>
        {action}
      </div>
      {query.isPending && <Waiting lines={3} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && children(query.data)}
    </section>
  );
}
