import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Menu } from "@mantine/core";
import { IconDots, IconDownload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { download } from "~/api/download";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { evidencePath, type Story, storyQuery, takeStep } from "~/api/requests";
import { ErrorState } from "~/components/ErrorState";
import { notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { EraseDialog } from "~/pages/erasure/EraseDialog";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { moment } from "~/pages/retention/words";
import { clockOf, standingOf } from "./clock";
import { RequestFacts } from "./RequestFacts";
import own from "./Requests.module.css";
import { StepDialog } from "./StepDialog";
import { useSteps } from "./steps";
import { useRequestWords } from "./words";

/** One request: how it stands, what is next, and everything that happened to it. */
export function RequestPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const { id } = useParams({ from: "/w/$slug/privacy/requests/$id" });
  const words = useRequestWords();
  const query = useQuery(storyQuery(slug, id));
  const story = query.data;
  return (
    <PrivacyPage title={story ? (words.kinds[story.kind] ?? t`Request`) : t`Request`}>
      <p className={styles.crumb}>
        <Link to="/w/$slug/privacy/requests" params={{ slug }}>
          <Trans>All requests</Trans>
        </Link>
      </p>
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {story && (
        <div className={own.columns}>
          <div>
            <NextStep story={story} />
            <Happened story={story} />
          </div>
          <RequestFacts story={story} />
        </div>
      )}
    </PrivacyPage>
  );
}

/** The steps that a button of its own stands for; the others are in a menu. */
const most = 2;

function NextStep({ story }: { story: Story }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const meta = useMeta();
  const words = useRequestWords();
  const steps = useSteps();
  const [step, setStep] = useState<string>();
  const clock = clockOf({ state: story.state, awaits: pausedBy(story), due_at: story.due_at });
  const [first, others] = [story.next.steps.slice(0, most), story.next.steps.slice(most)];
  const changed = () => void client.invalidateQueries({ queryKey: ["privacy", slug] });
  const entity = story.person && findEntity(meta, story.person.entity);
  const erases = step === "fulfil" && story.kind === "erasure" && story.person && entity;

  const save = (format: "html" | "json") =>
    download(evidencePath(story.id, format), `request-${story.id}.${format}`).catch((error: unknown) =>
      notifyError(error),
    );

  return (
    <section className={`${styles.panel} ${clock.kind === "over" ? "" : own.next}`} aria-label={t`How it stands`}>
      <div className={styles.head}>
        <StateBadge standing={standingOf(clock)}>{words.states[story.state] ?? story.state}</StateBadge>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" size="compact-sm" leftSection={<IconDownload size={14} aria-hidden />}>
              <Trans>Evidence</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void save("html")}>{t`To read and print`}</Menu.Item>
            <Menu.Item onClick={() => void save("json")}>{t`For programs (JSON)`}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className={styles.answer}>{story.clock.words}</p>
      {story.outcome && <p className={styles.note}>{story.outcome}</p>}
      <h2 className={styles.heading}>{t`What is next`}</h2>
      <p>{story.next.words}</p>
      <Group gap="xs">
        {first.map((name, place) => (
          <Button key={name} variant={place === 0 ? "filled" : "default"} onClick={() => setStep(name)}>
            {steps[name]?.action ?? name}
          </Button>
        ))}
        {others.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" leftSection={<IconDots size={15} aria-hidden />}>
                <Trans>Other steps</Trans>
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((name) => (
                <Menu.Item key={name} onClick={() => setStep(name)}>
                  {steps[name]?.action ?? name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {erases && story.person ? (
        <EraseDialog
          plural={entity.plural}
          id={story.person.id}
          name={story.person.display}
          begin={async () => {
            const after = await takeStep(story.id, { step: "fulfil" });
            return { id: after.erasure ?? "" };
          }}
          onClose={() => {
            setStep(undefined);
            changed();
          }}
        />
      ) : (
        step && (
          <StepDialog
            step={step}
            act={(body) => takeStep(story.id, body)}
            onClose={() => setStep(undefined)}
            onDone={changed}
          />
        )
      )}
    </section>
  );
}

const pausedBy = ({ clock, awaits }: Story) => (clock.paused ? awaits : null);

function Happened({ story }: { story: Story }) {
  const { t } = useLingui();
  const { events } = useRequestWords();
  return (
    <section className={styles.section} aria-label={t`What happened`}>
      <h2 className={styles.heading}>{t`What happened`}</h2>
      <ol className={own.steps}>
        {story.steps.toReversed().map((step) => (
          <li key={`${step.at} ${step.kind}`} className={own.step}>
            <p>{events[step.kind] ?? step.kind}</p>
            {step.note && <p className={styles.note}>{step.note}</p>}
            <p className={styles.note}>
              {moment(step.at)}
              {step.by && ` · ${step.by.name}`}
              {step.message && ` · ${t`by email`}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
