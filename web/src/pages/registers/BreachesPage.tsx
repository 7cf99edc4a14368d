import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { IconShieldExclamation } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { breachesQuery, createBreach } from "~/api/registers";
import { Ask } from "~/components/Ask";
import styles from "~/pages/privacy/Privacy.module.css";
import { moment } from "~/pages/retention/words";
import { BreachState } from "./BreachState";
import { Register } from "./Register";

/** Every breach there was, also those that nobody had to be told of. */
export function BreachesPage() {
  const { t } = useLingui();
  const query = useQuery(breachesQuery(useSlug()));
  const [entering, setEntering] = useState(false);
  return (
    <Register
      title={t`Breaches`}
      enter={t`Write one down`}
      onEnter={() => setEntering(true)}
      query={query}
      items={query.data ?? []}
      intro={
        <Trans>
          When data was seen by somebody who may not see it, or was changed or lost. From the moment you know, the
          authority has to hear of it within 72 hours, weekends included, unless it is unlikely to harm anybody. Write
          down every one.
        </Trans>
      }
      nothing={{
        icon: <IconShieldExclamation size={28} stroke={1.5} aria-hidden />,
        title: t`No breach was written down`,
        hint: t`Write one down as soon as you suspect it: the clock runs from when you know, and what you do not know yet can follow.`,
      }}
      line={(breach) => <Line key={breach.id} breach={breach} />}
    >
      {entering && <Enter onClose={() => setEntering(false)} />}
    </Register>
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
