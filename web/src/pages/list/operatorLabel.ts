import { useLingui } from "@lingui/react/macro";
import type { FieldType } from "~/api/meta";
import type { Operator } from "./filter";

/** A comparison in words that suit the type: a date is "after", a number "more than". */
export function useOperatorLabel() {
  const { t } = useLingui();
  return (op: Operator, type?: FieldType): string => {
    const timely = type === "date" || type === "date_time";
    switch (op) {
      case "eq":
        return timely ? t`on` : t`is`;
      case "ne":
        return t`is not`;
      case "lt":
        return timely ? t`before` : t`less than`;
      case "lte":
        return timely ? t`until` : t`at most`;
      case "gt":
        return timely ? t`after` : t`more than`;
      case "gte":
        return timely ? t`since` : t`at least`;
      case "in":
        return t`is one of`;
      case "not_in":
        return t`is none of`;
      case "contains":
        return t`contains`;
      case "starts_with":
        return t`begins with`;
      case "empty":
        return t`is empty`;
      case "not_empty":
        return t`is not empty`;
    }
  };
}
