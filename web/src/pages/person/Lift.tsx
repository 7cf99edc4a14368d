import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { liftRestriction } from "~/api/people";
import { Ask } from "~/components/Ask";
import type { PersonProps } from "./PersonPage";

interface Props {
  person: PersonProps;
  restriction: string;
  onClose: () => void;
  onDone: () => void;
}

/** Ends what stood against the use or the deletion of a person's data. */
export function Lift({ person: { entity, id }, restriction, onClose, onDone }: Props) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <Ask
      title={t`Lift it?`}
      action={t`Lift`}
      ready={Boolean(reason.trim())}
      act={() => liftRestriction(entity.plural, id, restriction, reason.trim())}
      done={t`It stands no more.`}
      onClose={onClose}
      onDone={onDone}
    >
      <Textarea
        label={t`Why`}
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Ask>
  );
}
