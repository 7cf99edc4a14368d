import { useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { restrictionsQuery } from "~/api/people";
import { dateFormat } from "~/fields/locale";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** Why a person is not met anywhere else in the product, where that is so. */
export function Standing({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const items = useQuery(restrictionsQuery(slug, entity.plural, id)).data?.items ?? [];
  const inForce = items.filter(({ lifted_at: lifted }) => !lifted);
  const day = (iso: unknown) => dateFormat({ dateStyle: "long" }).format(Date.parse(String(iso)));
  const titles: Record<string, string> = {
    restriction: t`This person's data is restricted`,
    minor: t`This person is too young for their data to be used`,
    hold: t`This person's data is on hold`,
  };
  const words: Record<string, string> = {
    restriction: t`It is kept and used for nothing: only administrators see it, and only here, for duties under the law. Nothing can be sent to them.`,
    minor: t`It is kept and used for nothing: only administrators see it, and only here, for duties under the law. Nothing can be sent to them.`,
    hold: t`Nothing of it can be deleted or erased while that lasts.`,
  };
  return (
    <>
      {["minor", "restriction", "hold"].map((kind) => {
        const one = inForce.find((item) => item.kind === kind);
        if (!one) return null;
        return (
          <Alert
            key={kind}
            color="yellow"
            variant="light"
            className={styles.standing}
            icon={<IconLock size={17} aria-hidden />}
            title={titles[kind]}
          >
            {words[kind]}{" "}
            {one.until ? t`It ends by itself on ${day(one.until)}.` : t`It lasts until somebody lifts it below.`}
          </Alert>
        );
      })}
    </>
  );
}
