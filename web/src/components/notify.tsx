import { t } from "@lingui/core/macro";
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { delay } from "~/design/tokens";

/** What went wrong, in the words of the server. */
export function notifyError(error: unknown, title?: string) {
  notifications.show({
    color: "red",
    title: title ?? t`That did not work`,
    message: error instanceof Error ? error.message : String(error),
    autoClose: 10_000,
    closeButtonProps: { "aria-label": t`Close` },
  });
}

/** It worked, and there is something to know about it. */
export function notifyWarning(message: string, title: string) {
  notifications.show({
    color: "yellow",
    title,
    message,
    autoClose: 15_000,
    closeButtonProps: { "aria-label": t`Close` },
  });
}

export function notifyDone(message: string) {
  notifications.show({ message, closeButtonProps: { "aria-label": t`Close` } });
}

/** Says what was done and offers to take it back. */
export function notifyUndo(message: string, undo: () => void) {
  const id = `undo-${Date.now()}`;
  notifications.show({
    id,
    autoClose: delay.undo,
    closeButtonProps: { "aria-label": t`Close` },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" lineClamp={2}>
          {message}
        </Text>
        <Button
          variant="light"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {t`Undo`}
        </Button>
      </Group>
    ),
  });
}
