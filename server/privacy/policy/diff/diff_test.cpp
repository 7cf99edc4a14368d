#include "privacy/policy/diff/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "privacy/policy/load.hpp"

namespace probity::privacy {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path kPolicies = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";
const Timestamp kEffective = *parse_timestamp("2026-12-22T00:00:00Z");

Policy policy(std::string_view overrides = "", std::string_view profile = "default") {
  auto loaded = load_profile(kPolicies, profile, overrides);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return std::move(loaded->policy);
}

/// What a change from the default (with `before` over it) to `after` says.
std::vector<PolicyChange> changes(std::string_view after, std::string_view before = "") {
  const Policy old = policy(before), now = policy(after);
  return diff({.before = old, .after = now, .effective = kEffective, .people = "your customers", .over_age = [](const RetentionRule& rule, Timestamp) -> std::optional<std::int64_t> { return rule.entity == "contact" ? 412 : 0; }, .under_age = [](const Policy&) -> std::optional<std::int64_t> { return 3; }, .records_of = [](std::string_view entity) { return std::string(entity) + "s"; }});
}

struct Case {
  std::string name;
  std::string before;
  std::string after;
  Severity severity;
  std::string says;
};

class Says : public testing::TestWithParam<Case> {};

TEST_P(Says, InASentence) {
  const Case& change = GetParam();
  const auto found = changes(change.after, change.before);
  EXPECT_THAT(found, Contains(testing::AllOf(testing::Field(&PolicyChange::text, HasSubstr(change.says)), testing::Field(&PolicyChange::severity, change.severity),
                                             testing::Field(&PolicyChange::tell, change.severity == Severity::wider))));
}

constexpr auto kWider = Severity::wider;
constexpr auto kNarrower = Severity::narrower;
constexpr auto kSame = Severity::same;

const std::string kAcme =
    R"({"processors":{"acme":{"name":"Acme","kind":"hosting","task":"Keeps the servers.","purposes":["service"],"categories":["user.name"],"country":"US","safeguard":"standard_clauses","keep":"P1Y"}}})";
std::string acme(std::string_view change) { return fmt::format(R"({},{}}}}}}})", kAcme.substr(0, kAcme.size() - 3), change); }

const std::string kLottery = R"({"purposes":{"lottery":{"id":20,"label":"A lottery","basis":"consent","may_object":true,"categories":["user.name","user.contact.email"]}}})";

INSTANTIATE_TEST_SUITE_P(
    Table, Says,
    testing::Values(
        Case{"PurposeAdded", "", kLottery, kWider, "Data of your customers may be used for something new: A lottery. It rests on each person's consent and may use: Name and Email address. What is held already is not used so until the person it is about has agreed."},
        Case{"PurposeRemoved", kLottery, "", kNarrower, "Data is no longer used for A lottery."},
        Case{"MoreUsed", "", R"({"purposes":{"security":{"categories":["user.name","user.contact","user.account","user.authorization","user.behavior","user.device","user.location","user.unique_id","system.operations"]}}})", kWider,
             "\"Sign-in and protection against misuse\" may now also use: Fax number, Postal address, Organisation and Websites and social profiles. What is held already is not used so until the person it is about was told."},
        Case{"LessUsed", "", R"({"purposes":{"third_party_sharing":{"categories":["user.name"]}}})", kNarrower, "no longer uses: Email address"},
        Case{"Unasked", "", R"({"purposes":{"feedback":{"basis":"legitimate_interests"}}})", kWider, "now rests on a legitimate interest instead of each person's consent. People are no longer asked first."},
        Case{"Asked", "", R"({"purposes":{"sales":{"basis":"consent"}}})", kNarrower, "Whoever has not agreed is left out from then on."},
        Case{"NoSwitch", "", R"({"purposes":{"sales":{"may_object":false}}})", kWider, "People can no longer say no to \"Winning and keeping customers\"."},
        Case{"Switch", "", R"({"purposes":{"security":{"may_object":true}}})", kNarrower, "People can now say no to"},
        Case{"Category", "", R"({"categories":{"user.shoe_size":{"label":"Shoe size"}}})", kWider, "A further kind of data may be recorded: Shoe size."},
        Case{"Controller", R"({"controller":{"name":"Old Ltd"}})", R"({"controller":{"name":"New Ltd"}})", kWider, "New Ltd now answers for the data instead of Old Ltd."},
        Case{"FirstController", "", R"({"controller":{"name":"New Ltd"}})", kSame, "New Ltd now answers for the data."},
        Case{"Shorter", "", R"({"retention":{"people":{"keep":"P2Y","starts":"last_accessed"}}})", kNarrower,
             "now they are deleted 2 years after it was last used. On 2026-12-22, when this takes effect, 412 of them are over that age and will be deleted."},
        Case{"Longer", "", R"({"retention":{"sessions":{"keep":"P60D"}}})", kWider, "Sessions were deleted 30 days after it was signed; now they are deleted 60 days after it was signed."},
        Case{"RuleGone", "", R"({"retention":{"sessions":null}})", kWider, "Sessions are no longer deleted 30 days"},
        Case{"RuleNew", "", R"({"retention":{"tasks":{"entity":"task","starts":"updated","keep":"P1Y","action":"mask"}}})", kNarrower, "A new rule: tasks will be stripped of what names a person 1 year after it was last changed. Nothing is over that age on 2026-12-22."},
        Case{"ProcessorAdded", "", kAcme, kWider,
             "Acme will receive data of your customers (hosting; in US, protected by standard contractual clauses): Name, for \"Providing the service and working with customers\". Keeps the servers. Nothing goes there before 2026-12-22; they keep it for 1 year."},
        Case{"ProcessorLater", "", acme(R"("notice_date":"2027-02-01")"), kWider, "Nothing goes there before 2027-02-01"},
        Case{"ProcessorRefusable", "", acme(R"("may_refuse":true,"without_it":"You get no invoices by mail.")"), kWider, "Each person can refuse it; then: You get no invoices by mail."},
        Case{"ProcessorRemoved", kAcme, "", kNarrower, "Acme no longer receives data: what goes there stops with the next call after this takes effect. What they were given before they keep for 1 year."},
        Case{"ProcessorMoved", kAcme, acme(R"("region":"three data centres")"), kWider, "Acme keeps the data in US (three data centres), protected by"},
        Case{"ProcessorOwnUse", kAcme, acme(R"("no_own_use":false)"), kWider, "Acme may use the data for purposes of its own."},
        Case{"CookieAdded", "", R"({"cookies":{"ad":{"kind":"marketing","purpose":"Shows offers elsewhere.","keep":"P90D","set_by":"customer"}}})", kWider, "A further cookie, \"ad\" (marketing), set by customer, stays for 90 days. Shows offers elsewhere."},
        Case{"CookieShorter", "", R"({"cookies":{"probity_session":{"keep":"P7D"}}})", kNarrower, "stays for 7 days instead of 30 days"},
        Case{"AgeRaised", "", R"({"age":{"years":18}})", kNarrower, "The age limit is 18 instead of no age. Data of anybody younger is not used any more, and deleted. By their birthday 3 people on record are younger."},
        Case{"CountriesFirst", "", R"({"age":{"by_country":{"AT":14,"US":13}}})", kNarrower, "now: AT 14 and US 13. By their birthday 3 people"},
        Case{"CountryStricter", R"({"age":{"years":13}})", R"({"age":{"years":13,"by_country":{"DE":16}}})", kNarrower, "now: DE 16"},
        Case{"CountryLaxer", R"({"age":{"years":16}})", R"({"age":{"years":16,"by_country":{"AT":14}}})", kWider, "now: AT 14"},
        Case{"CountryGone", R"({"age":{"by_country":{"AT":14}}})", "", kWider, "No country has"},
        Case{"RuleLost", "", R"({"retention":{"people":null}})", kWider, "It is no longer said how long contacts are kept."}, Case{"AgeLowered", R"({"age":{"years":18}})", R"({"age":{"years":13}})", kWider, "The age limit is 13 instead of 18."},
        Case{"Parents", "", R"({"age":{"parental_consent":true}})", kWider, "where a parent has agreed"}, Case{"DntIgnored", "", R"({"signals":{"do_not_track":"ignored"}})", kWider, "Do Not Track is now ignored instead of honoured."},
        Case{"GpcOff", "", R"({"signals":{"global_privacy_control":false}})", kWider, "no longer counts as a no"}, Case{"LogMasked", "", R"({"logs":{"sign_in":{"address":"masked"}}})", kNarrower, "are kept with the last two parts removed instead of in full"},
        Case{"GuardWeaker", "", R"({"guard":{"payment_card":"warn"}})", kWider, "Where somebody writes down card numbers, it is now warned of instead of refused."},
        Case{"GuardStronger", "", R"({"guard":{"iban":"refuse"}})", kNarrower, "bank accounts (IBAN), it is now refused"}, Case{"ClockShorter", "", R"({"rights":{"clock":"28_days"}})", kNarrower, "within 28 days instead of one month"},
        Case{"NoErasure", "", R"({"rights":{"kinds":["access","withdrawal"]}})", kWider, "no longer ask here for"}, Case{"NoMail", "", R"({"change":{"notice":"post_date"}})", kWider, "announced by posting the text with a new date instead of by email"},
        Case{"NoWait", "", R"({"change":{"wait":"P0D"}})", kWider, "lie 0 days instead of 30 days"}, Case{"MoreAsked", "", R"({"registration":{"required":["name","email","phone"]}})", kWider, "now requires: phone"},
        Case{"Published", "", R"({"publish_requests":true})", kWider, "may be published"}, Case{"Calendar", "", R"({"calendar_sync":"two_way"})", kWider, "copied to and from"},
        Case{"PromiseGone", "", R"({"promises":{"D1":null}})", kWider, "No longer promised: \"Every kind of data"}, Case{"PromiseNew", R"({"promises":{"D1":null}})", "", kNarrower, "A new promise: \"Every kind of data"},
        Case{"PromiseReworded", "", R"({"promises":{"D1":{"text":"Trust us."}}})", kWider, "A promise is worded anew: \"Trust us.\" Before:"}, Case{"StatementNew", "", R"({"statements":{"links":"We link away."}})", kSame, "says in addition: \"We link away.\""}),
    [](const auto& info) { return info.param.name; });

TEST(Diff, CountsWhatWillBeDeleted) {
  const auto found = changes(R"({"retention":{"people":{"keep":"P2Y","starts":"last_accessed"}}})");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].deletes, 412);
  EXPECT_FALSE(must_tell(found));
}

TEST(Diff, SaysNothingOfWhatIsTheSame) {
  for (const std::string& name : profiles_of(kPolicies)) {
    const Policy same = policy("", name);
    EXPECT_THAT(diff({.before = same, .after = same}), IsEmpty()) << name;
  }
}

/// Whatever differs between two shipped policies is told, both ways, and what one way calls new is gone the other way.
TEST(Diff, TellsOfEveryPair) {
  for (const std::string& one : profiles_of(kPolicies)) {
    for (const std::string& other : profiles_of(kPolicies)) {
      const Policy before = policy("", one), after = policy("", other);
      EXPECT_EQ(diff({.before = before, .after = after}).empty(), one == other) << one << " " << other;
    }
  }
}

using Pair = std::pair<std::string, std::string>;

TEST(Widened, HoldsTheNewUsesOfOldData) {
  std::string lottery = kLottery;
  EXPECT_THAT(widened_pairs(policy(), policy(lottery)), IsEmpty());  // who agrees, agrees to all of it
  lottery.replace(lottery.find("consent"), 7, "contract");
  const auto pairs = widened_pairs(policy(), policy(lottery));
  EXPECT_THAT(pairs, testing::UnorderedElementsAre(Pair("lottery", "user.name"), Pair("lottery", "user.contact.email")));
  EXPECT_THAT(widened_pairs(policy(kLottery), policy()), IsEmpty());
  // Nothing of a kind that the old policy did not know can be there.
  EXPECT_THAT(widened_pairs(policy(), policy(R"({"categories":{"user.shoe_size":{"label":"Shoe size"}},"purposes":{"third_party_sharing":{"categories":["user.name","user.contact","user.unique_id","user.shoe_size"]}}})")), IsEmpty());
}

Policy some_policy(const std::vector<std::vector<bool>>& uses) {
  Policy made;
  for (const char* category : {"user.name", "user.contact.email", "user.contact.address", "user.payment"}) made.categories.push_back({.name = category, .label = category});
  const std::vector<std::string> names{"user.name", "user.contact", "user.contact.address", "user.payment"};
  for (std::size_t i = 0; i < uses.size(); ++i) {
    Purpose purpose;
    purpose.name = fmt::format("purpose{}", i);
    for (std::size_t c = 0; c < names.size(); ++c) {
      if (uses[i][c]) purpose.categories.push_back(names[c]);
    }
    if (!purpose.categories.empty()) made.purposes.push_back(std::move(purpose));
  }
  return made;
}

/// However often a policy changes, a row collected under one version is never used as that version did not allow,
/// and a use that was taken away and comes back is a new one.
RC_GTEST_PROP(Widened, NeverReachesOlderRows, ()) {
  const auto length = *rc::gen::inRange(1, 6);
  std::vector<std::shared_ptr<const Policy>> history;
  PolicyInForce current;
  for (int version = 1; version <= length; ++version) {
    const auto uses = *rc::gen::container<std::vector<std::vector<bool>>>(3, rc::gen::container<std::vector<bool>>(4, rc::gen::arbitrary<bool>()));
    history.push_back(std::make_shared<const Policy>(some_policy(uses)));
    current = version == 1 ? PolicyInForce{.policy = history.back()} : succeed(current, history.back(), version, version);
  }
  for (const Purpose& purpose : current.policy->purposes) {
    for (const Category& category : current.policy->categories) {
      if (!current.policy->allows(purpose.name, category.name)) continue;
      const auto first = current.first_version_of(purpose.name, category.name);
      for (std::int64_t row = first; row <= length; ++row) RC_ASSERT(history[static_cast<std::size_t>(row - 1)]->allows(purpose.name, category.name));
      if (first > 1) RC_ASSERT(!history[static_cast<std::size_t>(first - 2)]->allows(purpose.name, category.name));
    }
  }
}

}  // namespace
}  // namespace probity::privacy
