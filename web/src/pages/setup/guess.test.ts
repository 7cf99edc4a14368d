import { expect, test } from "vitest";
import { guessCountry, guessCurrency, secretIn } from "./guess";

test.each([
  ["de-AT", "AT", "EUR"],
  ["de", "DE", "EUR"],
  ["en-GB", "GB", "GBP"],
  ["en", "US", "USD"],
  ["ja", "JP", "JPY"],
  ["not a language", "US", "USD"],
])("%s is %s and pays in %s", (language, country, currency) => {
  expect(guessCountry(language)).toBe(country);
  expect(guessCurrency(country)).toBe(currency);
});

test.each([
  ["#secret=a%2Bb", "a+b"],
  ["#secret=abc", "abc"],
  ["", ""],
  ["#other", ""],
])("the secret in %j is %j", (fragment, secret) => {
  expect(secretIn(fragment)).toBe(secret);
});
