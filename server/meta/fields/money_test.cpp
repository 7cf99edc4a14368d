#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/money.hpp"
#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kMoney = [] {
  FieldTester tester("money");
  tester.context.currency = "EUR";
  return tester;
}();

TEST(MoneyField, ReadsJson) {
  expect_json(kMoney, {
      {"1234.5", R"({"amount":1234.50,"currency":"EUR"})"},
      {R"({"amount":1234.5,"currency":"usd"})", R"({"amount":1234.50,"currency":"USD"})"},
      {R"({"amount":"1,234.50","currency":"GBP"})", R"({"amount":1234.50,"currency":"GBP"})"},
      {R"({"amount":5})", R"({"amount":5.00,"currency":"EUR"})"},
      {R"({"amount":500,"currency":"JPY"})", R"({"amount":500,"currency":"JPY"})"},
      {R"({"amount":1.234,"currency":"KWD"})", R"({"amount":1.234,"currency":"KWD"})"},
      {R"("19.99")", R"({"amount":19.99,"currency":"EUR"})"},
      {R"({"amount":null,"currency":"EUR"})", "null"},
      {R"("")", "null"},
  });
}

TEST(MoneyField, ReadsTheTextOfACell) {
  expect_text(kMoney, {
      {"1.234,50 €", R"({"amount":1234.50,"currency":"EUR"})"},
      {"$1,234.50", R"({"amount":1234.50,"currency":"USD"})"},
      {"-£5", R"({"amount":-5.00,"currency":"GBP"})"},
      {"(1,234.50)", R"({"amount":-1234.50,"currency":"EUR"})"},
      {"CHF 1'234.50", R"({"amount":1234.50,"currency":"CHF"})"},
      {"1234 jpy", R"({"amount":1234,"currency":"JPY"})"},
  });
  FieldTester canadian("money");
  canadian.context.currency = "CAD";
  expect_text(canadian, {{"$5", R"({"amount":5.00,"currency":"CAD"})"}});
}

TEST(MoneyField, Refuses) {
  FieldTester bounded = kMoney;
  bounded.field.minimum = 0;
  expect_refused_json(kMoney, {
      {"true", "wrong_type"},
      {"[]", "wrong_type"},
      {R"({"amount":true})", "wrong_type"},
      {R"({"amount":1,"currency":5})", "wrong_type"},
      {R"({"amount":1,"currency":"XYZ"})", "unknown_currency"},
      {R"({"amount":1,"value":2})", "unknown_member", "value"},
      {R"({"amount":1.005,"currency":"EUR"})", "too_many_decimals"},
      {R"({"amount":1.5,"currency":"JPY"})", "too_many_decimals"},
      {R"({"amount":1e20,"currency":"EUR"})", "out_of_range"},
      {R"({"amount":999999999999999,"currency":"JPY"})", "out_of_range"},
      {R"("a lot")", "invalid_number"},
  });
  expect_refused_json(bounded, {{"-1", "out_of_range"}});
}

TEST(MoneyField, ComparesMajorUnitsInAnyCurrency) {
  EXPECT_EQ(*kMoney.operand(Operator::greater, "10.5"), Cell(std::int64_t{105'000}));
  EXPECT_EQ(*kMoney.operand(Operator::greater, R"({"amount":10,"currency":"JPY"})"), Cell(std::int64_t{100'000}));
  EXPECT_EQ(*kMoney.operand(Operator::greater, R"({"amount":"1.234"})"), Cell(std::int64_t{12'340}));
  EXPECT_EQ(*kMoney.operand(Operator::greater, R"("KWD 1.5")"), Cell(std::int64_t{15'000}));
  EXPECT_EQ(kMoney.operand(Operator::greater, R"({"amount":1.5,"currency":"JPY"})").error().code, "too_many_decimals");
  EXPECT_FALSE(kMoney.operand(Operator::greater, R"("")"));
  EXPECT_EQ(kMoney.display({Cell(std::int64_t{12'340}), Cell("KWD")}), "1.234 KWD");
}

TEST(MoneyField, AsksForACurrencyOnlyWhereOneIsNamed) {
  const auto currency = [](std::string_view json) {
    const auto value = parse_json(json);
    const auto also = kMoney.type().operand_also(kMoney.field, *value, kMoney.context);
    return *also ? std::string(text_of((*also)->value)) : std::string();
  };
  EXPECT_EQ(currency("10"), "");
  EXPECT_EQ(currency(R"("10")"), "");
  EXPECT_EQ(currency(R"({"amount":10})"), "");
  EXPECT_EQ(currency(R"({"amount":10,"currency":"jpy"})"), "JPY");
  EXPECT_EQ(currency(R"("10 €")"), "EUR");
}

RC_GTEST_PROP(MoneyField, Survives, ()) {
  FieldTester tester("money");
  tester.context.country = *rc::gen::elementOf(std::vector<std::string>{"US", "DE", "IN"});
  const auto currency = *rc::gen::elementOf(std::vector<std::string>{"EUR", "JPY", "KWD", "CLF", "USD"});
  const std::int64_t stored_each = stored_per_minor(*minor_digits(currency));
  const std::int64_t most = std::min<std::int64_t>(999'999'999'999'999, INT64_MAX / stored_each);
  const Cell stored = *rc::gen::inRange<std::int64_t>(-most, most) * stored_each;
  RC_ASSERT(tester.survives({stored, Cell(currency)}));
}

}  // namespace
}  // namespace probity::meta
