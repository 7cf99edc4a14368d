import { Trans, useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl } from "@mantine/core";
import { IconExternalLink, IconRefresh } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import { checkPromises, type Finding, promisesQuery } from "~/api/privacy";
import { isProblem } from "~/api/problem";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { notifyDone, notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { relativeTime } from "~/fields/locale";
import styles from "./Privacy.module.css";
import { PrivacyPage } from "./PrivacyPage";
import { type Standing, StateBadge } from "./StateBadge";

type Shown = "all" | Finding["state"];

const order: Finding["state"][] = ["broken", "waiting", "kept"];
const standings: Record<Finding["state"], Standing> = { kept: "good", waiting: "waiting", broken: "bad" };

/** Every promise of the policy in force, and what was found when the program last looked. */
export function PromisesPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const query = useQuery(promisesQuery(slug));
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<Shown>("all");
  const run = query.data;

  const lookNow = async () => {
    setBusy(true);
    try {
      client.setQueryData(promisesQuery(slug).queryKey, await checkPromises());
      void client.invalidateQueries({ queryKey: ["privacy", slug] });
      notifyDone(t`Every promise was looked at just now.`);
    } catch (error) {
      if (isProblem(error, "too_many_looks")) notifyDone(error.message);
      else notifyError(error, t`The promises were not looked at`);
    } finally {
      setBusy(false);
    }
  };

  const findings = [...(run?.promises ?? [])]
    .filter(({ state }) => shown === "all" || state === shown)
    .sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <PrivacyPage title={t`Promises`}>
      <p className={styles.intro}>
        <Trans>
          Each promise of the policy names something the program can look at. Here is what it found, in its own data and
          settings. The same is public, without anything about people.
        </Trans>{" "}
        <a href={`/trust/of/${slug}`} target="_blank" rel="noreferrer">
          <Trans>Open the public page</Trans> <IconExternalLink size={12} aria-hidden />
        </a>
      </p>
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {run && (
        <>
          <div className={styles.head}>
            <SegmentedControl
              value={shown}
              onChange={(value) => setShown(value as Shown)}
              aria-label={t`Which promises`}
              data={[
                { value: "all", label: t`All ${run.promises.length}` },
                { value: "broken", label: t`Broken ${run.counts.broken}` },
                { value: "waiting", label: t`Not in use yet ${run.counts.waiting}` },
                { value: "kept", label: t`Kept ${run.counts.kept}` },
              ]}
            />
            <Button
              variant="default"
              leftSection={<IconRefresh size={15} aria-hidden />}
              loading={busy}
              onClick={() => void lookNow()}
            >
              <Trans>Look now</Trans>
            </Button>
          </div>
          <p
            className={styles.note}
          >{t`${run.label}, version ${run.version}. Last look: ${relativeTime(run.checked_at)}.`}</p>
          {findings.length === 0 ? (
            <EmptyState title={t`There is no such promise.`} />
          ) : (
            <ul className={styles.list}>
              {findings.map((finding) => (
                <PromiseLine key={finding.id} finding={finding} />
              ))}
            </ul>
          )}
        </>
      )}
    </PrivacyPage>
  );
}

function PromiseLine({ finding }: { finding: Finding }) {
  const { t } = useLingui();
  const words = { kept: t`Kept`, broken: t`Broken`, waiting: t`Not in use yet` };
  return (
    <li className={styles.item}>
      <StateBadge standing={standings[finding.state]}>{words[finding.state]}</StateBadge>
      <div>
        <p>{finding.text}</p>
        <p className={styles.note}>{finding.evidence}</p>
        {finding.waiting_for.length > 0 && (
          <p className={styles.note}>{t`Waits for: ${finding.waiting_for.join(", ")}`}</p>
        )}
        {finding.figures.length > 0 && (
          <p className={styles.figures}>
            {finding.figures.map(({ name, value }) => (
              <span key={name}>
                {name}: {value}
              </span>
            ))}
          </p>
        )}
      </div>
      <span className={styles.note}>{finding.id}</span>
    </li>
  );
}
