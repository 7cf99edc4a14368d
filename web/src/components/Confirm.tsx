import { Trans } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { create } from "./store";

interface Question {
  title: string;
  body: string;
  action: string;
  onYes: () => void;
}

const question = create<Question | undefined>(undefined);

/** Asks before something that cannot be taken back. */
export const confirm = (asked: Question) => question.set(asked);

/** Rendered once, by the app. */
export function ConfirmDialog() {
  const asked = question.use();
  const close = () => question.set(undefined);
  if (!asked) return null;
  return (
    <Modal opened onClose={close} title={asked.title} size="sm" withCloseButton={false}>
      <Text size="sm">{asked.body}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          color="red"
          onClick={() => {
            close();
            asked.onYes();
          }}
        >
          {asked.action}
        </Button>
      </Group>
    </Modal>
  );
}
