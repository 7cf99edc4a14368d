import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Choice, preferencesQuery, putPreferences, whyQuery } from "~/api/people";
import { ErrorState } from "~/components/ErrorState";
import { notifyDone, notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** What the person agreed to and objected to, per use and channel, with the chain of what was said. */
export function Consents(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  const client = useQueryClient();
  const wanted = preferencesQuery(slug, entity.plural, id);
  const query = useQuery(wanted);
  const [open, setOpen] = useState<string>();
  const keyOf = ({ purpose, channel, topic }: Choice) => [purpose, channel, topic].join(" ");

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
      {({ choices, suppressed }) => (
        <>
          <ul className={styles.list}>
            {choices.map((choice) => (
              <li key={keyOf(choice)} className={styles.item}>
                <div>
                  <p>{choice.label}</p>
                  <p className={styles.note}>
                    {choice.by_agreement ? t`Only with their agreement.` : t`Until they object.`}{" "}
                    <StateWord choice={choice} />
                  </p>
                  {open === keyOf(choice) && <Why person={person} choice={choice} />}
                </div>
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  aria-expanded={open === keyOf(choice)}
                  onClick={() => setOpen(open === keyOf(choice) ? undefined : keyOf(choice))}
                >
                  <Trans>Why?</Trans>
                </Button>
                <Switch
                  checked={choice.on}
                  aria-label={choice.label}
                  onChange={(event) => void change(choice, event.currentTarget.checked)}
                />
              </li>
            ))}
          </ul>
          {choices.length === 0 && <p className={styles.note}>{t`The policy asks people for no agreement.`}</p>}
          {suppressed.length > 0 && (
            <p
              className={styles.note}
            >{t`On the suppression list: ${suppressed.join(", ")}. Nothing is sent there.`}</p>
          )}
        </>
      )}
    </Card>
  );
}

function StateWord({ choice }: { choice: Choice }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    unknown: choice.by_agreement ? t`They were never asked.` : t`They did not object.`,
    requested: t`They were asked and have not answered.`,
    request_deferred: t`They will be asked later.`,
    refused: t`They said no.`,
    given: t`They agreed.`,
    renewed: t`They agreed again.`,
    expired: t`Their agreement ran out.`,
    invalidated: t`Their agreement was found invalid.`,
    revoked: t`Their agreement was taken back by staff.`,
    withdrawn: t`They took it back.`,
  };
  return <>{words[choice.state] ?? choice.state}</>;
}

function Why({ person: { slug, entity, id }, choice }: { person: PersonProps; choice: Choice }) {
  const { t } = useLingui();
  const query = useQuery(whyQuery(slug, entity.plural, id, choice));
  if (query.isPending) return <Waiting lines={2} />;
  if (query.isError) return <ErrorState error={query.error} />;
  const { reason, chain } = query.data;
  return (
    <>
      <p>{reason}</p>
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
