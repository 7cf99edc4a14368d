import { useLingui } from "@lingui/react/macro";
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconEqual } from "@tabler/icons-react";
import type { PolicyChange } from "~/api/privacy";
import styles from "~/pages/privacy/Privacy.module.css";
import own from "./Policy.module.css";

const signs = { narrower: IconArrowsDiagonalMinimize2, same: IconEqual, wider: IconArrowsDiagonal };

/** What another policy changes, in words; a sign says whether more or less is done with people's data. */
export function ChangeList({ changes }: { changes: PolicyChange[] }) {
  const { t } = useLingui();
  const words = {
    narrower: t`Less is done with data`,
    same: t`The same in other words`,
    wider: t`More is done with data`,
  };
  return (
    <ul className={own.changes}>
      {changes.map((change) => {
        const Sign = signs[change.severity];
        return (
          <li key={`${change.where} ${change.text}`} className={own.change} data-severity={change.severity}>
            <Sign size={16} stroke={1.8} aria-hidden />
            <div>
              <p>{change.text}</p>
              <p className={styles.note}>
                {words[change.severity]}
                {change.tell && ` · ${t`People are told before it holds`}`}
                {change.deletes !== undefined &&
                  change.deletes > 0 &&
                  ` · ${t`${change.deletes} records would be deleted`}`}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
