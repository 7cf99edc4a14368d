import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconShieldExclamation } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { breachesQuery, createBreach } from "~/api/registers";
import { Ask } from "~/components/Ask";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { moment } from "~/pages/retention/words";
import { BreachState } from "./BreachState";

/** Every breach there was, also those that nobody had to be told of. */
export function BreachesPage() {
  const { t } = useLingui();
  const query = useQuery(breachesQuery(useSlug()));
  const [entering, setEntering] = useState(false);
  const items = query.data ?? [];
  return (
    <PrivacyPage
      title={t`Breaches`}
      action={
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEntering(true)}>
          <Trans>Write one down</Trans>
        </Button>
      }
    >
      <p className={styles.intro}>
        <Trans>
          When data was seen by somebody who may not see it, or was changed or lost. From the moment you know, the
          authority has to hear of it within 72 hours, weekends included, unless it is unlikely to harm anybody. Write
          down every one.
        </Trans>
      </p>
      {query.isPending && <Waiting lines={6} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconShieldExclamation size={28} stroke={1.5} aria-hidden />}
          title={t`No breach was written down`}
          hint={t`Write one down as soon as you suspect it: the clock runs from when you know, and what you do not know yet can follow.`}
        />
      )}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((breach) => (
            <Line key={breach.id} breach={breach} />
          ))}
        </ul>
      )}
      {entering && <Enter onClose={() => setEntering(false)} />}
    </PrivacyPage>
  );
}

function Line({ breach }: { breach: RecordData }) {
  const { t } = useLingui();
  const slug = useSlug();
  return (
    <li className={styles.entry}>
      <div>
        <p>
          <Link to="/w/$slug/privacy/breaches/$id" params={{ slug, id: breach.id }}>
            {breach.display}
          </Link>
        </p>
        <p className={styles.note}>{t`Known since ${moment(String(breach.aware_at))}`}</p>
      </div>
      <BreachState breach={breach} />
      <p className={styles.note}>
        {breach.people_count != null
          ? t`${String(breach.people_count)} people concerned`
          : t`Number of people not known yet`}
      </p>
    </li>
  );
}

/** As little as starts the clock; the rest is filled in on the breach's own page as it becomes known. */
function Enter({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [aware, setAware] = useState(() => localNow());
  const enter = async () => {
    const breach = await createBreach({
      title: title.trim(),
      aware_at: new Date(aware).toISOString(),
      ...(description.trim() ? { description: description.trim() } : {}),
    });
    void client.invalidateQueries({ queryKey: ["privacy", slug, "breaches"] });
    await navigate({ to: "/w/$slug/privacy/breaches/$id", params: { slug, id: breach.id } });
  };
  return (
    <Ask
      title={t`Write down a breach`}
      action={t`Write it down`}
      ready={Boolean(title.trim()) && Boolean(aware)}
      act={enter}
      failed={t`Nothing was written down`}
      onClose={onClose}
    >
      <TextInput
        label={t`In a few words`}
        required
        placeholder={t`Invoice sent to the wrong customer`}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={t`You know of it since`}
        description={t`The 72 hours run from here.`}
        required
        max={localNow()}
        value={aware}
        onChange={(event) => setAware(event.currentTarget.value)}
      />
      <Textarea
        label={t`What happened, as far as you know`}
        autosize
        minRows={3}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </Ask>
  );
}

/** Now, as an input of the reader's own time takes it. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
