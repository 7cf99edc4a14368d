import { useLingui } from "@lingui/react/macro";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type Entity, entityByPlural, useMeta, useSlug } from "~/api/meta";
import { recordQuery } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { EntityIcon } from "~/components/EntityIcon";
import { RecordTabs } from "~/components/RecordTabs";
import record from "~/pages/record/RecordPage.module.css";
import { Consents } from "./Consents";
import { KeptUntil } from "./KeptUntil";
import styles from "./Person.module.css";
import { Recipients } from "./Recipients";
import { Restrictions } from "./Restrictions";
import { Uses } from "./Uses";
import { Vendors } from "./Vendors";

export interface PersonProps {
  slug: string;
  entity: Entity;
  id: string;
}

/** Everything about the use of one person's data: what may be done with it, what they said, who got it. */
export function PersonPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const { plural, id } = useParams({ from: "/w/$slug/$plural/$id/privacy" });
  const entity = entityByPlural(useMeta(), plural);
  if (entity?.subject !== "self") return <EmptyState title={t`These records are not about one person.`} />;
  return <Person key={id} slug={slug} entity={entity} id={id} />;
}

function Person(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  // A restricted person is not seen at work, but here.
  const display = useQuery(recordQuery(slug, entity.plural, id)).data?.display ?? entity.label.one;
  useDocumentTitle(t`Privacy of ${display} · Probity`);
  return (
    <div className={record.page}>
      <header className={record.head}>
        <Link to="/w/$slug/$plural" params={{ slug, plural: entity.plural }} search={{}} className={record.crumb}>
          <EntityIcon name={entity.icon} />
          {entity.label.many}
        </Link>
        <h1 className={record.title}>{display}</h1>
        <RecordTabs entity={entity} id={id} />
      </header>
      <div className={styles.cards}>
        <Consents {...person} />
        <Recipients {...person} />
        <KeptUntil {...person} />
        <Restrictions {...person} />
        <Uses {...person} />
        <Vendors {...person} />
      </div>
    </div>
  );
}
