import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { download } from "~/api/download";
import { useSlug } from "~/api/meta";
import { type Activity, type ProcessingRecord, processingQuery } from "~/api/registers";
import { ErrorState } from "~/components/ErrorState";
import { notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { longDay, moment } from "~/pages/retention/words";

/** What an authority asks for first: which data is used for what, made of what the program goes by. */
export function ProcessingPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const query = useQuery(processingQuery(slug));
  const save = (form: string) =>
    download(`/api/v1/processing_record${form}`, `processing-${slug}${form || ".json"}`).catch((error: unknown) =>
      notifyError(error),
    );
  return (
    <PrivacyPage
      title={t`Record of processing`}
      action={
        <Group gap="xs">
          {[
            { form: ".html", label: t`To print` },
            { form: ".csv", label: t`CSV` },
            { form: "", label: t`JSON` },
          ].map(({ form, label }) => (
            <Button
              key={label}
              variant="default"
              size="compact-sm"
              leftSection={<IconDownload size={14} aria-hidden />}
              aria-label={t`Download: ${label}`}
              onClick={() => void save(form)}
            >
              {label}
            </Button>
          ))}
        </Group>
      }
    >
      <p className={styles.intro}>
        <Trans>
          What the law has you write down about your use of people's data (GDPR, Article 30). Nothing here is written by
          hand: it is made of the policy in force, of what is recorded, and of what the program does, whenever you look.
        </Trans>
      </p>
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Everything record={query.data} />}
    </PrivacyPage>
  );
}

function Everything({ record }: { record: ProcessingRecord }) {
  const { t } = useLingui();
  const { controller, data_protection_officer: officer, policy } = record;
  const joined = (values: (string | null)[]) => values.filter(Boolean).join(", ");
  return (
    <>
      <section className={styles.panel} aria-label={t`Who answers for it`}>
        <dl className={styles.facts}>
          <dt>{t`Controller`}</dt>
          <dd>
            {joined([controller.name, controller.address, controller.country, controller.email, controller.phone]) ||
              t`Not named yet; fill it in on the page Policy`}
          </dd>
          {controller.representative && (
            <>
              <dt>{t`Representative`}</dt>
              <dd>{controller.representative}</dd>
            </>
          )}
          <dt>{t`Data protection officer`}</dt>
          <dd>{joined([officer.name, officer.email, officer.address]) || t`None named`}</dd>
          <dt>{t`Made`}</dt>
          <dd>{t`${moment(record.made_at)}, from version ${policy.version} of the policy, in force since ${longDay(policy.since)}`}</dd>
        </dl>
      </section>
      {record.activities.map((activity) => (
        <One key={activity.purpose} activity={activity} />
      ))}
      <section className={styles.section} aria-label={t`Security measures`}>
        <h2 className={styles.heading}>{t`Security measures`}</h2>
        <ul className={styles.list}>
          {record.security_measures.map((measure) => (
            <li key={measure.name} className={styles.item}>
              <StateBadge standing={measure.in_force ? "good" : "bad"}>
                {measure.in_force ? t`In force` : t`Not in force`}
              </StateBadge>
              <p>{measure.in_words}</p>
            </li>
          ))}
        </ul>
      </section>
      {record.disclosures.length > 0 && (
        <section className={styles.section} aria-label={t`Courts and authorities`}>
          <h2 className={styles.heading}>{t`When courts and authorities receive data`}</h2>
          <ul className={styles.plain}>
            {record.disclosures.map((ground) => (
              <li key={ground}>{ground}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function One({ activity }: { activity: Activity }) {
  const { t } = useLingui();
  const rows: [string, string[]][] = [
    [t`Allowed by`, [activity.lawful_basis_in_words + (activity.may_object ? `; ${t`people may object`}` : "")]],
    [t`About whom`, activity.subject_categories],
    [
      t`Which data`,
      activity.data_categories.map(({ label, special }) => (special ? t`${label} (specially protected)` : label)),
    ],
    [
      t`Who receives it`,
      activity.recipients.map(({ name, country, agreement }) => [name, country, agreement].filter(Boolean).join(", ")),
    ],
    [
      t`Other countries`,
      activity.transfers.map(({ recipient, country, safeguard, until }) =>
        until
          ? t`${recipient}, ${country}: ${safeguard}, until ${longDay(until)}`
          : `${recipient}, ${country}: ${safeguard}`,
      ),
    ],
    [t`How long`, activity.retention.map(({ applies_to: what, in_words: words }) => `${what}: ${words}`)],
    [t`Where it comes from`, activity.sources],
    [t`Worked out about people`, activity.profiling],
  ];
  return (
    <section className={styles.section} aria-label={activity.label}>
      <h2 className={styles.heading}>{activity.label}</h2>
      {activity.explanation && <p className={styles.note}>{activity.explanation}</p>}
      <dl className={styles.facts}>
        {rows.map(([name, values]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>
              {values.length === 0 && <span className={styles.note}>{t`None`}</span>}
              {values.length === 1 && values[0]}
              {values.length > 1 && (
                <ul className={styles.tight}>
                  {values.map((value) => (
                    <li key={value}>{value}</li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <details className={styles.version}>
        <summary>{t`Field by field, and the terms of the standards`}</summary>
        <p className={styles.note}>{[activity.fideslang, activity.dpv].filter(Boolean).join(" · ")}</p>
        <ul className={styles.plain}>
          {activity.data_categories.map(({ name, label, fields }) => (
            <li key={name}>
              {label} <span className={styles.note}>({name})</span>: {fields.join(", ")}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
