import { useLingui } from "@lingui/react/macro";
import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { searchQuery } from "~/api/search";
import { delay } from "~/design/tokens";

export interface Picked {
  id: string;
  display: string;
}

interface Props {
  label: string;
  description?: string;
  value: Picked[];
  onChange: (people: Picked[]) => void;
  /** How many may be chosen; as many as one likes where it is left out. */
  most?: number;
}

/** Finds people, whatever they are recorded as, by name, address or number. */
export function PeoplePicker({ label, description, value, onChange, most }: Props) {
  const { t } = useLingui();
  const meta = useMeta();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), delay.typing);
  const found = useQuery(searchQuery(useSlug(), q, 20)).data ?? [];
  const people = found
    .filter(({ entity }) => findEntity(meta, entity)?.subject === "self")
    .map(({ id, display, subtitle }) => ({ id, display: subtitle ? `${display} · ${subtitle}` : display }));
  const known = [...value, ...people.filter(({ id }) => !value.some((one) => one.id === id))];
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length ? "" : t`Type a name, an email address or a number`}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      {...(most ? { maxValues: most } : {})}
      nothingFoundMessage={q ? t`Nobody found` : undefined}
      data={known.map(({ id, display }) => ({ value: id, label: display }))}
      value={value.map(({ id }) => id)}
      onChange={(ids) => onChange(ids.flatMap((id) => known.filter((one) => one.id === id)))}
    />
  );
}
