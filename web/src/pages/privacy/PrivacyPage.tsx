import { useLingui } from "@lingui/react/macro";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSlug } from "~/api/meta";
import styles from "./Privacy.module.css";

/** What the pages about privacy have in common: one title and the way from each to the others. */
export function PrivacyPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLingui();
  const slug = useSlug();
  useDocumentTitle(`${title} · Probity`);
  const pages = [
    { to: "/w/$slug/privacy", label: t`Overview` },
    { to: "/w/$slug/privacy/promises", label: t`Promises` },
    { to: "/w/$slug/privacy/policy", label: t`Policy` },
    { to: "/w/$slug/privacy/processors", label: t`Processors` },
    { to: "/w/$slug/privacy/messages", label: t`Messages` },
  ] as const;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{title}</h1>
      <nav className={styles.tabs} aria-label={t`Privacy`}>
        {pages.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ slug }}
            className={styles.tab}
            activeOptions={{ exact: true }}
            activeProps={{ className: styles.here, "aria-current": "page" }}
          >
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}
