import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconArrowsJoin2, IconDots, IconDownload, IconFileImport, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type Entity, useSlug } from "~/api/meta";
import { usePhone } from "~/components/usePhone";

interface Props {
  entity: Entity;
  bin: boolean;
  onExport: () => void;
  onBin: () => void;
}

/** What can be done with a list as a whole; on a phone all of it is in the menu. */
export function ListActions({ entity, bin, onExport, onBin }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const phone = usePhone();
  return (
    <>
      {!phone && !bin && (
        <Tooltip label={t`Export`}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Export`} onClick={onExport}>
            <IconDownload size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
      {bin && (
        <Button variant="default" leftSection={<IconArrowLeft size={15} aria-hidden />} onClick={onBin}>
          {t`Back to ${entity.label.many.toLowerCase()}`}
        </Button>
      )}
      {!phone && !bin && (
        <Tooltip label={t`Bin`}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Bin`} onClick={onBin}>
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
      {!bin && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`More actions`}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {phone && (
              <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={onExport}>
                <Trans>Export</Trans>
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconFileImport size={15} aria-hidden />}
              renderRoot={(props) => (
                <Link {...props} to="/w/$slug/import" params={{ slug }} search={{ entity: entity.plural }} />
              )}
            >
              <Trans>Import a file</Trans>
            </Menu.Item>
            {entity.duplicates && (
              <Menu.Item
                leftSection={<IconArrowsJoin2 size={15} aria-hidden />}
                renderRoot={(props) => (
                  <Link {...props} to="/w/$slug/duplicates/$plural" params={{ slug, plural: entity.plural }} />
                )}
              >
                <Trans>Find duplicates</Trans>
              </Menu.Item>
            )}
            {phone && (
              <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={onBin}>
                <Trans>Bin</Trans>
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
