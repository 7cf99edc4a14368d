import { useLingui } from "@lingui/react/macro";
import { SegmentedControl, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun, type TablerIcon } from "@tabler/icons-react";
import styles from "./SchemeSwitch.module.css";

/** Light, dark, or as the system says. */
export function SchemeSwitch() {
  const { t } = useLingui();
  // Otherwise Mantine adds a style element for a moment, which a strict content security policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const option = (value: string, label: string, Icon: TablerIcon) => ({
    value,
    label: (
      <>
        <Icon size={14} stroke={1.6} aria-hidden className={styles.icon} />
        <VisuallyHidden>{label}</VisuallyHidden>
      </>
    ),
  });
  return (
    <div className={styles.switch}>
      <SegmentedControl
        aria-label={t`Colours`}
        size="xs"
        fullWidth
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={[
          option("light", t`Light`, IconSun),
          option("auto", t`As the system`, IconDeviceDesktop),
          option("dark", t`Dark`, IconMoon),
        ]}
      />
    </div>
  );
}
