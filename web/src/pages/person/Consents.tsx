import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Choice, preferencesQuery, putPreferences, whyQuery } from "~/api/people";
import { ErrorState } from "~/components/ErrorState";
import { notifyDone, notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { type Standing, StateBadge } from "~/pages/privacy/StateBadge";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** What the person agreed to, and apart from it what happens until they object; with the chain of what was said. */
export function Consents(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  const client = useQueryClient();
  const wanted = preferencesQuery(slug, entity.plural, id);
  const query = useQuery(wanted);

  const change = async (choice: Choice, on: boolean) => {
    try {
      client.setQueryData(wanted.queryKey, await putPreferences(entity.plural, id, choice, on));
      void client.invalidateQueries({ queryKey: ["person", slug, entity.plural, id] });
      notifyDone(t`Recorded, with you as the one who was told.`);
    } catch (error) {
      notifyError(error, t`Nothing was recorded`);
    }
  };

  return (
    <Card title={t`What they agreed to`} query={query}>
      {({ choices, suppressed }) => {
        const groups = [
          { title: t`Only if they agree`, choices: choices.filter(({ by_agreement: by }) => by) },
          { title: t`Unless they object`, choices: choices.filter(({ by_agreement: by }) => !by) },
        ].filter((group) => group.choices.length > 0);
        return (
          <>
            {groups.map((group) => (
              <section key={group.title} aria-label={group.title}>
                <h3 className={styles.subheading}>{group.title}</h3>
                <ul className={styles.list}>
                  {group.choices.map((choice) => (
                    <Line key={keyOf(choice)} person={person} choice={choice} onChange={change} />
                  ))}
                </ul>
              </section>
            ))}
            {choices.length === 0 && <p className={styles.note}>{t`The policy asks people for no agreement.`}</p>}
            {suppressed.length > 0 && (
              <p className={styles.note}>
                {t`On the suppression list: ${suppressed.join(", ")}. Nothing is sent there.`}
              </p>
            )}
          </>
        );
      }}
    </Card>
  );
}

const keyOf = ({ purpose, channel, topic }: Choice) => [purpose, channel, topic].join(" ");

interface LineProps {
  person: PersonProps;
  choice: Choice;
  onChange: (choice: Choice, on: boolean) => Promise<void>;
}

/** One use: what they said, never what follows from their silence; and the button for what they say now. */
function Line({ person, choice, onChange }: LineProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const { words, standing } = useSaid(choice);
  const record = async () => {
    setBusy(true);
    await onChange(choice, !choice.on);
    setBusy(false);
  };
  const wording = choice.by_agreement
    ? { on: t`They take it back`, off: t`They agree` }
    : { on: t`They object`, off: t`They no longer object` };
  return (
    <li className={styles.item}>
      <div>
        <p>{choice.label}</p>
        {open && <Why person={person} choice={choice} />}
      </div>
      <StateBadge standing={standing}>{words}</StateBadge>
      <span className={styles.buttons}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={open}
          aria-label={t`Why? ${choice.label}`}
          onClick={() => setOpen(!open)}
        >
          <Trans>Why?</Trans>
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          loading={busy}
          aria-label={`${choice.on ? wording.on : wording.off}: ${choice.label}`}
          onClick={() => void record()}
        >
          {choice.on ? wording.on : wording.off}
        </Button>
      </span>
    </li>
  );
}

/** What the person said, in a word; silence is said to be silence. */
function useSaid({ state, by_agreement: byAgreement, on }: Choice): { words: string; standing: Standing } {
  const { t } = useLingui();
  const words: Record<string, string> = {
    unknown: byAgreement ? t`Never asked` : t`Said nothing`,
    requested: t`Asked, no answer yet`,
    request_deferred: t`Will be asked later`,
    refused: byAgreement ? t`Said no` : t`Objected`,
    given: byAgreement ? t`Agreed` : t`Does not object`,
    renewed: t`Agreed again`,
    expired: t`Agreement ran out`,
    invalidated: t`Found invalid`,
    revoked: t`Taken back by staff`,
    withdrawn: byAgreement ? t`Took it back` : t`Objected`,
  };
  const said = ["given", "renewed"].includes(state);
  return { words: words[state] ?? state, standing: said && on ? "good" : "waiting" };
}

function Why({ person: { slug, entity, id }, choice }: { person: PersonProps; choice: Choice }) {
  const { t } = useLingui();
  const query = useQuery(whyQuery(slug, entity.plural, id, choice));
  if (query.isPending) return <Waiting lines={2} />;
  if (query.isError) return <ErrorState error={query.error} />;
  const { reason, chain } = query.data;
  return (
    <>
      <p className={styles.note}>{reason}</p>
      {chain.length === 0 ? (
        <p className={styles.note}>{t`Nothing was ever said.`}</p>
      ) : (
        <ol className={styles.chain}>
          {chain.map(({ id: event, words }) => (
            <li key={event}>{words}</li>
          ))}
        </ol>
      )}
    </>
  );
}
