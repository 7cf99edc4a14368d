import { useLingui } from "@lingui/react/macro";
import { Combobox, Kbd, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { searchQuery } from "~/api/search";
import { EntityIcon } from "~/components/EntityIcon";
import { usePhone } from "~/components/usePhone";
import { delay } from "~/design/tokens";
import styles from "./SearchBox.module.css";

const everything = "everything";

/** Finds records of all entities while typing; Enter opens one, or all results. */
export function SearchBox() {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const navigate = useNavigate();
  const phone = usePhone();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), delay.typing);
  const { data: hits = [], isFetching } = useQuery({ ...searchQuery(slug, q, 8), placeholderData: (before) => before });

  const open = (chosen: string) => {
    combobox.closeDropdown();
    if (chosen === everything) {
      void navigate({ to: "/w/$slug/search", params: { slug }, search: { q: typed.trim() } });
      return;
    }
    const hit = hits.find(({ id }) => id === chosen);
    const entity = hit && findEntity(meta, hit.entity);
    if (!entity) return;
    setTyped("");
    void navigate({ to: "/w/$slug/$plural/$id", params: { slug, plural: entity.plural, id: chosen } });
  };

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={open}
      shadow="md"
      withinPortal={false}
      transitionProps={{ duration: 80 }}
    >
      <Combobox.Target>
        <TextInput
          id="global-search"
          type="search"
          aria-label={t`Search everything`}
          placeholder={phone ? t`Search` : t`Search names, emails, phone numbers`}
          leftSection={<IconSearch size={15} stroke={1.7} aria-hidden />}
          rightSection={phone ? null : <Kbd className={styles.key}>/</Kbd>}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={() => typed && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key === "Enter" && typed.trim() && combobox.getSelectedOptionIndex() === -1) open(everything);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!typed.trim()}>
        <Combobox.Options aria-label={t`Results`}>
          {hits.map(({ id, entity, display, subtitle }) => {
            const known = findEntity(meta, entity);
            return (
              <Combobox.Option key={id} value={id} className={styles.hit}>
                <EntityIcon name={known?.icon ?? ""} />
                <span className={styles.title}>{display}</span>
                <span className={styles.subtitle}>{subtitle || known?.label.one}</span>
              </Combobox.Option>
            );
          })}
          {hits.length === 0 && q && !isFetching && <Combobox.Empty>{t`Nothing found for “${q}”`}</Combobox.Empty>}
          {hits.length > 0 && (
            <Combobox.Option value={everything} className={styles.hit}>
              <IconSearch size={15} stroke={1.7} aria-hidden />
              <span className={styles.title}>{t`All results for “${typed.trim()}”`}</span>
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
