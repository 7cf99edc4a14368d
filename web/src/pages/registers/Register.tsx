import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RecordData } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";

interface RegisterProps {
  title: string;
  /** What it is for, in a sentence or two. */
  intro: ReactNode;
  enter: string;
  onEnter: () => void;
  query: { isPending: boolean; isSuccess: boolean; error: Error | null; refetch: () => unknown };
  items: RecordData[];
  /** Said where there are none. */
  nothing: { icon: ReactNode; title: string; hint: string };
  line: (record: RecordData) => ReactNode;
  /** What stands below the list, and dialogs. */
  children?: ReactNode;
}

/** A register as a page: what it is for, what is in it, and how something is entered. */
export function Register({ title, intro, enter, onEnter, query, items, nothing, line, children }: RegisterProps) {
  return (
    <PrivacyPage
      title={title}
      action={
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={onEnter}>
          {enter}
        </Button>
      }
    >
      <p className={styles.intro}>{intro}</p>
      {query.isPending && <Waiting lines={6} />}
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <EmptyState {...nothing} />}
      {items.length > 0 && <ul className={styles.list}>{items.map(line)}</ul>}
      {children}
    </PrivacyPage>
  );
}
