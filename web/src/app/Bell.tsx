import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Entity, entityByName, findEntity, useMeta, useSlug } from "~/api/meta";
import { markRead, notificationsQuery, unreadQuery } from "~/api/notifications";
import { type RecordData, refresh } from "~/api/records";
import { sessionQuery } from "~/api/session";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { dateFormat, relativeTime } from "~/fields/locale";
import styles from "./Bell.module.css";

/** What somebody should know: how much of it is new, and a list to go through. */
export function Bell() {
  const entity = entityByName(useMeta(), "notification");
  return entity ? <Notifications entity={entity} /> : null;
}

function Notifications({ entity }: { entity: Entity }) {
  const { t } = useLingui();
  const slug = useSlug();
  const { member } = useSuspenseQuery(sessionQuery).data;
  const [open, setOpen] = useState(false);
  const unread = useQuery(unreadQuery(slug, member.id)).data ?? 0;
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width="min(380px, calc(100vw - 20px))"
      withRoles={false}
      trapFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={styles.bell}
          aria-label={unread ? t`Notifications, ${unread} unread` : t`Notifications`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconBell size={19} stroke={1.6} aria-hidden />
          {unread > 0 && (
            <span className={styles.count} aria-hidden>
              {unread > 99 ? "99+" : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t`Notifications`} className={styles.dropdown}>
        <List entity={entity} member={member.id} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function List({ entity, member, onClose }: { entity: Entity; member: string; onClose: () => void }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const query = useQuery(notificationsQuery(slug, member));
  const items = query.data?.items ?? [];
  const news = items.filter(({ read_at }) => !read_at);

  const read = (some: RecordData[]) =>
    Promise.all(some.map(({ id }) => markRead(id)))
      .catch((error: unknown) => notifyError(error))
      .then(() => refresh(client, slug, entity));

  return (
    <>
      <div className={styles.head}>
        {/* Takes the focus, so that Escape closes a list in which there is nothing to press. */}
        <h2 tabIndex={-1} data-autofocus>
          <Trans>Notifications</Trans>
        </h2>
        {news.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => void read(news)}>
            <Trans>Mark all as read</Trans>
          </Button>
        )}
      </div>
      {query.isPending && <Waiting lines={4} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <p
          className={styles.none}
        >{t`Nothing yet. Mentions, records given to you, reminders and finished work appear here.`}</p>
      )}
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.id}>
            <Item
              item={item}
              onOpen={() => {
                if (!item.read_at) void read([item]);
                onClose();
              }}
            />
          </li>
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        <Plural value={news.length} one="# unread notification" other="# unread notifications" />
      </p>
    </>
  );
}

function Item({ item, onOpen }: { item: RecordData; onOpen: () => void }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const navigate = useNavigate();
  const about = item.expanded?.record;
  const target = about && !Array.isArray(about) ? about : undefined;
  const kind = target && findEntity(meta, target.entity);
  const time = dateFormat({ dateStyle: "full", timeStyle: "short" }).format(Date.parse(item.created_at));
  return (
    <button
      type="button"
      className={styles.item}
      onClick={() => {
        onOpen();
        if (item.kind === "request") {
          // Requests are seen for duties under the law alone, on pages of their own.
          if (item.record)
            void navigate({ to: "/w/$slug/privacy/requests/$id", params: { slug, id: String(item.record) } });
          else void navigate({ to: "/w/$slug/privacy/requests", params: { slug } });
        } else if (target && kind) {
          void navigate({ to: "/w/$slug/$plural/$id", params: { slug, plural: kind.plural, id: target.id } });
        }
      }}
    >
      <EntityIcon name={kind?.icon ?? "bell"} />
      <span className={styles.text}>
        {String(item.text ?? item.display)}
        {target && !String(item.text ?? "").includes(target.display) && (
          <span className={styles.about}>{target.display}</span>
        )}
      </span>
      <span className={styles.side}>
        <time dateTime={item.created_at} title={time}>
          {relativeTime(item.created_at)}
        </time>
        {!item.read_at && <span className={styles.dot} role="img" aria-label={t`unread`} />}
      </span>
    </button>
  );
}
