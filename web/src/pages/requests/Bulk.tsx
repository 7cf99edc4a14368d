import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { bulkRequests, type Step } from "~/api/requests";
import { notifyWarning } from "~/components/notify";
import own from "./Requests.module.css";
import { StepDialog } from "./StepDialog";
import { useSteps } from "./steps";

/** One step for many requests at once. What is wrong with one stops no other, and is said. */
export function Bulk({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const { t } = useLingui();
  const steps = useSteps();
  const [step, setStep] = useState<string>();
  const act = async (body: Step) => {
    const { items } = await bulkRequests({ ...body, ids });
    const refused = items.filter(({ code }) => code);
    if (refused.length > 0) {
      const reasons = [...new Set(refused.map(({ detail }) => detail))].join(" ");
      notifyWarning(reasons, t`${refused.length} of ${items.length} stayed as they were`);
    }
  };
  return (
    <section className={own.bulk} aria-label={t`For all that are chosen`}>
      <strong>
        <Plural value={ids.length} one="# chosen" other="# chosen" />
      </strong>
      {["assign", "start", "ask_for_proof", "fulfil", "send", "extend", "deny"].map((name) => (
        <Button key={name} size="compact-sm" variant="default" onClick={() => setStep(name)}>
          {steps[name]?.action ?? name}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onDone}>
        <Trans>Choose none</Trans>
      </Button>
      {step && <StepDialog step={step} act={act} onClose={() => setStep(undefined)} onDone={onDone} />}
    </section>
  );
}
