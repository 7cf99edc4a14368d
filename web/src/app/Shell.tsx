import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Drawer } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconMenu2 } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { followChanges } from "~/api/events";
import { useMeta, useSlug } from "~/api/meta";
import { ConfirmDialog } from "~/components/Confirm";
import { ConflictDialog } from "~/components/ConflictDialog";
import { Bell } from "./Bell";
import { ImportTray } from "./ImportTray";
import { Rail } from "./Rail";
import { SearchBox } from "./SearchBox";
import styles from "./Shell.module.css";

/** What stays around every page of a workspace. */
export function Shell() {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const client = useQueryClient();
  const { pathname } = useLocation();
  const [railOpen, rail] = useDisclosure(false);

  useEffect(() => followChanges(client, slug, meta), [client, slug, meta]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the rail of the phone
  useEffect(() => rail.close(), [pathname]);
  useHotkeys([["/", () => document.getElementById("global-search")?.focus()]]);

  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t`Skip to content`}
      </a>
      <nav className={styles.rail} aria-label={t`Main`}>
        <Rail />
      </nav>
      {railOpen && (
        <Drawer.Root opened onClose={rail.close} size={270} padding={0} lockScroll={false}>
          <Drawer.Overlay />
          <Drawer.Content aria-label={t`Menu`}>
            <nav className={styles.drawer} aria-label={t`Main`}>
              <Rail />
            </nav>
          </Drawer.Content>
        </Drawer.Root>
      )}
      <div className={styles.top}>
        <nav className={styles.burger} aria-label={t`Menu`}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Menu`} onClick={rail.open}>
            <IconMenu2 size={20} stroke={1.6} />
          </ActionIcon>
        </nav>
        <search className={styles.search}>
          <SearchBox />
        </search>
        <div className={styles.aside}>
          <Bell />
        </div>
      </div>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <ImportTray />
      <ConfirmDialog />
      <ConflictDialog />
    </div>
  );
}
