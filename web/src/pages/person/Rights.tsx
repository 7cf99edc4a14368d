import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload, IconEraser } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { EraseDialog } from "~/pages/erasure/EraseDialog";
import { CopyDialog } from "./CopyDialog";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** The two things that people ask for most, done from here. */
export function Rights({ display, ...person }: PersonProps & { display: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { slug, entity, id } = person;
  const [open, setOpen] = useState<"copy" | "erase">();
  return (
    <div className={styles.rights}>
      <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={() => setOpen("copy")}>
        <Trans>Make a copy for them</Trans>
      </Button>
      <Button
        variant="default"
        className={styles.erase}
        leftSection={<IconEraser size={15} aria-hidden />}
        onClick={() => setOpen("erase")}
      >
        {t`Erase this person`}
      </Button>
      {open === "copy" && <CopyDialog person={person} onClose={() => setOpen(undefined)} />}
      {open === "erase" && (
        <EraseDialog
          plural={entity.plural}
          id={id}
          name={display}
          onClose={(erased) => {
            setOpen(undefined);
            if (erased) void navigate({ to: "/w/$slug/$plural", params: { slug, plural: entity.plural }, search: {} });
          }}
        />
      )}
    </div>
  );
}
