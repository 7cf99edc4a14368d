#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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
      {R"("a lot")", "invalid_number"},
  });
  expect_refused_json(bounded, {{"-1", "out_of_range"}});
}

TEST(MoneyField, ComparesMinorUnits) {
  EXPECT_EQ(*kMoney.operand(Operator::greater, "10.5"), Cell(std::int64_t{1050}));
  EXPECT_EQ(*kMoney.operand(Operator::greater, R"({"amount":10,"currency":"JPY"})"), Cell(std::int64_t{10}));
  EXPECT_FALSE(kMoney.operand(Operator::greater, R"("")"));
  EXPECT_EQ(kMoney.display({Cell(std::int64_t{1234}), Cell("KWD")}), "1.234 KWD");
}

RC_GTEST_PROP(MoneyField, Survives, ()) {
  FieldTester tester("money");
  tester.context.country = *rc::gen::elementOf(std::vector<std::string>{"US", "DE", "IN"});
  const auto currency = *rc::gen::elementOf(std::vector<std::string>{"EUR", "JPY", "KWD", "CLF", "USD"});
  const Cell minor = *rc::gen::inRange<std::int64_t>(-999'999'999'999'999, 999'999'999'999'999);
  RC_ASSERT(tester.survives({minor, Cell(currency)}));
}

}  // namespace
}  // namespace probity::meta
