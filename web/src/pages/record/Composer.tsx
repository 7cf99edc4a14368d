import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Menu, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Entity, type Field, linksTo, useSlug } from "~/api/meta";
import { createRecord, keys, type RecordData, type RecordInput, refresh } from "~/api/records";
import { useDraft } from "~/components/drafts";
import { EntityIcon } from "~/components/EntityIcon";
import { notifyError } from "~/components/notify";
import { RecordForm } from "~/components/RecordForm";
import styles from "./Composer.module.css";

interface Props {
  entity: Entity;
  record: RecordData;
  /** The entities of the timeline that can point to this record. */
  kinds: Entity[];
}

/** The values that tie a new record of `kind` to `record`. */
export function tie(kind: Entity, entity: Entity, record: RecordData): RecordInput {
  const field = linksTo(kind, entity)[0];
  if (!field) return {};
  return { [field.name]: field.type === "links" ? [record.id] : record.id };
}

// What is written down many times a day stands in the open, the rest in a menu.
const usual = ["task", "call", "meeting"];

/** A note is its text alone: it can be written in one place, without a dialog. */
const textOf = (kind: Entity): Field | undefined =>
  kind.fields.find((field) => field.type === "long_text" && (field.required || kind.title.includes(field.name)));

export function Composer({ entity, record, kinds }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const note = kinds.find((kind) => kind.name === "note") ?? kinds.find(textOf);
  const text = note && (textOf(note) ?? note.fields.find((field) => field.type === "long_text"));
  const draft = useDraft(`${slug}.note.${record.id}`, {});
  const [busy, setBusy] = useState(false);
  const [creating, setCreating] = useState<Entity>();
  const others = kinds.filter((kind) => kind !== note);
  const near = others.filter((kind) => usual.includes(kind.name));
  const rest = others.filter((kind) => !near.includes(kind));
  const written = String(draft.values.text ?? "");

  const added = (kind: Entity, id: string) => {
    refresh(client, slug, kind, id);
    void client.invalidateQueries({ queryKey: keys.timeline(slug, entity.plural, record.id) });
  };
  const add = async () => {
    if (!note || !text || !written.trim() || busy) return;
    setBusy(true);
    try {
      const created = await createRecord(note.plural, { [text.name]: written.trim(), ...tie(note, entity, record) });
      draft.forget();
      draft.reset();
      added(note, created.id);
    } catch (error) {
      notifyError(error, t`The note was not saved; your text is still here`);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={styles.composer}>
      {note && text && (
        <Textarea
          aria-label={t`Add a note`}
          placeholder={t`Write a note…`}
          autosize
          minRows={2}
          maxRows={12}
          variant="unstyled"
          className={styles.text}
          value={written}
          onChange={(event) => draft.set("text", event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add();
          }}
        />
      )}
      <div className={styles.bar}>
        <Group gap={2}>
          {near.map((kind) => (
            <Button
              key={kind.name}
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<EntityIcon name={kind.icon} size={14} />}
              onClick={() => setCreating(kind)}
            >
              {kind.label.one}
            </Button>
          ))}
          {rest.length > 0 && (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  leftSection={<IconPlus size={14} aria-hidden />}
                >
                  <Trans>More</Trans>
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {rest.map((kind) => (
                  <Menu.Item
                    key={kind.name}
                    leftSection={<EntityIcon name={kind.icon} size={14} />}
                    onClick={() => setCreating(kind)}
                  >
                    {kind.label.one}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
        {note && text && (
          <Button className={styles.add} disabled={!written.trim()} loading={busy} onClick={() => void add()}>
            <Trans>Add note</Trans>
          </Button>
        )}
      </div>
      {creating && (
        <RecordForm
          entity={creating}
          initial={tie(creating, entity, record)}
          onClose={() => setCreating(undefined)}
          onCreated={({ id }) => {
            added(creating, id);
            setCreating(undefined);
          }}
        />
      )}
    </div>
  );
}
