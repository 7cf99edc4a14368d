import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import styles from "./states.module.css";

interface Props {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** What happened, and the one thing to do about it. */
export function ErrorState({ error, onRetry }: Props) {
  return (
    <div className={styles.state} role="alert">
      <IconAlertTriangle size={28} stroke={1.5} aria-hidden />
      <p>{error instanceof Error ? error.message : String(error)}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}
