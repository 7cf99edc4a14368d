import { Trans, useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Effect, ErasurePreview } from "~/api/erasures";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { recipientsQuery } from "~/api/people";
import styles from "~/pages/privacy/Privacy.module.css";
import { longDay } from "~/pages/retention/words";
import own from "./Erasure.module.css";
import { useErasureWords } from "./words";

interface Props {
  plural: string;
  id: string;
  preview: ErasurePreview;
}

/** What an erasure would do, in plain words: what goes, what is emptied, what stays and why, and who is told. */
export function Foreseen({ plural, id, preview }: Props) {
  const { t } = useLingui();
  const words = useErasureWords();
  const { held, found, places, same_human: same } = preview;
  const of = (effect: Effect) => found.records.filter((one) => one.effect === effect && one.count > 0);
  const groups: { effect: Effect; title: string; hint: string }[] = [
    { effect: "remove", title: t`Is deleted`, hint: t`With everything it says, its history and its files.` },
    {
      effect: "mask",
      title: t`Is emptied of what is personal`,
      hint: t`It stays for your books, without anything that tells who it was about.`,
    },
    {
      effect: "unlink",
      title: t`Loses its link to the person`,
      hint: t`It is about somebody else, or about no person.`,
    },
  ];
  const lying = places.filter((place) => place.found.some(({ count }) => count > 0));
  return (
    <div className={own.foreseen}>
      {held && (
        <Alert color="red" variant="light" title={t`It cannot be erased now`}>
          {held}
        </Alert>
      )}
      <Same same={same} />
      <section aria-label={t`What goes`}>
        <h3 className={styles.heading}>{t`What goes`}</h3>
        <p>
          {of("self")
            .map((one) => words.named(one.entity, one.count))
            .join(", ")}
          {": "}
          <Trans>the person, with everything recorded about them.</Trans>
        </p>
        {groups.map(({ effect, title, hint }) => {
          const records = of(effect);
          if (records.length === 0) return null;
          return (
            <div key={effect} className={own.effect}>
              <p>
                <strong>{title}:</strong> {records.map((one) => words.named(one.entity, one.count)).join(", ")}
              </p>
              <p className={styles.note}>{hint}</p>
            </div>
          );
        })}
        {lying.length > 0 && (
          <div className={own.effect}>
            <p>
              <strong>{t`Is looked for and removed in`}:</strong>{" "}
              {lying.map(({ name }) => words.place(name)).join(", ")}
            </p>
          </div>
        )}
        <Names preview={preview} />
      </section>
      <section aria-label={t`What stays`}>
        <h3 className={styles.heading}>{t`What stays, and why`}</h3>
        {found.kept.length === 0 ? (
          <p>{t`Nothing.`}</p>
        ) : (
          <ul className={styles.plain}>
            {found.kept.map((kept) => (
              <li key={`${kept.entity} ${kept.because} ${kept.until}`}>
                {words.named(kept.entity, kept.count)}
                {kept.until && ` ${t`until ${longDay(kept.until)}`}`}: {kept.because}
              </li>
            ))}
          </ul>
        )}
        <p className={styles.note}>
          <Trans>
            Of an address on the suppression list a hash stays, so that nobody writes to it again; it cannot be turned
            back into the address. The audit log keeps that something was changed, not what.
          </Trans>
        </p>
      </section>
      <Told plural={plural} id={id} />
    </div>
  );
}

/** Each record by name, for whoever wants to see. */
function Names({ preview }: { preview: ErasurePreview }) {
  const { t } = useLingui();
  const meta = useMeta();
  const words = useErasureWords();
  const shown = preview.records.slice(0, 200);
  return (
    <details className={styles.version}>
      <summary>{t`Every record by name`}</summary>
      <ul className={styles.plain}>
        {shown.map((record) => (
          <li key={`${record.entity} ${record.id}`}>
            {findEntity(meta, record.entity)?.label.one ?? record.entity} {record.display ?? t`(name not shown)`}{" "}
            <span className={styles.note}>
              · {words.effects[record.effect]}
              {record.binned && ` · ${t`in the bin`}`}
              {record.concerns_others && ` · ${t`concerns others too`}`}
            </span>
          </li>
        ))}
      </ul>
      {preview.records.length > shown.length && (
        <p className={styles.note}>{t`And ${preview.records.length - shown.length} more.`}</p>
      )}
    </details>
  );
}

function Same({ same }: { same: ErasurePreview["same_human"] }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  if (same.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" title={t`Probably the same human, recorded elsewhere`}>
      <Trans>
        These are not erased along, because they might be somebody else. Look at each, and erase it too if not.
      </Trans>
      <ul className={styles.plain}>
        {same.map((one) => {
          const entity = findEntity(meta, one.entity);
          return (
            <li key={one.id}>
              {entity ? (
                <Link
                  to="/w/$slug/$plural/$id/privacy"
                  params={{ slug, plural: entity.plural, id: one.id }}
                  target="_blank"
                  className={own.link}
                >
                  {one.display ?? entity.label.one}
                </Link>
              ) : (
                one.display
              )}{" "}
              <span>
                ({entity?.label.one ?? one.entity}, {one.reason})
              </span>
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}

function Told({ plural, id }: { plural: string; id: string }) {
  const { t } = useLingui();
  const query = useQuery(recipientsQuery(useSlug(), plural, id));
  const items = query.data?.items ?? [];
  return (
    <section aria-label={t`Who is told`}>
      <h3 className={styles.heading}>{t`Who is told`}</h3>
      {items.length === 0 ? (
        <p>{query.isSuccess ? t`Nobody: nobody received data about this person.` : ""}</p>
      ) : (
        <>
          <p>{t`Those who received data about this person are told to erase it too:`}</p>
          <ul className={styles.plain}>
            {items.map((one) => (
              <li key={`${one.kind} ${one.processor} ${one.recipient}`}>{one.recipient}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
