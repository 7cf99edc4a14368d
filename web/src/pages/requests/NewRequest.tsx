import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMeta } from "~/api/meta";
import { bulkRequests, createRequest, type NewRequest as Input, type RequestKind, requestKinds } from "~/api/requests";
import { Ask } from "~/components/Ask";
import { notifyWarning } from "~/components/notify";
import { PeoplePicker, type Picked } from "./PeoplePicker";
import { useRequestWords } from "./words";

interface Props {
  /** Whose it is, where that is known from the page. */
  person?: Picked;
  /** What is chosen to begin with. */
  kind?: RequestKind;
  onClose: () => void;
  onDone: () => void;
}

/** What somebody wrote, said or called about, entered by a colleague. The clock counts from the day it came in. */
export function NewRequest({ person, kind: given, onClose, onDone }: Props) {
  const { t } = useLingui();
  const words = useRequestWords();
  const { purposes } = useMeta();
  const [kind, setKind] = useState<RequestKind>(given ?? "access");
  const [source, setSource] = useState<NonNullable<Input["source"]>>("email");
  const [people, setPeople] = useState<Picked[]>(person ? [person] : []);
  const [email, setEmail] = useState("");
  const [message, setMessage] = useState("");
  const [purpose, setPurpose] = useState<string | null>(null);
  const [proof, setProof] = useState("");
  const [received, setReceived] = useState("");
  const about = kind === "objection" || kind === "withdrawal";
  const input: Input = {
    kind,
    source,
    ...(message.trim() ? { message: message.trim() } : {}),
    ...(about && purpose ? { purpose } : {}),
    ...(proof.trim() ? { proof: proof.trim() } : {}),
    ...(received ? { received_at: `${received}T00:00` } : {}),
  };

  const enter = async () => {
    const [first, ...others] = people;
    if (others.length === 0) {
      await createRequest({
        ...input,
        ...(first ? { person: first.id } : {}),
        ...(email.trim() ? { email: email.trim() } : {}),
      });
      return;
    }
    const { items } = await bulkRequests({ ...input, people: people.map(({ id }) => id) });
    const refused = items.filter(({ code }) => code);
    if (refused.length > 0) {
      notifyWarning(
        refused.map(({ detail }) => detail).join(" "),
        t`${refused.length} of ${items.length} were not entered`,
      );
    }
  };

  return (
    <Ask
      title={t`New request`}
      action={people.length > 1 ? t`Enter ${people.length} requests` : t`Enter`}
      ready={people.length > 0 || Boolean(email.trim())}
      act={enter}
      done={t`Entered. The clock runs.`}
      failed={t`Nothing was entered`}
      onClose={onClose}
      onDone={onDone}
    >
      <Select
        label={t`What they ask for`}
        allowDeselect={false}
        value={kind}
        onChange={(value) => value && setKind(value as RequestKind)}
        data={requestKinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      {about && (
        <Select
          label={t`Which use of their data`}
          placeholder={t`Every use`}
          clearable
          value={purpose}
          onChange={setPurpose}
          data={purposes.map(({ name, label }) => ({ value: name, label }))}
        />
      )}
      {!person && (
        <PeoplePicker
          label={t`Who`}
          description={t`Several people may be chosen; each gets a request of their own.`}
          value={people}
          onChange={setPeople}
        />
      )}
      {people.length < 2 && (
        <TextInput
          label={
            people.length
              ? t`Email address to answer to (may stay empty)`
              : t`Email address, if they are not found above`
          }
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      )}
      <Select
        label={t`How it came`}
        allowDeselect={false}
        value={source}
        onChange={(value) => value && setSource(value as typeof source)}
        data={[
          { value: "email", label: t`By email` },
          { value: "phone", label: t`By phone` },
          { value: "letter", label: t`By letter` },
          { value: "in_person", label: t`In person` },
        ]}
      />
      <TextInput
        type="date"
        label={t`Received on (today, if it stays empty)`}
        max={new Date().toISOString().slice(0, 10)}
        value={received}
        onChange={(event) => setReceived(event.currentTarget.value)}
      />
      <Textarea
        label={t`What they wrote or said`}
        autosize
        minRows={2}
        value={message}
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <Textarea
        label={t`How they proved who they are, if they did`}
        description={t`In words, such as "showed a passport". Keep no copy of a document.`}
        autosize
        minRows={1}
        value={proof}
        onChange={(event) => setProof(event.currentTarget.value)}
      />
    </Ask>
  );
}
