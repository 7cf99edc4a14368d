import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Group, UnstyledButton } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { discardMessage, messageQuery, retryMessage, sendTestMessage } from "~/api/messages";
import { entityByName, fieldOf, useMeta, useSlug } from "~/api/meta";
import { keys, listQuery, type RecordData } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { FieldValue } from "~/components/FieldValue";
import { notifyDone, notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { relativeTime } from "~/fields/locale";
import styles from "./Privacy.module.css";
import { PrivacyPage } from "./PrivacyPage";

/** What the program sends by itself: notices, confirmations, alerts. */
export function MessagesPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const [open, setOpen] = useState<string>();
  const [busy, setBusy] = useState(false);
  const query = useInfiniteQuery(listQuery(slug, "messages", {}));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const changed = () => void client.invalidateQueries({ queryKey: keys.list(slug, "messages") });

  const test = async () => {
    setBusy(true);
    try {
      const { id } = await sendTestMessage();
      changed();
      setOpen(id);
    } catch (error) {
      notifyError(error, t`No test message was sent`);
    } finally {
      setBusy(false);
    }
  };

  return (
    <PrivacyPage title={t`Messages`}>
      <div className={styles.head}>
        <p className={styles.intro}>
          <Trans>
            Mail that the program sends by itself: notices of changes, confirmations, alerts. Each waits here until it
            is sent, and says why where it is not.
          </Trans>
        </p>
        <Button variant="default" loading={busy} onClick={() => void test()}>
          <Trans>Send yourself a test</Trans>
        </Button>
      </div>
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconMailForward size={28} stroke={1.5} aria-hidden />}
          title={t`No messages yet`}
          hint={t`A test message shows whether mail works.`}
        />
      )}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((message) => (
            <Line key={message.id} message={message} onOpen={() => setOpen(message.id)} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {open && <Message id={open} onClose={() => setOpen(undefined)} onChanged={changed} />}
    </PrivacyPage>
  );
}

function Line({ message, onOpen }: { message: RecordData; onOpen: () => void }) {
  const entity = entityByName(useMeta(), "message");
  const state = entity && fieldOf(entity, "state");
  return (
    <li>
      <UnstyledButton className={styles.item} w="100%" onClick={onOpen}>
        {state ? <FieldValue field={state} record={message} /> : <span />}
        <span>
          {message.display}
          <span className={styles.note}> {addressOf(message)}</span>
          {typeof message.error === "string" && <span className={styles.note}> · {message.error}</span>}
        </span>
        <span className={styles.note}>{relativeTime(message.created_at)}</span>
      </UnstyledButton>
    </li>
  );
}

const addressOf = (message: RecordData) => {
  const to = message.to as { value?: string }[] | null;
  return to?.[0]?.value ?? "";
};

function Message({ id, onClose, onChanged }: { id: string; onClose: () => void; onChanged: () => void }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const wanted = messageQuery(slug, id);
  const query = useQuery(wanted);
  const [busy, setBusy] = useState(false);
  const message = query.data;
  const state = String(message?.state ?? "");

  const act = async (what: typeof retryMessage, said: string) => {
    setBusy(true);
    try {
      client.setQueryData(wanted.queryKey, await what(id));
      notifyDone(said);
      onChanged();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      lockScroll={false}
      title={message?.display ?? t`Message`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {message && (
        <>
          <p className={styles.note}>
            {addressOf(message)}
            {typeof message.error === "string" && ` · ${message.error}`}
          </p>
          <pre className={styles.letter}>{message.text}</pre>
          <Group gap="xs">
            {["failed", "refused", "not_configured", "waiting"].includes(state) && (
              <Button loading={busy} onClick={() => void act(retryMessage, t`It will be sent now.`)}>
                <Trans>Send now</Trans>
              </Button>
            )}
            {["failed", "refused", "not_configured", "waiting", "queued"].includes(state) && (
              <Button
                variant="default"
                loading={busy}
                onClick={() => void act(discardMessage, t`It will not be sent.`)}
              >
                <Trans>Discard</Trans>
              </Button>
            )}
          </Group>
        </>
      )}
    </Drawer>
  );
}
