import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMeta } from "~/api/meta";
import { type BreachStep, takeBreachStep } from "~/api/registers";
import { Ask } from "~/components/Ask";
import styles from "~/pages/privacy/Privacy.module.css";
import { PeoplePicker, type Picked } from "~/pages/requests/PeoplePicker";

interface StepWords {
  action: string;
  /** Once it was done. */
  past: string;
  explanation: string;
  why?: string;
}

export function useBreachSteps(): Record<string, StepWords> {
  const { t } = useLingui();
  return {
    report: {
      action: t`Reported to the authority`,
      past: t`Reported to the authority`,
      explanation: t`Send the draft to the authority yourself, then note here that you did. The clock ends with it.`,
    },
    not_report: {
      action: t`Need not be reported`,
      past: t`Decided not to report it`,
      explanation: t`Only where it is unlikely to be a risk for people. Judge the risk first, beside.`,
      why: t`Why a risk for people is unlikely`,
    },
    tell: {
      action: t`Tell the people`,
      past: t`The people were told`,
      explanation: t`Each gets the draft for people by email. Needed without delay where the risk is high.`,
    },
    not_tell: {
      action: t`People need not be told`,
      past: t`Decided not to tell the people`,
      explanation: t`Where the risk is not high, or was taken away in time.`,
      why: t`Why they need not be told`,
    },
    note: { action: t`Add a note`, past: t`Note`, explanation: t`It stays in the register.`, why: t`Note` },
    close: {
      action: t`Close it`,
      past: t`Closed`,
      explanation: t`Everything was decided and written down.`,
    },
    reopen: {
      action: t`Open it again`,
      past: t`Opened again`,
      explanation: t`Something new came to light.`,
      why: t`Why`,
    },
  };
}

interface Props {
  id: string;
  step: string;
  onClose: () => void;
  onDone: () => void;
}

export function BreachStepDialog({ id, step, onClose, onDone }: Props) {
  const { t } = useLingui();
  const words = useBreachSteps()[step];
  const kinds = useMeta().entities.filter(({ subject }) => subject === "self");
  const [why, setWhy] = useState("");
  const [authority, setAuthority] = useState("");
  const [reference, setReference] = useState("");
  const [entity, setEntity] = useState(kinds[0]?.plural ?? "");
  const [people, setPeople] = useState<Picked[]>([]);
  if (!words) return null;
  const tells = step === "tell";
  const reports = step === "report";
  const act = () =>
    takeBreachStep(id, {
      step: step as BreachStep["step"],
      ...(why.trim() ? { why: why.trim() } : {}),
      ...(reports ? { authority: authority.trim() } : {}),
      ...(reports && reference.trim() ? { reference: reference.trim() } : {}),
      ...(tells ? { entity } : {}),
      ...(tells && people.length > 0
        ? { filter: { any: people.map((one) => ({ field: "id", op: "eq", value: one.id })) } }
        : {}),
    });
  return (
    <Ask
      title={words.action}
      action={words.action}
      ready={(!words.why || Boolean(why.trim())) && (!reports || Boolean(authority.trim()))}
      act={act}
      done={t`Written down.`}
      onClose={onClose}
      onDone={onDone}
    >
      <p className={styles.note}>{words.explanation}</p>
      {reports && (
        <>
          <TextInput
            label={t`Which authority`}
            required
            value={authority}
            onChange={(event) => setAuthority(event.currentTarget.value)}
          />
          <TextInput
            label={t`Their reference (may stay empty)`}
            value={reference}
            onChange={(event) => setReference(event.currentTarget.value)}
          />
        </>
      )}
      {tells && (
        <>
          <Select
            label={t`Whom`}
            allowDeselect={false}
            value={entity}
            onChange={(value) => value && setEntity(value)}
            data={kinds.map(({ plural, label }) => ({ value: plural, label: label.many }))}
          />
          <PeoplePicker label={t`Only these (all of them, if it stays empty)`} value={people} onChange={setPeople} />
        </>
      )}
      {words.why && (
        <Textarea
          label={words.why}
          required
          autosize
          minRows={3}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      )}
    </Ask>
  );
}
