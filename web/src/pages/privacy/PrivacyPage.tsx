import "./catalogue";
import { useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSlug } from "~/api/meta";
import { usePhone } from "~/components/usePhone";
import styles from "./Privacy.module.css";
import { useSections } from "./sections";

interface Props {
  title: string;
  /** What stands beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** What the pages about privacy have in common: one title and the way from each to the others. */
export function PrivacyPage({ title, action, children }: Props) {
  useDocumentTitle(`${title} · Probity`);
  return (
    <div className={styles.frame}>
      {usePhone() ? <Chooser /> : <Side />}
      <div className={styles.page}>
        <div className={styles.top}>
          <h1 className={styles.title}>{title}</h1>
          {action}
        </div>
        {children}
      </div>
    </div>
  );
}

function Side() {
  const { t } = useLingui();
  const slug = useSlug();
  return (
    <nav className={styles.side} aria-label={t`Privacy pages`}>
      {useSections().map(({ title, pages }) => (
        <ul key={title} className={styles.group} aria-label={title || undefined}>
          {title && (
            <li className={styles.groupTitle} aria-hidden>
              {title}
            </li>
          )}
          {pages.map(({ to, label }) => (
            <li key={to}>
              <Link
                to={to}
                params={{ slug }}
                className={styles.tab}
                activeOptions={{ exact: to === "/w/$slug/privacy" }}
                activeProps={{ className: styles.here, "aria-current": "page" }}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

/** Where there is no room beside the page, the pages stand in a menu. */
function Chooser() {
  const { t } = useLingui();
  const slug = useSlug();
  const sections = useSections();
  const { pathname } = useLocation();
  const addressOf = (to: string) => to.replace("$slug", slug);
  const here = sections
    .flatMap(({ pages }) => pages.map((page) => ({ ...page, address: addressOf(page.to) })))
    .findLast(({ address }) => pathname.startsWith(address));
  return (
    <nav className={styles.chooser} aria-label={t`Privacy pages`}>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            rightSection={<IconChevronDown size={15} aria-hidden />}
          >
            {here ? t`Privacy: ${here.label}` : t`Privacy`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {sections.map(({ title, pages }) => (
            <div key={title}>
              {title && <Menu.Label>{title}</Menu.Label>}
              {pages.map(({ to, label }) => (
                <Menu.Item
                  key={to}
                  component={Link}
                  to={addressOf(to)}
                  {...(to === here?.to ? { "aria-current": "page" as const } : {})}
                >
                  {label}
                </Menu.Item>
              ))}
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
