import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type Entity, useSlug } from "~/api/meta";
import { EmptyState } from "~/components/EmptyState";
import { EntityIcon } from "~/components/EntityIcon";
import type { ListState } from "./listState";

interface Props {
  entity: Entity;
  state: ListState;
  onClear: () => void;
  onCreate: () => void;
}

/** Why a list is empty, and the next step. */
export function NothingHere({ entity, state, onClear, onCreate }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const many = entity.label.many.toLowerCase();
  const icon = <EntityIcon name={entity.icon} size={28} />;
  if (state.q || state.filter) {
    return (
      <EmptyState
        icon={icon}
        title={t`No ${many} match`}
        hint={t`Nothing in this list fits the search and the filters above.`}
      >
        <Button variant="default" onClick={onClear}>
          <Trans>Clear search and filters</Trans>
        </Button>
      </EmptyState>
    );
  }
  if (state.bin) {
    return (
      <EmptyState icon={icon} title={t`The bin is empty`} hint={t`Deleted ${many} wait here and can be restored.`} />
    );
  }
  return (
    <EmptyState
      icon={icon}
      title={t`No ${many} yet`}
      hint={t`Create the first one, or bring a file from where they are now.`}
    >
      <Button onClick={onCreate}>
        <Trans>New {entity.label.one.toLowerCase()}</Trans>
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link {...props} to="/w/$slug/import" params={{ slug }} search={{ entity: entity.plural }} />
        )}
      >
        <Trans>Import a file</Trans>
      </Button>
    </EmptyState>
  );
}
