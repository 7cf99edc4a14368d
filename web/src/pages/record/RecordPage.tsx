import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Alert, Button, Menu, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconDots, IconHistory, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Entity, entityByPlural, expansionOf, useMeta, useSlug } from "~/api/meta";
import { recordQuery } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { RecordTabs } from "~/components/RecordTabs";
import { usePhone } from "~/components/usePhone";
import { useWrites } from "~/components/useWrites";
import { Waiting } from "~/components/Waiting";
import { Facts } from "./Facts";
import { History } from "./History";
import { Properties } from "./Properties";
import styles from "./RecordPage.module.css";
import { Related } from "./Related";
import { Timeline, timelineKinds } from "./Timeline";

export function RecordPage() {
  const { t } = useLingui();
  const { plural, id } = useParams({ from: "/w/$slug/$plural/$id" });
  const entity = entityByPlural(useMeta(), plural);
  if (!entity) return <EmptyState title={t`There is no list of ${plural} in this workspace.`} />;
  return <Record key={id} entity={entity} id={id} />;
}

function Record({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useLingui();
  const slug = useSlug();
  const navigate = useNavigate();
  const narrow = usePhone();
  const meta = useMeta();
  const [historyOpen, setHistoryOpen] = useState(false);
  const writes = useWrites(entity);
  const names = entity.fields.map((field) => field.name);
  const query = useQuery(recordQuery(slug, entity.plural, id, expansionOf(entity, names)));
  const record = query.data;
  useDocumentTitle(record ? `${record.display} · Probity` : "Probity");

  if (query.isPending) return <Waiting lines={10} />;
  if (!record) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;

  const remove = () => {
    void writes.remove(record);
    void navigate({ to: "/w/$slug/$plural", params: { slug, plural: entity.plural }, search: {} });
  };
  const properties = <Properties entity={entity} record={record} onSave={(patch) => writes.save(record, patch)} />;
  const timeline = timelineKinds(meta, entity).length > 0 && <Timeline entity={entity} record={record} />;
  const related = <Related entity={entity} record={record} />;

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to="/w/$slug/$plural" params={{ slug, plural: entity.plural }} search={{}} className={styles.crumb}>
          <EntityIcon name={entity.icon} />
          {entity.label.many}
        </Link>
        <div className={styles.line}>
          <h1 className={styles.title}>{record.display}</h1>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={t`More actions`}>
                <IconDots size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconHistory size={15} aria-hidden />} onClick={() => setHistoryOpen(true)}>
                <Trans>History and undo</Trans>
              </Menu.Item>
              {!record.deleted_at && (
                <Menu.Item className={styles.danger} leftSection={<IconTrash size={15} aria-hidden />} onClick={remove}>
                  <Trans>Delete</Trans>
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </div>
        <Facts entity={entity} record={record} />
        <RecordTabs entity={entity} id={id} />
      </header>
      {record.deleted_at && (
        <Alert color="yellow" variant="light" m="0 20px 12px" title={t`This record is in the bin`}>
          <Button variant="default" onClick={() => void writes.restore(record)}>
            <Trans>Restore</Trans>
          </Button>
        </Alert>
      )}
      {narrow ? (
        <Tabs defaultValue="properties" keepMounted={false} className={styles.tabs}>
          <Tabs.List grow>
            <Tabs.Tab value="properties">{t`Details`}</Tabs.Tab>
            {timeline && <Tabs.Tab value="timeline">{t`Timeline`}</Tabs.Tab>}
            <Tabs.Tab value="related">{t`Related`}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="properties" className={styles.panel}>
            {properties}
          </Tabs.Panel>
          {timeline && (
            <Tabs.Panel value="timeline" className={styles.panel}>
              {timeline}
            </Tabs.Panel>
          )}
          <Tabs.Panel value="related" className={styles.panel}>
            {related}
          </Tabs.Panel>
        </Tabs>
      ) : (
        <div className={styles.columns} data-still={!timeline || undefined}>
          <section className={styles.properties} aria-label={t`Properties`}>
            {properties}
          </section>
          {timeline && (
            <section className={styles.timeline} aria-label={t`Timeline`}>
              {timeline}
            </section>
          )}
          <section className={styles.related} aria-label={t`Related`}>
            {related}
          </section>
        </div>
      )}
      {historyOpen && <History entity={entity} record={record} onClose={() => setHistoryOpen(false)} />}
    </div>
  );
}
