#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "privacy/signals/address.hpp"
#include "privacy/signals/age.hpp"
#include "privacy/signals/browser_signals.hpp"

namespace probity::privacy {
namespace {

using Values = std::vector<std::string_view>;

TEST(BrowserSignals, CountGpcOnlyWhereItIsExactlyOne) {
  const std::pair<Values, bool> cases[] = {{{}, false},      {{"1"}, true},     {{"0"}, false},    {{""}, false},       {{"true"}, false}, {{"11"}, false}, {{"1 "}, false},
                                           {{"01"}, false},  {{"0", "1"}, true}, {{"1", "0"}, true}, {{"0", "0"}, false}, {{"1, 1"}, false}};
  for (const auto& [values, expected] : cases) EXPECT_EQ(read_signals(values, {}).global_privacy_control, expected) << (values.empty() ? "" : values.front());
}

TEST(BrowserSignals, CountDoNotTrackByItsFirstCharacter) {
  const std::pair<Values, bool> cases[] = {{{}, false}, {{"1"}, true}, {{"1;x"}, true}, {{"0"}, false}, {{""}, false}, {{"null"}, false}, {{"01"}, false}};
  for (const auto& [values, expected] : cases) EXPECT_EQ(read_signals({}, values).do_not_track, expected) << (values.empty() ? "" : values.front());
}

TEST(BrowserSignals, OptOutAsThePolicySays) {
  Signals policy{.do_not_track = DoNotTrack::ignored, .global_privacy_control = true, .opts_out_of = {"profiling", "third_party_sharing"}};
  EXPECT_EQ(purposes_opted_out(policy, {.global_privacy_control = true}), policy.opts_out_of);
  EXPECT_TRUE(purposes_opted_out(policy, {.do_not_track = true}).empty());
  EXPECT_TRUE(purposes_opted_out(policy, {}).empty());
  policy.do_not_track = DoNotTrack::honoured;
  EXPECT_EQ(purposes_opted_out(policy, {.do_not_track = true}), policy.opts_out_of);
  policy.global_privacy_control = false;
  EXPECT_TRUE(purposes_opted_out(policy, {.global_privacy_control = true}).empty());
  policy.do_not_track = DoNotTrack::not_stated;
  EXPECT_TRUE(purposes_opted_out(policy, {.global_privacy_control = true, .do_not_track = true}).empty());
}

TEST(BrowserSignals, AreStatedWithTheDateOfThePolicy) {
  Policy policy;
  policy.signals.global_privacy_control = true;
  const Timestamp since = 1'795'305'600 * kSecond;  // 2026-11-22
  EXPECT_EQ(gpc_statement({.policy = std::make_shared<const Policy>(policy), .since = since}), R"({"gpc":true,"lastUpdate":"2026-11-22"})");
  policy.signals.global_privacy_control = false;
  EXPECT_EQ(gpc_statement({.policy = std::make_shared<const Policy>(policy), .since = since}), R"({"gpc":false,"lastUpdate":"2026-11-22"})");
}

TEST(Address, IsMasked) {
  const std::pair<const char*, const char*> cases[] = {
      {"2001:db8:0:8d3:0:8a2e:70:7344", "2001:db8::"}, {"192.0.2.123", "192.0.0.0"}, {"::ffff:192.0.2.123", "192.0.0.0"}, {"::ffff:c000:27b", "192.0.0.0"},
      {"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8:ffff::"}, {"fe80::1%eth0", "fe80::"}, {"::1", "::"}, {"127.0.0.1", "127.0.0.0"},
      {"", ""}, {"host.example.com", ""}, {"192.0.2.123:80", ""}, {"192.0.2", ""}};
  for (const auto& [address, masked] : cases) EXPECT_EQ(address_in_form(address, AddressForm::masked), masked) << address;
}

TEST(Address, HasOtherForms) {
  EXPECT_EQ(address_in_form("192.0.2.1", AddressForm::raw), "192.0.2.1");
  EXPECT_EQ(address_in_form("192.0.2.1", AddressForm::none), "");
  EXPECT_EQ(address_in_form("192.0.2.1", AddressForm::anonymous), "0.0.0.0");
  EXPECT_EQ(address_in_form("::ffff:192.0.2.1", AddressForm::anonymous), "0.0.0.0");
  EXPECT_EQ(address_in_form("2001:db8::1", AddressForm::anonymous), "::");
  EXPECT_EQ(address_in_form("host.example.com", AddressForm::anonymous), "");
}

TEST(Address, IsKeptAsThePolicySaysOfEachLog) {
  Policy policy;
  policy.logs = {{.id = "sign_in", .address = AddressForm::raw}, {.id = "request", .address = AddressForm::none}};
  EXPECT_EQ(address_for_log(policy, "sign_in", "192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(address_for_log(policy, "request", "192.0.2.1"), "");
  EXPECT_EQ(address_for_log(policy, "of no rule", "192.0.2.1"), "192.0.0.0");
}

RC_GTEST_PROP(Address, MaskedTwiceIsMaskedOnce, ()) {
  const auto bytes = *rc::gen::container<std::vector<unsigned>>(4, rc::gen::inRange(0U, 256U));
  const std::string masked = address_in_form(fmt::format("{}", fmt::join(bytes, ".")), AddressForm::masked);
  RC_ASSERT(masked == fmt::format("{}.{}.0.0", bytes[0], bytes[1]));
  RC_ASSERT(address_in_form(masked, AddressForm::masked) == masked);
}

Day day(std::string_view text) { return parse_day(text).value(); }

TEST(Age, IsCountedInFullYears) {
  const struct {
    const char* born;
    const char* today;
    int age;
  } cases[] = {{"2010-06-15", "2026-06-14", 15}, {"2010-06-15", "2026-06-15", 16}, {"2010-06-15", "2026-06-16", 16}, {"2010-12-31", "2027-01-01", 16},
               {"2008-02-29", "2026-02-28", 17}, {"2008-02-29", "2026-03-01", 18}, {"2008-02-29", "2028-02-28", 19}, {"2008-02-29", "2028-02-29", 20},
               {"2026-01-01", "2026-01-01", 0},  {"2030-01-01", "2026-01-01", -4}, {"1925-03-01", "2026-03-01", 101}};
  for (const auto& [born, today, age] : cases) EXPECT_EQ(age_on(day(born), day(today)), age) << born << " on " << today;
}

TEST(Age, HasALimitByPolicyAndCountry) {
  Policy none;
  Policy thirteen;
  thirteen.age.years = 13;
  Policy by_country;
  by_country.age = {.years = 16, .by_country = {{"AT", 14}, {"FR", 15}, {"BE", 13}}};
  Policy only_country;
  only_country.age.by_country = {{"US", 13}};
  EXPECT_EQ(minimum_age(none, "DE"), std::nullopt);
  EXPECT_EQ(minimum_age(thirteen, "DE"), 13);
  EXPECT_EQ(minimum_age(thirteen, ""), 13);
  EXPECT_EQ(minimum_age(by_country, "AT"), 14);
  EXPECT_EQ(minimum_age(by_country, "FR"), 15);
  EXPECT_EQ(minimum_age(by_country, "DE"), 16);
  EXPECT_EQ(minimum_age(by_country, ""), 16);
  EXPECT_EQ(minimum_age(only_country, "US"), 13);
  EXPECT_EQ(minimum_age(only_country, "DE"), std::nullopt);
}

TEST(Age, IsTooYoungUntilTheBirthday) {
  Policy policy;
  policy.age = {.years = 16, .by_country = {{"AT", 14}}};
  const Day born = day("2010-11-22");
  EXPECT_TRUE(is_too_young(policy, "DE", born, day("2026-11-21")));
  EXPECT_FALSE(is_too_young(policy, "DE", born, day("2026-11-22")));
  EXPECT_TRUE(is_too_young(policy, "AT", born, day("2024-11-21")));
  EXPECT_FALSE(is_too_young(policy, "AT", born, day("2024-11-22")));
  EXPECT_FALSE(is_too_young(Policy{}, "DE", born, day("2012-01-01")));
  const Day leap = day("2008-02-29");
  EXPECT_TRUE(is_too_young(policy, "DE", leap, day("2024-02-28")));
  EXPECT_FALSE(is_too_young(policy, "DE", leap, day("2024-02-29")));
}

}  // namespace
}  // namespace probity::privacy
