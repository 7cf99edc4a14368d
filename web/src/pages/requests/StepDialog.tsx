import { useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Step } from "~/api/requests";
import { Ask } from "~/components/Ask";
import { memberName, useMembers } from "~/fields/members";
import styles from "~/pages/privacy/Privacy.module.css";
import { PeoplePicker, type Picked } from "./PeoplePicker";
import { useSteps } from "./steps";
import { useRequestWords } from "./words";

interface Props {
  step: string;
  act: (body: Step) => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
}

/** What a step does, what it needs to know, and the button that does it. */
export function StepDialog({ step, act, onClose, onDone }: Props) {
  const { t } = useLingui();
  const words = useSteps()[step];
  const { denials } = useRequestWords();
  const members = useMembers();
  const [note, setNote] = useState("");
  const [reason, setReason] = useState<NonNullable<Step["reason"]> | null>(null);
  const [route, setRoute] = useState<NonNullable<Step["route"]>>("authority");
  const [people, setPeople] = useState<Picked[]>([]);
  const [assignee, setAssignee] = useState<string | null>(null);
  if (!words) return null;
  const person = people[0]?.id;
  const body: Step = {
    step: step as Step["step"],
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(step === "deny" && reason ? { reason } : {}),
    ...(step === "escalate" ? { route } : {}),
    ...(step === "identify" && person ? { person } : {}),
    ...(step === "assign" ? { assignee } : {}),
  };
  const ready =
    (!words.required || Boolean(note.trim())) &&
    (step !== "deny" || Boolean(reason)) &&
    (step !== "identify" || Boolean(person));
  return (
    <Ask
      title={words.action}
      action={words.action}
      ready={ready}
      dangerous={words.dangerous ?? false}
      act={() => act(body)}
      done={t`Done.`}
      onClose={onClose}
      onDone={onDone}
    >
      <p className={styles.note}>{words.explanation}</p>
      {step === "identify" && <PeoplePicker label={t`Who`} most={1} value={people} onChange={setPeople} />}
      {step === "assign" && (
        <Select
          label={t`To whom`}
          placeholder={t`Nobody`}
          clearable
          value={assignee}
          onChange={setAssignee}
          data={members.map((member) => ({ value: member.id, label: memberName(member) }))}
        />
      )}
      {step === "deny" && (
        <Select
          label={t`Reason`}
          value={reason}
          onChange={(value) => setReason(value as typeof reason)}
          data={Object.entries(denials).map(([value, label]) => ({ value, label }))}
        />
      )}
      {step === "escalate" && (
        <Select
          label={t`Where it is now`}
          allowDeselect={false}
          value={route}
          onChange={(value) => value && setRoute(value as typeof route)}
          data={[
            { value: "authority", label: t`With the data protection authority` },
            { value: "arbitration", label: t`In arbitration` },
          ]}
        />
      )}
      {words.note && (
        <Textarea
          label={words.note}
          required={words.required ?? false}
          autosize
          minRows={3}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
    </Ask>
  );
}
