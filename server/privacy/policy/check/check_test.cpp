#include "privacy/policy/check/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "privacy/cookies/own.hpp"

namespace probity::privacy {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path kPolicies = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";
const Day kToday = *parse_day("2026-11-22");

Law law() {
  auto law = load_law(kPolicies / "law");
  if (!law) ADD_FAILURE() << law.error().message;
  return law.value_or(Law{});
}

PolicyDocument document(std::string_view overrides) {
  auto loaded = load_profile(kPolicies, "default", overrides);
  if (!loaded) ADD_FAILURE() << loaded.error().message;
  return loaded ? std::move(*loaded) : PolicyDocument{};
}

std::shared_ptr<const meta::Model> model() {
  meta::Vocabulary vocabulary{.categories = {"user.name", "user.biometric"}, .purposes = {"service"}, .hooks = {}, .computes = {}};
  meta::ModelBuilder builder(vocabulary);
  builder.add_entity(R"({"entity":"patient","label":{"one":"Patient","many":"Patients"},"subject":"self","title":["name"],"fields":{
    "name":{"id":1,"type":"text","category":"user.name","purposes":["service"]},
    "face":{"id":2,"type":"text","category":"user.biometric","purposes":["service"]}}})",
                     "patient.yaml", false, false);
  auto built = builder.build();
  for (const auto& problem : builder.problems()) ADD_FAILURE() << problem.text();
  return built;
}

RunningFacts running() {
  return {.integrations = {},
          .cookies = cookies_under(Policy{}),
          .session = Period{.days = 30},
          .public_url = "",
          .tls = false};
}

const std::set<std::string, std::less<>> kChecks{
    "processors.only_listed", "processors.no_own_use", "processors.confidential", "processors.kinds_only", "processors.region", "purpose.declared", "gate.nothing_past_it", "export.works", "copies.work",
    "history.kept", "storage.encrypted", "audit.whole", "cookies.as_listed", "cookies.choice_needed", "consent.needed_for", "consent.withdrawal_link", "guard.in_force", "policy.published",
    "policy.dated", "policy.versions_kept", "policy.change_notified", "retention.rule_in_force", "registration.asks_only", "age.limit_in_force", "signals.dnt_as_stated", "logs.address_form", "purpose.switches",
    "policy.forward_only", "disclosure.grounded", "retention.nothing_over_age", "signals.gpc"};

std::vector<Finding> findings(const PolicyDocument& document, std::vector<std::shared_ptr<const Policy>> history = {}, std::optional<RunningFacts> facts = running(),
                              std::vector<std::shared_ptr<const meta::Model>> models = {}) {
  const Law table = law();
  return check_policy({.document = document, .law = table, .today = kToday, .models = std::move(models), .checks = kChecks, .capabilities = {"mail", "invoices"}, .history = std::move(history), .running = std::move(facts)});
}

std::vector<std::string> refusals(const std::vector<Finding>& findings) {
  std::vector<std::string> texts;
  for (const Finding& finding : findings) {
    if (finding.refuses) texts.push_back(finding.where + ": " + finding.message);
  }
  return texts;
}

TEST(CheckPolicy, TheShippedDefaultCanBeKept) {
  const PolicyDocument plain = document("");
  EXPECT_THAT(refusals(findings(plain)), IsEmpty());
  EXPECT_TRUE(refuse_bad(findings(plain)));
}

TEST(CheckPolicy, WarnsOfWhatIsNotFilledIn) {
  std::vector<std::string> warnings;
  for (const Finding& finding : findings(document(""))) warnings.push_back(finding.where);
  EXPECT_THAT(warnings, testing::UnorderedElementsAre("controller.name", "controller.email", "change.notice"));
}

TEST(CheckPolicy, SaysWhereItStands) {
  const auto found = findings(document(R"({"purposes":{"marketing":{"may_object":false}}})"));
  const auto finding = std::ranges::find(found, "purposes.marketing.may_object", &Finding::where);
  ASSERT_NE(finding, found.end());
  EXPECT_EQ(finding->file, "overrides");
  EXPECT_EQ(finding->text(), "overrides:1: purposes.marketing.may_object: " + finding->message);
  const auto error = refuse_bad(found);
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().code, "policy_refused");
  EXPECT_THAT(error.error().message, HasSubstr("purposes.marketing.may_object"));
}

struct Case {
  std::string name;
  std::string overrides;
  std::string where;
  std::string says;
};

class Refuses : public testing::TestWithParam<Case> {};

TEST_P(Refuses, InWordsWithPlaceAndRemedy) {
  const auto& [name, overrides, where, says] = GetParam();
  EXPECT_THAT(refusals(findings(document(overrides))), Contains(testing::AllOf(testing::StartsWith(where + ": "), HasSubstr(says))));
}

/// A processor with everything in order but for what `change` says.
std::string processor(std::string_view change) {
  std::string members(change);
  for (const auto& [key, value] : std::initializer_list<std::pair<std::string_view, std::string_view>>{{"name", R"("Acme")"},
                                                                                                       {"kind", R"("hosting")"},
                                                                                                       {"task", R"("Hosts.")"},
                                                                                                       {"purposes", R"(["service"])"},
                                                                                                       {"categories", R"(["user.name"])"},
                                                                                                       {"country", R"("DE")"},
                                                                                                       {"keep", R"("P1Y")"},
                                                                                                       {"statement", R"({"url":"https://acme.example"})"}}) {
    const std::string quoted = fmt::format("\"{}\":", key);
    if (change.find(quoted) == change.npos) members += fmt::format("{}{}{}", members.empty() ? "" : ",", quoted, value);
  }
  return fmt::format(R"({{"processors":{{"acme":{{{}}}}}}})", members);
}

std::string promise(std::string_view check, std::string_view rest = "") {
  return fmt::format(R"({{"promises":{{"X1":{{"text":"So.","check":{}}}}}{}{}}})", check, rest.empty() ? "" : ",", rest);
}

std::string rule(std::string_view members) { return fmt::format(R"({{"retention":{{"x":{{{},"starts":"created","reason":"x"}}}}}})", members); }

INSTANTIATE_TEST_SUITE_P(
    Purposes, Refuses,
    testing::Values(Case{"IdMissing", R"({"purposes":{"service":{"id":null}}})", "purposes.service.id", "has no id"}, Case{"IdTooLarge", R"({"purposes":{"service":{"id":25}}})", "purposes.service.id", "Ids go from 1 to 24"},
                    Case{"IdDoubled", R"({"purposes":{"sales":{"id":1}}})", "purposes.sales.id", "also that of \"service\""},
                    Case{"MarketingByContract", R"({"purposes":{"marketing":{"basis":"contract"}}})", "purposes.marketing.basis", "Marketing cannot be based on contract"},
                    Case{"MarketingWithoutSwitch", R"({"purposes":{"marketing":{"basis":"legitimate_interests","may_object":false}}})", "purposes.marketing.may_object", "Art. 21(2)"},
                    Case{"InterestWithoutSwitch", R"({"purposes":{"sales":{"may_object":false}}})", "purposes.sales.may_object", "Art. 21(1)"},
                    Case{"SpecialNoMore", R"({"categories":{"user.health_and_medical":{"special":false}}})", "categories.user.health_and_medical.special", "whatever a policy says"},
                    Case{"ConsentForGood", R"({"purposes":{"feedback":{"may_object":false}}})", "purposes.feedback.may_object", "Art. 7(3)"},
                    Case{"SpecialByContract", R"({"purposes":{"support":{"categories":["user.health_and_medical"]}}})", "purposes.support.categories", "GDPR Art. 9(2)"},
                    Case{"SpecialByInterest", R"({"purposes":{"sales":{"categories":["user"]}}})", "purposes.sales.categories", "GDPR Art. 9(2)"},
                    Case{"NoCategories", R"({"purposes":{"sales":{"categories":null}}})", "purposes.sales.categories", "names no categories"},
                    Case{"UnknownCategory", R"({"purposes":{"sales":{"categories":["user.nme"]}}})", "purposes.sales.categories", "did you mean \"user.name\"?"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Retention, Refuses,
    testing::Values(Case{"ShorterThanOwnMinimum", R"({"retention":{"people":{"keep":"P1Y","minimum":"P2Y"}}})", "retention.people.keep", "makes us keep it 2 years"},
                    Case{"ShorterThanLaw", R"({"retention":{"invoices":{"entity":"invoice","starts":"issued","keep":"P5Y","needs":["invoices"]}}})", "retention.invoices.keep", "must be kept 6 years in most countries"},
                    Case{"ShorterThanLawOfCountry", R"({"controller":{"country":"DE"},"retention":{"invoices":{"entity":"invoice","starts":"issued","keep":"P6Y","needs":["invoices"]}}})", "retention.invoices.keep",
                         "must be kept 8 years in DE (UStG"},
                    Case{"NoNeed", R"({"retention":{"people":{"reason":null}}})", "retention.people.reason", "must name the need"},
                    Case{"MinimumWithoutLaw", R"({"retention":{"people":{"reason":null,"keep":"P6Y","minimum":"P6Y"}}})", "retention.people.reason", "needs the law"},
                    Case{"UnknownCapability", R"({"retention":{"people":{"needs":["invoises"]}}})", "retention.people.needs", "did you mean \"invoices\"?"},
                    Case{"UnknownPurpose", R"({"retention":{"people":{"purpose":"servce"}}})", "retention.people.purpose", "did you mean \"service\"?"},
                    Case{"UnknownCategory", R"({"retention":{"people":{"categories":["weather.report"]}}})", "retention.people.categories", "no category \"weather.report\"."},
                    Case{"WrittenToAgain", rule(R"("entity":"suppression","keep":"P1Y")"), "retention.x.keep", "Keep the list 5 years at least"},
                    Case{"PutAwayWholesale", rule(R"("entity":"*","keep":"P1Y","action":"archive")"), "retention.x.action", "Only people can be put away"},
                    Case{"ErasedOfAll", R"({"retention":{"x":{"entity":"*","starts":"erased","keep":"P1Y","reason":"x"}}})", "retention.x.starts", "not what an erasure left"},
                    Case{"EvidenceOfConsent", rule(R"("entity":"consent","keep":"P9Y")"), "retention.x.entity", "is the proof"},
                    Case{"EvidenceOfHandOvers", rule(R"("entity":"disclosure","keep":"P1D")"), "retention.x.keep", "Keep it 3 years at least"},
                    Case{"PastAHold", R"({"retention":{"people":{"hold_blocks":false}}})", "retention.people.hold_blocks", "A hold goes before every rule"},
                    Case{"GoneAtOnce", rule(R"("entity":"contact","keep":"P0D")"), "retention.x.keep", "the moment it is recorded"},
                    Case{"NoLimit", rule(R"("entity":"contact","keep":"P9999Y")"), "retention.x.keep", "no limit for anybody"},
                    Case{"NeverBegins", R"({"retention":{"enquiries":{"starts":"account_closed"}}})", "retention.enquiries.starts", "has no account"},
                    Case{"NoSuchSection", R"({"retention":{"people":{"section":"nowhere"}}})", "retention.people.section", "no section \"nowhere\""},
                    Case{"TwoForOne", R"({"retention":{"a":{"entity":"lead","starts":"updated","keep":"P1Y","reason":"x"},"b":{"entity":"lead","starts":"updated","keep":"P2Y","reason":"x"}}})", "retention.b.keep", "The rule \"a\" is about the same"},
                    Case{"SessionsOutlast", R"({"retention":{"sessions":{"keep":"P7D"}}})", "retention.sessions.keep", "stay signed in for 30 days"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Processors, Refuses,
    testing::Values(Case{"PrivacyShield", processor(R"("country":"US","safeguard":"privacy_shield")"), "processors.acme.safeguard", "not valid since 2020-07-16"},
                    Case{"FrameworkElsewhere", processor(R"("country":"IN","safeguard":"data_privacy_framework")"), "processors.acme.safeguard", "does not reach to IN"},
                    Case{"FrameworkOver", processor(R"("country":"US","safeguard":"data_privacy_framework","safeguard_until":"2026-11-22")"), "processors.acme.safeguard_until", "was valid until 2026-11-22"},
                    Case{"NoSafeguard", processor(R"("country":"US")"), "processors.acme.safeguard", "outside the EEA"},
                    Case{"AdequacyOfNone", processor(R"("country":"US","safeguard":"adequacy")"), "processors.acme.safeguard", "not recognised as adequate"},
                    Case{"NoCountry", processor(R"("country":null)"), "processors.acme.country", "two letters"}, Case{"NoTask", processor(R"("task":null)"), "processors.acme.task", "what Acme does"},
                    Case{"NoPurpose", processor(R"("purposes":null)"), "processors.acme.purposes", "for which purposes"}, Case{"NoCategories", processor(R"("categories":[])"), "processors.acme.categories", "which data Acme receives"},
                    Case{"NoDuration", processor(R"("keep":null)"), "processors.acme.keep", "not stated"}, Case{"RefusalUnexplained", processor(R"("may_refuse":true)"), "processors.acme.without_it", "what then stops working"},
                    Case{"NoHost", processor(R"("hosts":["https://acme.example/api"])"), "processors.acme.hosts", "without https://"},
                    Case{"EveryHost", processor(R"("hosts":["*"])"), "processors.acme.hosts", "without *"}, Case{"NoSuchCountry", processor(R"("country":"ZZ")"), "processors.acme.country", "two letters"},
                    Case{"NoSuchIntegration", processor(R"("integration":"smpt")"), "processors.acme.integration", "did you mean \"smtp\"?"},
                    Case{"ScriptAsStatement", processor(R"x("statement":{"url":"javascript:alert(1)"})x"), "processors.acme.statement.url", "https://"},
                    Case{"ConsentOfNobody", processor(R"("country":"US","safeguard":"consent")"), "processors.acme.safeguard", "nobody is asked to agree"},
                    Case{"TwoBehindOne", R"({"processors":{"a":{"name":"A","kind":"email","integration":"smtp"},"b":{"name":"B","kind":"email","integration":"smtp"}}})", "processors.b.integration", "A stands for \"smtp\" already"},
                    Case{"KeptLongerThere",
                         R"({"processors":{"acme":{"name":"Acme","kind":"hosting","country":"DE","keep":"P2Y"}},"promises":{"X1":{"text":"So.","section":"retention","check":[{"name":"retention.rule_in_force","with":{"rule":"sessions","keep":"P30D","starts":"signed_on"}},{"name":"processors.region","with":{"processor":"acme","country":"DE"}}]}}})",
                         "processors.acme.keep", "Promise X1 says that this is kept 30 days at most"},
                    Case{"BeyondItsPurposes", processor(R"("purposes":["marketing"],"categories":["user.payment"])"), "processors.acme.categories", "none of its purposes (marketing) may use"},
                    Case{"UnknownPurpose", processor(R"("purposes":["marketng"])"), "processors.acme.purposes", "did you mean \"marketing\"?"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Cookies, Refuses,
    testing::Values(Case{"NotListed", R"({"cookies":{"probity_session":null}})", "cookies", "sets the cookie \"probity_session\", which the policy does not list"},
                    Case{"NotSet", R"({"cookies":{"ghost":{"kind":"essential","purpose":"None.","set_by":"probity"}}})", "cookies.ghost", "sets no such cookie"},
                    Case{"OtherKind", R"({"cookies":{"probity_session":{"kind":"functional"}}})", "cookies.probity_session.kind", "sets it as essential"},
                    Case{"OtherLifetime", R"({"cookies":{"probity_session":{"keep":"session"}}})", "cookies.probity_session.keep", "says until the browser closes, the program sets it for 30 days"},
                    Case{"SetByNobody", R"({"cookies":{"x":{"kind":"marketing","purpose":"Ads."}}})", "cookies.x.set_by", "who sets this cookie"},
                    Case{"SetByUnknown", R"({"cookies":{"x":{"kind":"marketing","purpose":"Ads.","set_by":"adco"}}})", "cookies.x.set_by", "neither probity"},
                    Case{"NoPurpose", R"({"cookies":{"x":{"kind":"marketing","set_by":"customer"}}})", "cookies.x.purpose", "what the cookie is for"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Rest, Refuses,
    testing::Values(Case{"NoSuchCountry", R"({"age":{"by_country":{"ZZ":14}}})", "age.by_country.ZZ", "two capital letters"}, Case{"ParentsOfNobody", R"({"age":{"parental_consent":true}})", "age.parental_consent", "no age is named"},
                    Case{"ControllerCountry", R"({"controller":{"country":"Germany"}})", "controller.country", "DE instead of Germany"}, Case{"ControllerNowhere", R"({"controller":{"country":"ZZ"}})", "controller.country", "is not the code of a country"},
                    Case{"ControllerEmail", R"({"controller":{"email":"not an address"}})", "controller.email", "is not an email address"},
                    Case{"SecondHeader", R"({"controller":{"officer_email":"a@b.example\r\nBcc: evil@x.example"}})", "controller.officer_email", "is not an email address"},
                    Case{"NoRights", R"({"rights":{"kinds":[]}})", "rights.kinds", "Add access"}, Case{"NoRightsAtAll", R"({"rights":null})", "rights.kinds", "withdraw"},
                    Case{"Californian", R"({"controller":{"country":"DE"},"rights":{"clock":"ccpa"}})", "rights.clock", "one month"},
                    Case{"NoLogs", R"({"logs":null})", "logs", "keeps the log \"sign_in\""}, Case{"GhostLog", R"({"logs":{"foo":{"label":"Foo","address":"none","why":"x"}}})", "logs.foo", "keeps no log \"foo\""},
                    Case{"SignalSaidOtherwise", R"({"signals":{"do_not_track":"ignored"}})", "signals.text", "is ignored, but the sentence"},
                    Case{"ShoeSize", R"({"registration":{"required":["email","shoe"]}})", "registration", "No account has a field"}, Case{"NoAddress", R"({"registration":{"required":["name"]}})", "registration", "Add email"},
                    Case{"NoTimeBetween", R"({"change":{"wait":"P0D"}})", "change.wait", "there must be time between"},
                    Case{"Country", R"({"age":{"by_country":{"Austria":14}}})", "age.by_country.Austria", "two capital letters"}, Case{"Age", R"({"age":{"years":180}})", "age.years", "not one"},
                    Case{"SignalWithoutSwitch", R"({"signals":{"opts_out_of":["service"]}})", "signals.opts_out_of", "nobody may object to"}, Case{"SignalForNothing", R"({"signals":{"opts_out_of":null}})", "signals.opts_out_of", "opts out of nothing"},
                    Case{"SignalUnsaid", R"({"signals":{"text":null}})", "signals.text", "Do Not Track"}, Case{"ComplaintToNobody", R"({"rights":{"complaint_route":null}})", "rights.complaint_route", "to whom"},
                    Case{"NoOverseer", R"({"rights":{"complaint_route":["us","arbitration"]}})", "rights.overseer", "no overseer"}, Case{"NoWithdrawal", R"({"rights":{"kinds":["access"]}})", "rights.kinds", "withdraw"},
                    Case{"RequiredAndOptional", R"({"registration":{"optional":["name"]}})", "registration", "both required and optional"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Promises, Refuses,
    testing::Values(
        Case{"Unchecked", R"({"promises":{"X1":{"text":"So."}}})", "promises.X1.check", "Nothing looks at whether"}, Case{"UnknownCheck", promise(R"("purpose.declred")"), "promises.X1.check", "did you mean \"purpose.declared\"?"},
        Case{"UnknownCapability", R"({"promises":{"D1":{"needs":["invoises"]}}})", "promises.D1.needs", "did you mean \"invoices\"?"},
        Case{"FigureFromNowhere", R"({"promises":{"X1":{"text":"Kept for {retention.nothing.keep}.","section":"retention","check":"purpose.declared"}}})", "promises.X1.text", "names no setting"},
        Case{"NoSuchSection", R"({"promises":{"X1":{"text":"So.","section":"poetry","check":"purpose.declared"}}})", "promises.X1.section", "no section \"poetry\""},
        Case{"OwnUse", R"({"promises":{"X1":{"text":"So.","check":"processors.no_own_use"}},"processors":{"acme":{"name":"Acme","kind":"hosting","no_own_use":false}}})", "promises.X1.check", "Acme does (no_own_use: false)"},
        Case{"NotConfidential", R"({"promises":{"X1":{"text":"So.","check":"processors.confidential"}},"processors":{"acme":{"name":"Acme","kind":"hosting","confidential":false}}})", "promises.X1.check", "Acme did not"},
        Case{"OtherKind", R"({"promises":{"X1":{"text":"So.","check":{"name":"processors.kinds_only","with":{"kinds":["email"]}}}},"processors":{"acme":{"name":"Acme","kind":"hosting"}}})", "promises.X1.check", "listed for \"hosting\""},
        Case{"OtherPlace", R"({"promises":{"X1":{"text":"So.","check":{"name":"processors.region","with":{"processor":"acme","country":"DE"}}}},"processors":{"acme":{"name":"Acme","kind":"hosting","country":"US"}}})", "promises.X1.check",
             "The promise says DE of where Acme keeps the data, the policy sets US"},
        Case{"OtherPeriod", promise(R"({"name":"retention.rule_in_force","with":{"rule":"sessions","keep":"P90D"}})"), "promises.X1.check", "The promise says P90D of the rule \"sessions\", the policy sets P30D"},
        Case{"OtherStart", promise(R"({"name":"retention.rule_in_force","with":{"rule":"sessions","starts":"created"}})"), "promises.X1.check", "sets signed_on"},
        Case{"NoSuchRule", promise(R"({"name":"retention.nothing_over_age","with":{"rule":"logs"}})"), "promises.X1.check", "does not have"},
        Case{"AsksMore", promise(R"({"name":"registration.asks_only","with":{"fields":["email"]}})"), "promises.X1.check", "asks for \"name\""},
        Case{"OtherAge", promise(R"({"name":"age.limit_in_force","with":{"years":16}})"), "promises.X1.check", "The promise says 16 of the age limit, the policy sets nothing"},
        Case{"OtherSignal", promise(R"({"name":"signals.dnt_as_stated","with":{"value":"ignored"}})"), "promises.X1.check", "sets honoured"},
        Case{"NoGpc", promise(R"("signals.gpc")", R"("signals":{"global_privacy_control":false})"), "promises.X1.check", "Global Privacy Control"},
        Case{"WeakGuard", promise(R"({"name":"guard.in_force","with":{"kinds":["iban"],"at_least":"refuse"}})"), "promises.X1.check", "Set guard.iban: refuse"},
        Case{"OtherAddress", promise(R"({"name":"logs.address_form","with":{"log":"sign_in","form":"masked"}})"), "promises.X1.check", "sets raw"},
        Case{"NoSwitch", promise(R"({"name":"purpose.switches","with":{"purposes":["service"]}})"), "promises.X1.check", "Set purposes.service.may_object: true"},
        Case{"NoConsent", promise(R"({"name":"consent.needed_for","with":{"purpose":"sales"}})"), "promises.X1.check", "sets legitimate_interests"},
        Case{"Backwards", promise(R"("policy.forward_only")", R"("change":{"forward_only":false})"), "promises.X1.check", "forward only"},
        Case{"Groundless", promise(R"("disclosure.grounded")", R"("disclosure_grounds":null)"), "promises.X1.check", "states none"}),
    [](const auto& info) { return info.param.name; });

/// What a check is asked with; each by its name, its parameters and what is wrong with them.
TEST(CheckPolicy, ACheckThatIsAskedAboutNothingIsRefused) {
  const std::map<std::string, std::vector<std::string>, std::less<>> parameters{
      {"guard.in_force", {"kinds", "at_least"}}, {"processors.kinds_only", {"kinds"}}, {"cookies.choice_needed", {"kinds"}}, {"purpose.switches", {"purposes"}}, {"consent.opt_out_honoured", {"purpose", "channel"}},
      {"age.limit_in_force", {"years"}}, {"policy.dated", {}}};
  const auto problems = [&](std::string_view check) {
    const PolicyDocument with = document(promise(check));
    const Law table = law();
    return refusals(check_policy({.document = with, .law = table, .today = kToday, .models = {}, .checks = {}, .parameters = parameters, .capabilities = {}, .history = {}, .running = running()}));
  };
  const std::pair<const char*, const char*> cases[] = {{R"({"name":"guard.in_force","with":{"kinds":"","at_least":"refuse"}})", "does not say which \"kinds\""},
                                                       {R"({"name":"guard.in_force","with":{"kinds":"paymentcard","at_least":"refuse"}})", "did you mean \"payment_card\"?"},
                                                       {R"({"name":"guard.in_force","with":{"kinds":"iban","at_least":"refuze"}})", "did you mean \"refuse\"?"},
                                                       {R"({"name":"processors.kinds_only","with":{"kinds":""}})", "does not say which"},
                                                       {R"({"name":"cookies.choice_needed","with":{"kinds":"fun"}})", "\"fun\" is no kinds"},
                                                       {R"("purpose.switches")", "does not say which \"purposes\""},
                                                       {R"({"name":"consent.opt_out_honoured","with":{"purpose":"marketing","channel":"pigeon"}})", "There are: email, phone"},
                                                       {R"({"name":"age.limit_in_force","with":{"yeers":"16"}})", "has no parameter \"yeers\""},
                                                       {R"({"name":"age.limit_in_force","with":{"years":"old"}})", "is no age in years"},
                                                       {R"({"name":"policy.dated","with":{"day":"1"}})", "It takes none"}};
  for (const auto& [check, message] : cases) EXPECT_THAT(problems(check), Contains(HasSubstr(message))) << check;
  EXPECT_THAT(problems(R"({"name":"guard.in_force","with":{"kinds":"iban, payment_card","at_least":"warn"}})"), testing::Not(Contains(HasSubstr("X1.check"))));
}

TEST(CheckPolicy, TellsOfACheckThatWasSwapped) {
  const auto found = findings(document(R"({"promises":{"D1":{"check":"policy.dated"}}})"));
  EXPECT_THAT(refusals(found), IsEmpty());
  EXPECT_TRUE(std::ranges::any_of(found, [](const Finding& finding) { return finding.where == "promises.D1.check" && finding.message.find("not the one that came with its text") != std::string::npos; }));
}

TEST(CheckPolicy, AnIdStaysWithItsPurpose) {
  const auto before = std::make_shared<const Policy>(document("").policy);
  EXPECT_THAT(refusals(findings(document(R"({"purposes":{"service":{"id":20}}})"), {before})), Contains(HasSubstr("was 1 and may not change to 20")));
  EXPECT_THAT(refusals(findings(document(R"({"purposes":{"feedback":null,"lottery":{"id":12,"label":"Lottery","basis":"consent","may_object":true,"categories":["user.name"]}}})"), {before})),
              Contains(HasSubstr("belonged to \"feedback\" before")));
  EXPECT_THAT(refusals(findings(document(R"({"purposes":{"feedback":null}})"), {before})), IsEmpty());
}

TEST(CheckPolicy, WhatIsRecordedServesSomething) {
  EXPECT_THAT(refusals(findings(document(""), {}, running(), {model()})), Contains(HasSubstr("patient.face records user.biometric, and no purpose may use that")));
}

TEST(CheckPolicy, ARuleIsAboutSomethingRecorded) {
  const std::string rule = R"({{"retention":{{"sessions":null,"accounts":null,"people":null,"enquiries":null,"requests":null,"x":{{"entity":"{}","starts":"created","keep":"P1Y"{}}}}}}})";
  EXPECT_THAT(refusals(findings(document(fmt::format(fmt::runtime(rule), "patiant", "")), {}, running(), {model()})), Contains(HasSubstr("did you mean \"patient\"?")));
  for (const auto& [entity, needs] : {std::pair("patient", ""), std::pair("*", ""), std::pair("invoce", R"(,"needs":["invoices"])")}) {
    const auto found = refusals(findings(document(fmt::format(fmt::runtime(rule), entity, needs)), {}, running(), {model()}));
    EXPECT_THAT(found, testing::Not(Contains(testing::StartsWith("retention.x")))) << entity;
  }
}

TEST(CheckPolicy, WhoeverReceivesDataIsListed) {
  RunningFacts facts = running();
  facts.integrations = {"smtp"};
  EXPECT_THAT(refusals(findings(document(""), {}, facts)), Contains(HasSubstr("hands data to \"smtp\"")));
  EXPECT_THAT(refusals(findings(document(processor(R"("integration":"smtp")")), {}, facts)), IsEmpty());
}

TEST(CheckPolicy, WarnsOfEncryptionThatIsPromisedAndNotThere) {
  const auto warned = [](std::string url, bool tls) {
    RunningFacts facts = running();
    facts.public_url = std::move(url);
    facts.tls = tls;
    const auto found = findings(document(promise(R"("transport.tls")")), {}, facts);
    return std::ranges::any_of(found, [](const Finding& finding) { return !finding.refuses && finding.where == "promises.X1.check"; });
  };
  EXPECT_TRUE(warned("http://crm.example", false));
  EXPECT_FALSE(warned("http://crm.example", true));
  EXPECT_FALSE(warned("https://crm.example", false));
}

TEST(CheckPolicy, DataAtHomeNeedsNoSafeguard) {
  const std::string at_home = R"({"controller":{"country":"US"},)" + processor(R"("country":"US")").substr(1);
  for (const std::string& overrides : {processor(""), at_home, processor(R"("country":"CH","safeguard":"adequacy")"), processor(R"("country":"GB")"), processor(R"("country":"US","safeguard":"data_privacy_framework")"),
                                       processor(R"("country":"IN","safeguard":"standard_clauses")")}) {
    EXPECT_THAT(refusals(findings(document(overrides))), IsEmpty()) << overrides;
  }
}

}  // namespace
}  // namespace probity::privacy
