import { useLingui } from "@lingui/react/macro";
import { Combobox, Loader, Pill, PillsInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { entityByName, useMeta, useSlug } from "~/api/meta";
import { recordQuery, someQuery } from "~/api/records";
import { searchQuery } from "~/api/search";
import { delay } from "~/design/tokens";
import type { EditorProps } from "./kind";

interface Props extends Omit<EditorProps<string[]>, "value" | "onChange"> {
  value: string[];
  onChange: (ids: string[]) => void;
  max?: number;
}

/** Finds records of the linked entity by name; holds one (max 1) or several. */
export function RecordPicker({ field, value, onChange, max, label, bare, autoFocus, error, surroundings }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const target = entityByName(useMeta(), field.to ?? "");
  const plural = target?.plural ?? "";
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), delay.typing);
  const listed = useQuery({ ...someQuery(slug, plural, q ? { q } : {}, 12), enabled: Boolean(target) });
  // A link to anything ("*") looks everywhere.
  const searched = useQuery({ ...searchQuery(slug, q, 12), enabled: !target && q !== "" });
  const found = target ? listed : searched;
  const records: { id: string; display: string }[] = (target ? listed.data?.items : searched.data) ?? [];
  const chosen = useChosen(slug, plural, value, surroundings.expanded?.[field.name]);
  const options = records.filter((record) => !value.includes(record.id));

  const choose = (id: string) => {
    onChange(max === 1 ? [id] : [...value, id]);
    setTyped("");
    if (max === 1) combobox.closeDropdown();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.DropdownTarget>
        <PillsInput
          size="sm"
          {...(bare ? {} : { label, withAsterisk: field.required })}
          error={error}
          rightSection={found.isFetching && typed ? <Loader size={14} /> : null}
          onClick={() => combobox.openDropdown()}
        >
          <Pill.Group>
            {chosen.map(({ id, display }) => (
              <Pill
                key={id}
                withRemoveButton
                removeButtonProps={{ "aria-label": t`Remove ${display}`, "aria-hidden": false, tabIndex: 0 }}
                onRemove={() => onChange(value.filter((other) => other !== id))}
              >
                {display}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                aria-label={label}
                autoFocus={autoFocus}
                placeholder={value.length ? "" : t`Type a name`}
                value={typed}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  combobox.openDropdown();
                  combobox.updateSelectedOptionIndex();
                }}
                onKeyDown={(event) => {
                  if (event.key === "Backspace" && !typed) onChange(value.slice(0, -1));
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflowY: "auto" }} aria-label={label}>
          {options.map((record) => (
            <Combobox.Option key={record.id} value={record.id}>
              {record.display}
            </Combobox.Option>
          ))}
          {options.length === 0 && !found.isFetching && <Combobox.Empty>{t`Nothing found`}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** The chosen ids with their names: expanded by the server, or asked for one by one. */
function useChosen(slug: string, plural: string, ids: string[], expanded: unknown) {
  const known = (Array.isArray(expanded) ? expanded : [expanded]).filter(Boolean) as { id: string; display: string }[];
  const answers = useQueries({
    queries: ids.map((id) => ({
      ...recordQuery(slug, plural, id),
      enabled: Boolean(plural) && !known.some((record) => record.id === id),
    })),
  });
  return ids.map((id, index) => ({
    id,
    display: known.find((record) => record.id === id)?.display ?? answers[index]?.data?.display ?? "…",
  }));
}
