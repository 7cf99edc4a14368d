import { useLingui } from "@lingui/react/macro";
import { Input, NativeSelect, TextInput } from "@mantine/core";
import { countries } from "./countries";
import styles from "./fields.module.css";
import type { EditorProps, FieldKind, ViewProps } from "./kind";

export interface Address {
  street?: string | null;
  street2?: string | null;
  city?: string | null;
  region?: string | null;
  postal_code?: string | null;
  country?: string | null;
}

const lines = ({ street, street2, city, region, postal_code, country }: Address): string[] =>
  [street, street2, [postal_code, city, region].filter(Boolean).join(" "), country && countries.nameOf(country)].filter(
    (line): line is string => Boolean(line),
  );

const View = ({ value }: ViewProps<Address>) => (
  <span className={styles.stack}>
    {lines(value).map((line) => (
      <span key={line}>{line}</span>
    ))}
  </span>
);

function Editor({ field, value, onChange, label, bare, autoFocus, error }: EditorProps<Address>) {
  const { t } = useLingui();
  const edit = (part: Address) => {
    const next = { ...value, ...part };
    onChange(Object.values(next).some(Boolean) ? next : null);
  };
  const input = (name: keyof Address, text: string, focus = false) => (
    <TextInput
      aria-label={t`${label}: ${text}`}
      placeholder={text}
      autoFocus={focus}
      value={value?.[name] ?? ""}
      onChange={(event) => edit({ [name]: event.currentTarget.value || null })}
    />
  );
  return (
    <Input.Wrapper
      {...(bare ? {} : { label, withAsterisk: field.required })}
      labelElement="div"
      error={error}
      role="group"
      aria-label={label}
    >
      <div className={styles.form}>
        {input("street", t`Street`, Boolean(autoFocus))}
        {input("street2", t`Building, floor`)}
        <div className={styles.pair}>
          {input("postal_code", t`Postal code`)}
          {input("city", t`City`)}
        </div>
        {input("region", t`State or region`)}
        <NativeSelect
          aria-label={t`${label}: Country`}
          data={[{ value: "", label: t`Country` }, ...countries.all()]}
          value={value?.country ?? ""}
          onChange={(event) => edit({ country: event.currentTarget.value || null })}
        />
      </div>
    </Input.Wrapper>
  );
}

export const address: FieldKind<Address> = { format: (value) => lines(value).join(", "), View, Editor, shape: "panel" };
