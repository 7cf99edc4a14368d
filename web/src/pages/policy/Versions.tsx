import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { policyVersionsQuery } from "~/api/privacy";
import { dateFormat } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { ChangeList } from "./ChangeList";

/** Every version there was, and what each changed. */
export function Versions({ slug }: { slug: string }) {
  const { t } = useLingui();
  const items = useQuery(policyVersionsQuery(slug)).data?.items ?? [];
  const day = (iso: string | null) => (iso ? dateFormat({ dateStyle: "long" }).format(Date.parse(iso)) : "");
  if (items.length === 0) return null;
  const states: Record<string, string> = {
    pending: t`announced`,
    in_force: t`in force`,
    past: t`past`,
    withdrawn: t`withdrawn`,
  };
  return (
    <section className={styles.section} aria-label={t`Versions`}>
      <h2 className={styles.heading}>{t`Versions`}</h2>
      {items.map((version) => (
        <details key={version.version} className={styles.version}>
          <summary>
            {t`Version ${version.version}, from ${day(version.since)}`}{" "}
            <span className={styles.note}>
              {states[version.state] ?? version.state}
              {version.note && ` · ${version.note}`}
            </span>
          </summary>
          {version.changes && version.changes.length > 0 ? (
            <ChangeList changes={version.changes} />
          ) : (
            <p className={styles.note}>{t`The first, or the same in other words.`}</p>
          )}
        </details>
      ))}
    </section>
  );
}
