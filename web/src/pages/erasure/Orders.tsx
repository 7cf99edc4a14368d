import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { acknowledgeOrder, ordersQuery } from "~/api/erasures";
import { useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { Ask } from "~/components/Ask";
import { ErrorState } from "~/components/ErrorState";
import { relativeTime } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { StateBadge } from "~/pages/privacy/StateBadge";

/** What services were told to erase, until they say that they did. */
export function Orders() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const query = useQuery(ordersQuery(slug));
  const items = query.data ?? [];
  const [open, setOpen] = useState<string>();
  const [note, setNote] = useState("");
  const saidOf = ({ state, contact, ordered_at: at, acknowledged_at: done }: RecordData) => {
    const when = relativeTime(String(at));
    if (done) return t`They said so ${relativeTime(String(done))}.`;
    if (state === "by_hand") return t`No address is known: tell them yourself, then note it here.`;
    return contact ? t`Told by email to ${String(contact)}, ${when}.` : t`Told by email, ${when}.`;
  };
  return (
    <section className={styles.section} aria-label={t`Told to others`}>
      <h2 className={styles.heading}>{t`Told to others`}</h2>
      <p className={styles.note}>
        <Trans>
          Whoever received data of a person who was erased or corrected is told to do the same, and asked to say that
          they did.
        </Trans>
      </p>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className={styles.note}>{t`Nobody had to be told yet.`}</p>}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((order) => (
            <li key={order.id} className={styles.item}>
              <StateBadge standing={order.acknowledged_at ? "good" : order.state === "by_hand" ? "bad" : "waiting"}>
                {order.acknowledged_at ? t`Done` : order.state === "by_hand" ? t`To be told` : t`Waits`}
              </StateBadge>
              <div>
                <p>{String(order.recipient)}</p>
                <p className={styles.note}>
                  {order.kind === "rectify" ? t`To correct what they got.` : t`To erase what they got.`} {saidOf(order)}{" "}
                  {typeof order.note === "string" && order.note}
                </p>
              </div>
              {!order.acknowledged_at && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t`They did it: ${String(order.recipient)}`}
                  onClick={() => setOpen(order.id)}
                >
                  <Trans>They did it</Trans>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <Ask
          title={t`They did it`}
          action={t`Record it`}
          act={() => acknowledgeOrder(open, note.trim())}
          done={t`Recorded.`}
          onClose={() => setOpen(undefined)}
          onDone={() => void client.invalidateQueries({ queryKey: ["privacy", slug, "erasures"] })}
        >
          <Textarea
            label={t`How they said so (may stay empty)`}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </Ask>
      )}
    </section>
  );
}
