// The registry: one file per field type, in step with server/meta/fields.
import type { FieldType } from "~/api/meta";
import { address } from "./address";
import { boolean } from "./boolean";
import { choice } from "./choice";
import { date } from "./date";
import { date_time } from "./date_time";
import { duration } from "./duration";
import { email } from "./email";
import { file } from "./file";
import { json } from "./json";
import type { FieldKind } from "./kind";
import { link } from "./link";
import { links } from "./links";
import { long_text } from "./long_text";
import { money } from "./money";
import { multi_choice } from "./multi_choice";
import { number } from "./number";
import { phone } from "./phone";
import { rating } from "./rating";
import { tags } from "./tags";
import { text } from "./text";
import { url } from "./url";
import { user } from "./user";
import { users } from "./users";

const kinds = {
  text,
  long_text,
  number,
  money,
  boolean,
  date,
  date_time,
  duration,
  email,
  phone,
  url,
  address,
  choice,
  multi_choice,
  link,
  links,
  file,
  user,
  users,
  tags,
  rating,
  json,
} satisfies Record<FieldType, unknown>;

/** How to show and edit a type. A type this app does not know yet is shown and edited as JSON. */
export const kindOf = (type: FieldType) => (kinds[type] ?? json) as unknown as FieldKind<unknown>;
export { isEmpty } from "./kind";
