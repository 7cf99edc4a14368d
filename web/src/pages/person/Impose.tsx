import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type HoldKind, imposeRestriction, type RestrictionKind, usesQuery } from "~/api/people";
import { Ask } from "~/components/Ask";
import { memberName, useMembers } from "~/fields/members";
import type { PersonProps } from "./PersonPage";

interface Props {
  person: PersonProps;
  kinds: Partial<Record<RestrictionKind, string>>;
  onClose: () => void;
  onDone: () => void;
}

/** Something that stands against the use, or the deletion, of a person's data from now on. */
export function Impose({ person: { slug, entity, id }, kinds, onClose, onDone }: Props) {
  const { t } = useLingui();
  const purposes = useQuery(usesQuery(slug, entity.plural, id)).data?.purposes ?? [];
  const [kind, setKind] = useState(Object.keys(kinds)[0] as RestrictionKind);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [holdKind, setHoldKind] = useState<HoldKind>("legal");
  const [owner, setOwner] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const members = useMembers();
  const impose = () =>
    imposeRestriction(entity.plural, id, {
      kind,
      reason: reason.trim(),
      ...(kind === "objection" && purpose ? { purpose } : {}),
      ...(kind === "hold" ? { hold_kind: holdKind, ...(owner ? { owner } : {}) } : {}),
      ...(until ? { until: `${until}T00:00` } : {}),
    });
  return (
    <Ask
      title={kind === "hold" ? t`Put on hold` : t`What stands against its use?`}
      action={kind === "hold" ? t`Put on hold` : t`Add`}
      ready={Boolean(reason.trim()) && (kind !== "objection" || Boolean(purpose))}
      act={impose}
      done={t`Obeyed from now on, everywhere.`}
      onClose={onClose}
      onDone={onDone}
    >
      {Object.keys(kinds).length > 1 && (
        <Select
          label={t`What`}
          allowDeselect={false}
          value={kind}
          onChange={(value) => value && setKind(value as RestrictionKind)}
          data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
      )}
      {kind === "objection" && (
        <Select
          label={t`Which use`}
          value={purpose}
          onChange={setPurpose}
          data={purposes.map(({ name, label }) => ({ value: name, label }))}
        />
      )}
      {kind === "hold" && (
        <>
          <Select
            label={t`Because of`}
            allowDeselect={false}
            value={holdKind}
            onChange={(value) => value && setHoldKind(value as HoldKind)}
            data={[
              { value: "legal", label: t`A legal matter: a court, an authority, a claim` },
              { value: "dispute", label: t`A dispute about an invoice or a contract` },
            ]}
          />
          <Select
            label={t`Who looks after it`}
            description={t`They are asked before it ends. Without a name it is you.`}
            clearable
            value={owner}
            onChange={setOwner}
            data={members.map((member) => ({ value: member.id, label: memberName(member) }))}
          />
        </>
      )}
      <Textarea
        label={t`Reason`}
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t`Ends by itself on (may stay empty)`}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </Ask>
  );
}
