import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { allowVendor, refuseVendor, type Vendors as Services, vendorsQuery } from "~/api/people";
import { confirm } from "~/components/Confirm";
import { notifyError } from "~/components/notify";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** Services this person does not want their data to go to. */
export function Vendors({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const wanted = vendorsQuery(slug, entity.plural, id);
  const query = useQuery(wanted);

  const keep = (change: Promise<Services>) =>
    change.then(
      (services) => client.setQueryData(wanted.queryKey, services),
      (error: unknown) => notifyError(error, t`Nothing was changed`),
    );
  const refuse = ({ processor, name, without_it: without }: Services["items"][number]) =>
    confirm({
      title: t`Send nothing more to ${name}?`,
      body: without ?? t`Nothing stops working for this person.`,
      action: t`Refuse for this person`,
      onYes: () => void keep(refuseVendor(entity.plural, id, processor)),
    });

  return (
    <Card title={t`Services that may be refused`} query={query}>
      {({ items }) => {
        const free = items.filter(({ may_refuse: may, refused }) => may || refused);
        if (free.length === 0)
          return <p className={styles.note}>{t`The policy lists no service that people may refuse.`}</p>;
        return (
          <ul className={styles.list}>
            {free.map((service) => (
              <li key={service.processor} className={styles.item}>
                <div>
                  <p>{service.name}</p>
                  <p className={styles.note}>{service.refused ? (service.without_it ?? t`Refused.`) : service.task}</p>
                </div>
                {service.refused ? (
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => void keep(allowVendor(entity.plural, id, service.processor))}
                  >
                    <Trans>Allow again</Trans>
                  </Button>
                ) : (
                  <Button variant="default" size="compact-sm" onClick={() => refuse(service)}>
                    <Trans>Refuse</Trans>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        );
      }}
    </Card>
  );
}
