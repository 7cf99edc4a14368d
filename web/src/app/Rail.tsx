import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronDown, IconFileImport, IconLogout, IconShieldCheck } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Entity, useMeta, useSlug } from "~/api/meta";
import { sessionQuery, signOut } from "~/api/session";
import { EntityIcon } from "~/components/EntityIcon";
import { notifyError } from "~/components/notify";
import { navigation } from "./navigation";
import styles from "./Rail.module.css";
import { SchemeSwitch } from "./SchemeSwitch";

export function Rail() {
  const { t } = useLingui();
  const slug = useSlug();
  const { records, activities, more } = navigation(useMeta());
  const links = (entities: Entity[]) =>
    entities.map((entity) => (
      <Link
        key={entity.plural}
        to="/w/$slug/$plural"
        params={{ slug, plural: entity.plural }}
        search={{}}
        className={styles.link}
        activeOptions={{ includeSearch: false }}
        activeProps={{ className: styles.active, "aria-current": "page" }}
      >
        <EntityIcon name={entity.icon} />
        {entity.label.many}
      </Link>
    ));

  return (
    <div className={styles.rail}>
      <WorkspaceMenu />
      <div className={styles.scroll}>
        <Section label={t`Records`}>{links(records)}</Section>
        <Section label={t`Activity`}>{links(activities)}</Section>
        <Section label={t`Privacy`}>
          <Link
            to="/w/$slug/privacy"
            params={{ slug }}
            className={styles.link}
            activeProps={{ className: styles.active, "aria-current": "page" }}
          >
            <IconShieldCheck size={16} stroke={1.6} aria-hidden />
            <Trans>Privacy</Trans>
          </Link>
        </Section>
        <Section label={t`Set-up`}>
          {links(more)}
          <Link
            to="/w/$slug/import"
            params={{ slug }}
            search={{}}
            className={styles.link}
            activeProps={{ className: styles.active, "aria-current": "page" }}
          >
            <IconFileImport size={16} stroke={1.6} aria-hidden />
            <Trans>Import</Trans>
          </Link>
        </Section>
      </div>
      <SchemeSwitch />
    </div>
  );
}

function Section({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className={styles.section}>
      <h2 className={styles.heading}>{label}</h2>
      {children}
    </section>
  );
}

/** Which workspace, who is signed in, and the way out. */
function WorkspaceMenu() {
  const { t } = useLingui();
  const slug = useSlug();
  const { member, workspaces } = useSuspenseQuery(sessionQuery).data;
  const current = workspaces.find((workspace) => workspace.slug === slug);

  // A fresh page: nothing that was read in this session stays in memory.
  const leave = () =>
    signOut().then(
      () => window.location.assign("/signin"),
      (error: unknown) => notifyError(error),
    );

  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <UnstyledButton className={styles.workspace}>
          <span
            className={styles.initial}
            data-initial={(current?.name ?? slug).slice(0, 1).toUpperCase()}
            aria-hidden
          />
          <span className={styles.name}>{current?.name ?? slug}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {member.name} · {member.email}
        </Menu.Label>
        {workspaces.length > 1 &&
          workspaces.map((workspace) => (
            <Menu.Item
              key={workspace.slug}
              component="a"
              href={`/w/${workspace.slug}`}
              rightSection={workspace.slug === slug ? <IconCheck size={14} aria-label={t`current`} /> : undefined}
            >
              {workspace.name}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} aria-hidden />} onClick={() => void leave()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
