import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { theme } from "./theme";

/** The theme as the text of variables.css; a test proves that the file says the same. */
export function variablesCss(): string {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  return `/* Generated from theme.ts by \`npm run variables\`. */\n${convertCssVariables(variables, ":root")}\n`;
}
