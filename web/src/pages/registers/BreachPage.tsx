import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { entityByName, useMeta, useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { type BreachStory, breachQuery, breachStoryQuery, patchBreach } from "~/api/registers";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import { memberName, useMembers } from "~/fields/members";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { Properties } from "~/pages/record/Properties";
import requests from "~/pages/requests/Requests.module.css";
import { moment } from "~/pages/retention/words";
import { BreachState } from "./BreachState";
import { BreachStepDialog, useBreachSteps } from "./BreachStepDialog";
import { Notices } from "./Notices";

/** One breach: what the clock says, what is next, what is known, and what to write to whom. */
export function BreachPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const { id } = useParams({ from: "/w/$slug/privacy/breaches/$id" });
  const entity = entityByName(useMeta(), "breach");
  const query = useQuery(breachQuery(slug, id));
  const story = useQuery(breachStoryQuery(slug, id));
  const breach = query.data;
  const changed = () => void client.invalidateQueries({ queryKey: ["privacy", slug, "breaches"] });
  return (
    <PrivacyPage title={breach?.display ?? t`Breach`}>
      <p className={styles.crumb}>
        <Link to="/w/$slug/privacy/breaches" params={{ slug }}>
          <Trans>All breaches</Trans>
        </Link>
      </p>
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {breach && entity && (
        <div className={requests.columns}>
          <div>
            {story.isError && <ErrorState error={story.error} onRetry={() => void story.refetch()} />}
            {story.data && <Stands breach={breach} story={story.data} onDone={changed} />}
            <Notices id={id} />
            {story.data && <Happened steps={story.data.steps} />}
          </div>
          <section aria-label={t`What is known`} className={styles.panel}>
            <Properties
              entity={entity}
              record={breach}
              onSave={async (patch) => {
                await patchBreach(id, patch);
                changed();
              }}
            />
          </section>
        </div>
      )}
    </PrivacyPage>
  );
}

interface StandsProps {
  breach: RecordData;
  story: BreachStory;
  onDone: () => void;
}

function Stands({ breach, story, onDone }: StandsProps) {
  const { t } = useLingui();
  const steps = useBreachSteps();
  const [step, setStep] = useState<string>();
  const told = breach.people_state === "told" || breach.people_state === "not_told";
  const decided = breach.state !== "open";
  const offered =
    breach.state === "closed"
      ? ["reopen", "note"]
      : [
          ...(decided ? [] : ["report", "not_report"]),
          ...(told ? [] : ["tell", "not_tell"]),
          ...(story.undecided.length === 0 ? ["close"] : []),
          "note",
        ];
  return (
    <section className={`${styles.panel} ${decided ? "" : requests.next}`} aria-label={t`The clock`}>
      <BreachState breach={breach} />
      <p className={styles.answer}>{story.in_words}</p>
      {story.next_step && (
        <>
          <h2 className={styles.heading}>{t`What is next`}</h2>
          <p>{story.next_step}</p>
        </>
      )}
      {story.undecided.length > 0 && breach.state !== "closed" && (
        <Alert color="yellow" variant="light" mb="sm" title={t`Before it can be closed`}>
          <ul className={styles.tight}>
            {story.undecided.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Group gap="xs">
        {offered.map((name, place) => (
          <Button key={name} variant={place === 0 ? "filled" : "default"} onClick={() => setStep(name)}>
            {steps[name]?.action ?? name}
          </Button>
        ))}
      </Group>
      {step && <BreachStepDialog id={breach.id} step={step} onClose={() => setStep(undefined)} onDone={onDone} />}
    </section>
  );
}

function Happened({ steps }: { steps: RecordData[] }) {
  const { t } = useLingui();
  const words = useBreachSteps();
  const members = useMembers();
  const nameOf = (by: unknown) => {
    const member = members.find(({ id }) => id === by);
    return member ? memberName(member) : undefined;
  };
  return (
    <section className={styles.section} aria-label={t`What was done`}>
      <h2 className={styles.heading}>{t`What was done`}</h2>
      {steps.length === 0 && <p className={styles.note}>{t`Nothing yet.`}</p>}
      <ol className={requests.steps}>
        {steps.map((step) => (
          <li key={step.id} className={requests.step}>
            <p>{words[String(step.step)]?.past ?? String(step.step)}</p>
            {[step.authority, step.reference, step.why].filter(Boolean).map((text) => (
              <p key={String(text)} className={styles.note}>
                {String(text)}
              </p>
            ))}
            <p className={styles.note}>{[moment(String(step.at)), nameOf(step.by)].filter(Boolean).join(" · ")}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
