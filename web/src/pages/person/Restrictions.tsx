import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { imposeRestriction, liftRestriction, restrictionsQuery, usesQuery } from "~/api/people";
import type { RecordData } from "~/api/records";
import { notifyDone, notifyError } from "~/components/notify";
import { relativeTime } from "~/fields/locale";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

type Kind = "restriction" | "objection" | "minor" | "hold";

const useKinds = (): Record<Kind, string> => {
  const { t } = useLingui();
  return {
    restriction: t`Restricted: kept, and used for nothing`,
    objection: t`Objects to one use`,
    minor: t`A minor: kept, and used for nothing`,
    hold: t`On hold: nothing may be deleted`,
  };
};

/** What stands against the use of a person's data, and what ends it. */
export function Restrictions(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  const client = useQueryClient();
  const kinds = useKinds();
  const query = useQuery(restrictionsQuery(slug, entity.plural, id));
  const [imposing, setImposing] = useState(false);
  const [lifting, setLifting] = useState<RecordData>();
  const changed = () => void client.invalidateQueries({ queryKey: ["person", slug, entity.plural, id] });
  return (
    <Card
      title={t`What stands against its use`}
      query={query}
      action={
        <Button variant="default" size="compact-sm" onClick={() => setImposing(true)}>
          <Trans>Add</Trans>
        </Button>
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 && <p className={styles.note}>{t`Nothing.`}</p>}
          <ul className={styles.list}>
            {items.map((item) => (
              <li key={item.id} className={styles.item}>
                <div>
                  <p>
                    {kinds[item.kind as Kind]}
                    {item.purpose ? `: ${String(item.purpose)}` : ""}
                  </p>
                  <p className={styles.note}>
                    {String(item.reason ?? "")} {t`Since ${relativeTime(String(item.since))}.`}{" "}
                    {item.lifted_at ? t`Lifted ${relativeTime(String(item.lifted_at))}.` : ""}
                  </p>
                </div>
                {!item.lifted_at && (
                  <Button variant="default" size="compact-sm" onClick={() => setLifting(item)}>
                    <Trans>Lift</Trans>
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {imposing && <Impose person={person} onClose={() => setImposing(false)} onDone={changed} />}
          {lifting && (
            <Lift person={person} restriction={lifting.id} onClose={() => setLifting(undefined)} onDone={changed} />
          )}
        </>
      )}
    </Card>
  );
}

interface DialogProps {
  person: PersonProps;
  onClose: () => void;
  onDone: () => void;
}

function Impose({ person: { slug, entity, id }, onClose, onDone }: DialogProps) {
  const { t } = useLingui();
  const kinds = useKinds();
  const purposes = useQuery(usesQuery(slug, entity.plural, id)).data?.purposes ?? [];
  const [kind, setKind] = useState<Kind>("restriction");
  const [purpose, setPurpose] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const impose = () =>
    imposeRestriction(entity.plural, id, {
      kind,
      reason: reason.trim(),
      ...(kind === "objection" && purpose ? { purpose } : {}),
      ...(until ? { until: `${until}T00:00` } : {}),
    });
  return (
    <Ask
      title={t`What stands against its use?`}
      action={t`Add`}
      ready={Boolean(reason.trim()) && (kind !== "objection" || Boolean(purpose))}
      act={impose}
      done={t`Obeyed from now on, everywhere.`}
      onClose={onClose}
      onDone={onDone}
    >
      <Select
        label={t`What`}
        allowDeselect={false}
        value={kind}
        onChange={(value) => value && setKind(value as Kind)}
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
      />
      {kind === "objection" && (
        <Select
          label={t`Which use`}
          value={purpose}
          onChange={setPurpose}
          data={purposes.map(({ name, label }) => ({ value: name, label }))}
        />
      )}
      <Textarea
        label={t`Reason`}
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t`Ends by itself on (may stay empty)`}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </Ask>
  );
}

function Lift({ person: { entity, id }, restriction, onClose, onDone }: DialogProps & { restriction: string }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <Ask
      title={t`Lift it?`}
      action={t`Lift`}
      ready={Boolean(reason.trim())}
      act={() => liftRestriction(entity.plural, id, restriction, reason.trim())}
      done={t`It stands no more.`}
      onClose={onClose}
      onDone={onDone}
    >
      <Textarea
        label={t`Why`}
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Ask>
  );
}

interface AskProps extends Omit<DialogProps, "person"> {
  title: string;
  action: string;
  ready: boolean;
  act: () => Promise<unknown>;
  done: string;
  children: ReactNode;
}

function Ask({ title, action, ready, act, done, onClose, onDone, children }: AskProps) {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await act();
      notifyDone(done);
      onDone();
      onClose();
    } catch (error) {
      notifyError(error, t`Nothing was changed`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t`Close` }}>
      <div className={styles.form}>{children}</div>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button disabled={!ready} loading={busy} onClick={() => void go()}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
