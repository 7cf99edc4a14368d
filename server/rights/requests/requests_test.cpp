#include "rights/requests/requests.hpp"

#include <gmock/gmock.h>

#include "records/test_workspace.hpp"
#include "rights/requests/rows.hpp"
#include "rights/restriction/restrictions.hpp"

namespace probity::requests {
namespace {

using records::expect_value;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string code_of(const auto& result) { return result ? std::string("fine") : result.error().code; }

class RequestsTest : public testing::Test {
 protected:
  RequestsTest() : workspace({.model = records::product_model()}) {
    expect_value(workspace.workspaces->create("system", {}));
    expect_value(workspace.workspaces->create("other", {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}));
    start();
  }

  void start() {
    Requests::Parts parts{.records = *workspace.records, .jobs = *workspace.jobs, .law = expect_value(privacy::load_law(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies/law")),
                          .secret = std::string(32, 'q'), .public_url = "https://crm.example",
                          .send = [this](const mail::Letter& letter) -> Result<Id> {
                            if (unwritable) return invalid("unknown_link", "It points to nobody.");
                            letters.push_back(letter);
                            return letter.id.value_or(Id::make());
                          }};
    parts.workspaces = [] { return std::vector<std::string>{"acme", "other"}; };
    parts.alert = [this](std::string_view level, const std::string& text, const Id&) -> Result<> {
      alerts.push_back(fmt::format("{}: {}", level, text));
      return {};
    };
    parts.doing.erase = [this](const Doing::Person& person) -> Result<Id> {
      if (held) return fail(ErrorKind::conflict, "held", "A hold stands against it.");
      erased.push_back(person.id);
      return Id::make();
    };
    parts.doing.erased = [](const std::string&, const Id&) -> Result<std::string> { return "1 invoice until 2032-12-31, because tax law demands it."; };
    parts.doing.copy = [this](const Doing::Person& person, Kind) -> Result<Doing::Copy> {
      copied.push_back(person.id);
      return Doing::Copy{.id = Id::make(), .url = "https://crm.example/copies/x", .password = "abcd", .until = now() + kDay};
    };
    parts.doing.recipients = [](const Doing::Person&) -> Result<std::vector<std::string>> { return std::vector<std::string>{"The Post"}; };
    parts.doing.withdraw = [this](const Doing::Person& person, const std::string& purpose) -> Result<> {
      withdrawn.emplace_back(person.id, purpose);
      return {};
    };
    requests = std::make_unique<Requests>(std::move(parts));
    requests->watch();
  }

  Id contact(std::string_view email = "ada@example.org") { return workspace.create("contact", fmt::format(R"({{"last_name":"Lovelace","email":"{}"}})", email)); }
  records::Context here() { return expect_value(workspace.records->enter(by_law)); }
  std::string ask(Kind kind, std::string email = "ada@example.org", std::string_view at = "acme") {
    expect_value(requests->ask(at, {.kind = kind, .email = std::move(email), .name = "Ada", .message = "Please."}));
    const std::size_t before = letters.size();
    expect_value(workspace.jobs->run_due(std::string(at)));
    const std::string url = letters.at(before).values.find("status_url")->second;
    return url.substr(url.rfind('/') + 1);
  }
  /// Of the request to the operator, whose letter is not the first.
  std::string token_by_the_operator() {
    const auto letter = std::ranges::find(letters, "system", &mail::Letter::workspace);
    const std::string url = letter == letters.end() ? "" : letter->values.find("status_url")->second;
    return url.substr(url.rfind('/') + 1);
  }
  Holder holder(const std::string& token) { return expect_value(requests->holder_of(token)); }
  Request at(const std::string& token) { return holder(token).request; }
  Request act(const Id& id, std::string step, std::string note = "Because.") { return expect_value(requests->act(here(), id, {.step = std::move(step), .note = std::move(note)})); }
  std::string refused(const Id& id, const Action& action) { return code_of(requests->act(here(), id, action)); }
  std::string code() const {
    for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
      if (letter->values.contains("code")) return letter->values.find("code")->second;
    }
    return {};
  }
  Request prove(const std::string& token) { return expect_value(requests->prove(holder(token), code())); }
  std::vector<std::string> story(const Id& id) {
    std::vector<std::string> kinds;
    const JsonDocument written = workspace.answer([&](JsonWriter& writer) { return requests->write_story(here(), id, writer); });
    for (const JsonValue& step : written["steps"].GetArray()) kinds.emplace_back(view(step["kind"]));
    return kinds;
  }
  std::string last_letter() const { return letters.empty() ? "" : letters.back().template_name; }
  void govern(const std::function<void(privacy::Policy&)>& change) {
    privacy::Policy policy = *workspace.policy->policy;
    change(policy);
    workspace.policy = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))});
    workspace.workspaces->govern(*expect_value(workspace.workspaces->find("acme")), workspace.policy);
  }

  records::TestWorkspace workspace;
  privacy::Access by_law = [this] {
    privacy::Access access = workspace.access;
    access.purpose = privacy::kLegalObligation;
    return access;
  }();
  std::vector<mail::Letter> letters;
  std::vector<std::string> alerts;
  std::vector<Id> erased, copied;
  std::vector<std::pair<Id, std::string>> withdrawn;
  bool held = false, unwritable = false;
  std::unique_ptr<Requests> requests;
};

TEST_F(RequestsTest, a_request_of_somebody_on_record_is_proven_by_a_code_and_carried_out) {
  const Id ada = contact();
  const std::string token = ask(Kind::access);
  Request request = at(token);
  EXPECT_EQ(request.state, State::in_progress);
  EXPECT_EQ(request.awaits, Awaits::identity);
  EXPECT_EQ(request.person, ada);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].template_name, "request-proof");
  EXPECT_EQ(letters[0].to, "ada@example.org");
  EXPECT_THAT(letters[0].values.find("status_url")->second, HasSubstr("/requests/at/acme."));
  EXPECT_EQ(refused(request.id, {.step = "fulfil"}), "not_now") << "nothing before the proof";
  request = prove(token);
  EXPECT_EQ(request.identity, Identity::proven);
  EXPECT_EQ(request.proven_by, "code");
  request = act(request.id, "fulfil", "");
  EXPECT_EQ(request.state, State::fulfilled);
  EXPECT_THAT(copied, ElementsAre(ada));
  EXPECT_EQ(last_letter(), "request-done");
  EXPECT_THAT(story(request.id), ElementsAre("received", "identified", "proof_asked", "identity_confirmed", "fulfilled"));
  EXPECT_THAT(alerts, Contains(HasSubstr("can be carried out")));
}

TEST_F(RequestsTest, nothing_shows_whether_an_address_is_known) {
  contact();
  const std::string known = ask(Kind::erasure), stranger = ask(Kind::erasure, "nobody@example.org");
  const Request a = at(known), b = at(stranger);
  EXPECT_EQ(a.state, b.state);
  EXPECT_EQ(a.identity, b.identity);
  EXPECT_TRUE(b.person.is_nil());
  EXPECT_EQ(letters[0].template_name, "request-proof");
  EXPECT_EQ(letters[1].template_name, "request-whose");
  EXPECT_FALSE(letters[1].values.contains("code")) << "a code goes to nobody whose address is not on file";
  const auto wrong = requests->prove(holder(known), "00000000"), none = requests->prove(holder(stranger), "00000000");
  ASSERT_FALSE(wrong || none);
  EXPECT_EQ(wrong.error().message, none.error().message);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(requests->prove(holder(known), "00000000").error().message, requests->prove(holder(stranger), "00000000").error().message);
  EXPECT_EQ(at(known).code_attempts, 5);
  EXPECT_EQ(code_of(requests->prove(holder(known), code())), "wrong_code") << "the right one comes too late after so many tries";
  EXPECT_EQ(at(known).identity, Identity::unproven);
}

TEST_F(RequestsTest, a_code_goes_to_the_address_on_file_alone) {
  const Id ada = contact();
  const std::string token = ask(Kind::access, "mallory@example.com");
  const Id id = at(token).id;
  EXPECT_EQ(refused(id, {.step = "ask_for_proof"}), "not_now") << "whose request it is must be said first";
  expect_value(requests->act(here(), id, {.step = "identify", .person = ada}));
  EXPECT_EQ(refused(id, {.step = "ask_for_proof", .to = "mallory@example.com"}), "no_address");
  letters.clear();
  act(id, "ask_for_proof");
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].to, "ada@example.org");
  act(id, "ask_for_proof");
  act(id, "ask_for_proof");
  EXPECT_EQ(refused(id, {.step = "ask_for_proof"}), "too_many_codes");
  EXPECT_EQ(expect_value(requests->prove(holder(token), code())).identity, Identity::proven);
  EXPECT_EQ(code_of(requests->prove(holder(token), code())), "wrong_code") << "once";
}

TEST_F(RequestsTest, a_colleague_confirms_by_what_was_seen) {
  const Id ada = contact();
  const Id id = at(ask(Kind::restriction)).id;
  EXPECT_EQ(refused(id, {.step = "confirm_identity"}), "missing_value") << "without a word on what was seen it is no check";
  EXPECT_EQ(act(id, "confirm_identity", "She called from the number on file and named her last order.").proven_by, "staff");
  EXPECT_EQ(act(id, "fulfil").state, State::fulfilled);
  const auto state = integer_of(expect_value(workspace.records->cells(workspace.at(by_law, "contact"), ada))[meta::kSubjectState]);
  EXPECT_TRUE(state & privacy::kRestricted);
}

TEST_F(RequestsTest, an_erasure_goes_after_its_letter_and_leaves_no_identity) {
  const Id ada = contact();
  const std::string token = ask(Kind::erasure);
  prove(token);
  EXPECT_TRUE(erased.empty()) << "the default policy erases within the clock";
  act(at(token).id, "fulfil");
  EXPECT_EQ(last_letter(), "request-erasing");
  EXPECT_EQ(refused(at(token).id, {.step = "fulfil"}), "not_now");
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_THAT(erased, ElementsAre(ada));
  const Request request = at(token);
  EXPECT_EQ(request.state, State::fulfilled);
  EXPECT_EQ(request.email + request.name + request.message, "");
  EXPECT_FALSE(request.erasure.empty());
}

TEST_F(RequestsTest, erased_at_once_where_the_policy_says_so) {
  govern([](privacy::Policy& policy) { policy.rights.erase_at_once = true; });
  const Id ada = contact();
  prove(ask(Kind::erasure));
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_THAT(erased, ElementsAre(ada));
}

TEST_F(RequestsTest, an_erasure_that_a_hold_forbids_stays_open_and_is_told) {
  contact();
  held = true;
  const std::string token = ask(Kind::erasure);
  prove(token);
  act(at(token).id, "fulfil");
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_EQ(at(token).state, State::in_progress);
  EXPECT_THAT(story(at(token).id), Contains("not_carried_out"));
  EXPECT_THAT(alerts, Contains(HasSubstr("A hold stands against it.")));
  EXPECT_THAT(alerts, Not(Contains(HasSubstr("ada"))));
}

TEST_F(RequestsTest, the_clock_stands_still_while_something_is_awaited) {
  const Id ada = contact();
  const Request request = expect_value(requests->enter(here(), {.kind = Kind::rectification, .email = "ada@example.org", .source = "letter", .person = ada, .proof = "Known in person."}));
  EXPECT_THAT(requests->clock_in_words(here(), request), HasSubstr("Due in "));
  const Request waiting = act(request.id, "ask_for_clarification", "Which address is wrong?");
  EXPECT_TRUE(requests->reading_of(here(), waiting).paused);
  EXPECT_THAT(requests->clock_in_words(here(), waiting), HasSubstr("because a clarification is awaited"));
  EXPECT_EQ(refused(request.id, {.step = "fulfil", .note = "x"}), "not_now");
  EXPECT_FALSE(requests->reading_of(here(), act(request.id, "resume")).paused);
  EXPECT_TRUE(act(request.id, "extend", "Much to look through.").extended_at);
  EXPECT_EQ(last_letter(), "request-extended");
  EXPECT_EQ(refused(request.id, {.step = "extend", .note = "again"}), "not_now");
  EXPECT_EQ(refused(request.id, {.step = "fulfil"}), "missing_value") << "what was corrected is said";
  EXPECT_EQ(act(request.id, "fulfil", "The street.").state, State::fulfilled);
  EXPECT_EQ(refused(request.id, {.step = "deny", .note = "x", .reason = "other"}), "over");
}

TEST_F(RequestsTest, objections_and_withdrawals_are_carried_out) {
  const Id ada = contact();
  const Request objection = expect_value(requests->enter(here(), {.kind = Kind::objection, .purpose = "research", .source = "email", .person = ada, .proof = "Wrote from the address on file."}));
  act(objection.id, "fulfil");
  const auto state = integer_of(expect_value(workspace.records->cells(workspace.at(by_law, "contact"), ada))[meta::kSubjectState]);
  EXPECT_TRUE(state & privacy::objected_to(workspace.policy->policy->purpose("research")->id));
  const Request withdrawal = expect_value(requests->enter(here(), {.kind = Kind::withdrawal, .purpose = "marketing", .source = "phone", .person = ada, .proof = "Called back."}));
  act(withdrawal.id, "fulfil");
  EXPECT_THAT(withdrawn, ElementsAre(std::pair(ada, std::string("marketing"))));
}

TEST_F(RequestsTest, in_california_who_ends_a_use_waits_fifteen_working_days) {
  govern([](privacy::Policy& policy) {
    policy.rights.clock = privacy::Rights::Clock::ccpa;
    policy.controller.country = "US";
  });
  const Id ada = contact();
  const auto due = [&](Kind kind) {
    const Request request = expect_value(requests->enter(here(), {.kind = kind, .source = "email", .person = ada, .proof = "Known.", .received_at = *parse_timestamp("2026-06-01T10:00:00Z")}));
    return format_day(requests->reading_of(here(), request).due);
  };
  EXPECT_EQ(due(Kind::objection), "2026-06-23") << "Juneteenth is none of the fifteen";
  EXPECT_EQ(due(Kind::access), "2026-07-16");
}

TEST_F(RequestsTest, a_denial_names_its_reason_and_where_to_complain) {
  contact();
  const Id id = at(ask(Kind::access)).id;
  EXPECT_EQ(refused(id, {.step = "deny", .note = "No."}), "missing_value");
  EXPECT_EQ(refused(id, {.step = "deny", .note = "No.", .reason = "mood"}), "missing_value");
  EXPECT_EQ(expect_value(requests->act(here(), id, {.step = "deny", .note = "No proof came.", .reason = "insuf_verification"})).state, State::denied);
  EXPECT_EQ(last_letter(), "request-denied");
}

TEST_F(RequestsTest, a_complaint_is_followed_from_us_to_the_authority_and_to_its_end) {
  const Id id = at(ask(Kind::complaint)).id;
  EXPECT_EQ(expect_value(requests->find(here(), id)).route, "us");
  EXPECT_EQ(expect_value(requests->find(here(), id)).identity, Identity::not_needed);
  EXPECT_EQ(refused(id, {.step = "escalate", .route = "arbitration"}), "unknown_route") << "the default policy names no arbitration";
  EXPECT_EQ(expect_value(requests->act(here(), id, {.step = "escalate", .route = "authority"})).route, "authority");
  EXPECT_EQ(refused(id, {.step = "escalate", .route = "us"}), "not_now");
  EXPECT_EQ(refused(id, {.step = "close"}), "missing_value");
  EXPECT_EQ(act(id, "close", "We changed how we call.").state, State::fulfilled);
}

TEST_F(RequestsTest, a_question_is_tracked_to_its_answer) {
  const std::string token = ask(Kind::question, "stranger@example.org");
  EXPECT_EQ(last_letter(), "request-received");
  EXPECT_EQ(act(at(token).id, "close", "In Frankfurt.").state, State::fulfilled);
  EXPECT_EQ(letters.back().to, "stranger@example.org");
}

TEST_F(RequestsTest, who_asks_the_operator_is_passed_on_to_who_holds_the_data) {
  const Id ada = contact();
  ask(Kind::access, "ada@example.org", "system");
  const std::string token = token_by_the_operator();
  EXPECT_THAT(letters, Contains(testing::AllOf(testing::Field(&mail::Letter::workspace, "acme"), testing::Field(&mail::Letter::template_name, "request-proof"))));
  EXPECT_THAT(letters, Not(Contains(testing::Field(&mail::Letter::workspace, "other"))));
  const JsonDocument there = workspace.answer([&](JsonWriter& writer) { return workspace.records->list(workspace.at(by_law, "request"), {}, writer); });
  ASSERT_EQ(there["items"].Size(), 1u);
  EXPECT_EQ(view(there["items"][0]["source"]), "operator");
  EXPECT_EQ(view(there["items"][0]["person"]), ada.text());
  EXPECT_TRUE(at(token).person.is_nil()) << "the operator learns of nobody";
  EXPECT_EQ(at(token).state, State::fulfilled) << "and has nothing more to do";
  EXPECT_EQ(last_letter(), "request-directed");
  EXPECT_THAT(alerts, Contains(testing::AllOf(HasSubstr("acme: "), HasSubstr("passed on")))) << "the workspace is told";
  EXPECT_THAT(alerts, Not(Contains(HasSubstr("other: "))));
}

TEST_F(RequestsTest, a_question_to_the_operator_stays_with_the_operator_too) {
  contact();
  ask(Kind::question, "ada@example.org", "system");
  const std::string token = token_by_the_operator();
  EXPECT_EQ(at(token).state, State::open);
  EXPECT_EQ(last_letter(), "request-received");
  EXPECT_THAT(alerts, Contains(testing::AllOf(HasSubstr("system: "), HasSubstr("who operates"))));
}

TEST_F(RequestsTest, links_that_are_none_lead_nowhere) {
  contact();
  const std::string token = ask(Kind::access);
  std::string other = token;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  std::string elsewhere = "other" + token.substr(token.find('.'));
  for (const std::string& wrong : {other, elsewhere, std::string(), std::string("acme."), std::string("../acme") + token.substr(4), std::string("nowhere") + token.substr(4), token + "x"}) {
    EXPECT_EQ(code_of(requests->holder_of(wrong)), "unknown_link") << wrong;
  }
}

TEST_F(RequestsTest, what_cannot_be_asked_is_refused_and_leaves_nothing) {
  const auto refusal = [&](Wish wish) { return code_of(requests->ask("acme", wish)); };
  EXPECT_EQ(refusal({.kind = Kind::access, .email = ""}), "missing_value");
  EXPECT_EQ(refusal({.kind = Kind::access, .email = "ada"}), "bad_email");
  EXPECT_EQ(refusal({.kind = Kind::access, .email = "ada@example.org\nBcc: all@example.org"}), "bad_email");
  EXPECT_EQ(refusal({.kind = Kind::access, .email = "a@b.org,c@d.org"}), "bad_email");
  EXPECT_EQ(refusal({.kind = Kind::access, .email = "ada@example.org", .name = "A\r\nSubject: x"}), "too_long");
  EXPECT_EQ(refusal({.kind = Kind::access, .email = "ada@example.org", .message = std::string(10'001, 'x')}), "too_long");
  EXPECT_EQ(refusal({.kind = Kind::question, .email = "ada@example.org"}), "missing_value");
  EXPECT_EQ(refusal({.kind = Kind::objection, .email = "ada@example.org", .purpose = "nonsense"}), "unknown_purpose");
  govern([](privacy::Policy& policy) { policy.rights.kinds = {"access"}; });
  EXPECT_EQ(refusal({.kind = Kind::portability, .email = "ada@example.org"}), "not_offered");
  EXPECT_EQ(workspace.count("request"), 0);
  EXPECT_EQ(workspace.count("request_step"), 0);
  EXPECT_TRUE(letters.empty());
}

TEST_F(RequestsTest, it_is_taken_back_by_who_holds_the_link) {
  contact();
  const std::string token = ask(Kind::access);
  EXPECT_EQ(expect_value(requests->revoke(holder(token))).state, State::revoked);
  EXPECT_EQ(code_of(requests->revoke(holder(token))), "over");
  EXPECT_EQ(code_of(requests->prove(holder(token), code())), "wrong_code");
}

TEST_F(RequestsTest, what_is_overdue_is_told_once_and_what_nobody_proves_runs_out) {
  const Id ada = contact();
  const Request late = expect_value(requests->enter(here(), {.kind = Kind::access, .source = "letter", .person = ada, .proof = "Known.", .received_at = now() - 60 * kDay}));
  const Request unproven = expect_value(requests->enter(here(), {.kind = Kind::access, .email = "ada@example.org", .source = "email"}));
  const Request fresh = expect_value(requests->enter(here(), {.kind = Kind::access, .source = "letter", .person = ada, .proof = "Known."}));
  alerts.clear();
  const auto next = expect_value(requests->ring("acme"));
  EXPECT_EQ(next, std::min(fresh.due_at, *unproven.waits_until));
  EXPECT_EQ(alerts.size(), 1u);
  EXPECT_TRUE(expect_value(requests->find(here(), late.id)).alerted_at);
  expect_value(requests->ring("acme"));
  EXPECT_EQ(alerts.size(), 1u);
  EXPECT_THAT(requests->clock_in_words(here(), expect_value(requests->find(here(), late.id))), HasSubstr("Overdue by"));
}

TEST_F(RequestsTest, of_several_people_with_one_address_nobody_is_chosen_but_by_name) {
  govern([](privacy::Policy& policy) { policy.rights.erase_at_once = true; });
  const Id otto = workspace.create("contact", R"({"first_name":"Otto","last_name":"Old","email":"shared@example.org"})");
  const Id nina = workspace.create("contact", R"({"first_name":"Nina","last_name":"New","email":"shared@example.org"})");
  const Request open = at(ask(Kind::erasure, "shared@example.org"));
  EXPECT_TRUE(open.person.is_nil());
  EXPECT_EQ(open.codes_sent, 0) << "no code: it would prove nothing";
  EXPECT_EQ(last_letter(), "request-whose");
  const JsonDocument written = workspace.answer([&](JsonWriter& writer) { return requests->write_story(here(), open.id, writer); });
  EXPECT_THAT(std::string(view(written["next"]["words"])), testing::AllOf(HasSubstr("2 people"), HasSubstr("Otto Old"), HasSubstr("Nina New")));

  expect_value(requests->ask("acme", {.kind = Kind::erasure, .email = "shared@example.org", .name = "new, NINA"}));
  const std::size_t before = letters.size();
  expect_value(workspace.jobs->run_due("acme"));
  const std::string url = letters.at(before).values.find("status_url")->second;
  const std::string token = url.substr(url.rfind('/') + 1);
  EXPECT_EQ(at(token).person, nina);
  prove(token);
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_TRUE(erased.empty()) << "never at once where a mailbox is of several";
  EXPECT_EQ(at(token).state, State::in_progress);
  EXPECT_THAT(story(at(token).id), Contains("not_carried_out"));
  act(at(token).id, "fulfil");
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_THAT(erased, ElementsAre(nina));
  EXPECT_NE(otto, nina);
}

TEST_F(RequestsTest, a_person_in_the_bin_is_found_and_proves_it) {
  const Id ada = contact();
  expect_value(workspace.records->remove(workspace.at("contact"), ada, {}));
  const std::string token = ask(Kind::access);
  EXPECT_EQ(at(token).person, ada);
  EXPECT_EQ(last_letter(), "request-proof");
  prove(token);
  act(at(token).id, "fulfil", "");
  EXPECT_THAT(copied, ElementsAre(ada));
  const Request other = at(ask(Kind::access, "elsewhere@example.org"));
  EXPECT_EQ(expect_value(requests->act(here(), other.id, {.step = "identify", .person = ada})).person, ada);
}

TEST_F(RequestsTest, a_letter_that_cannot_be_written_is_said_and_ends_nothing) {
  const Id ada = contact();
  unwritable = true;
  const Request asked = expect_value(requests->enter(here(), {.kind = Kind::access, .email = "ada@example.org", .source = "email"}));
  EXPECT_FALSE(requests->reading_of(here(), asked).paused) << "nobody was asked for anything";
  EXPECT_THAT(story(asked.id), Contains("not_carried_out"));
  const auto enter = [&](Kind kind) { return expect_value(requests->enter(here(), {.kind = kind, .source = "letter", .person = ada, .proof = "Known."})).id; };
  const Id copy = enter(Kind::access), restriction = enter(Kind::restriction), erasure = enter(Kind::erasure);
  for (const Id& id : {copy, restriction, erasure}) {
    EXPECT_EQ(refused(id, {.step = "fulfil"}), "no_letter");
    EXPECT_FALSE(is_over(expect_value(requests->find(here(), id)).state));
    EXPECT_THAT(story(id), Contains("not_carried_out"));
  }
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_TRUE(erased.empty());
  EXPECT_EQ(refused(restriction, {.step = "fulfil"}), "missing_value");
  EXPECT_EQ(act(restriction, "fulfil", "Called her.").state, State::fulfilled);
  act(erasure, "fulfil", "Called her.");
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_THAT(erased, ElementsAre(ada));
  unwritable = false;
  EXPECT_EQ(act(copy, "fulfil", "").state, State::fulfilled);
}

TEST_F(RequestsTest, nobody_takes_back_an_erasure_that_has_begun) {
  contact();
  const std::string token = ask(Kind::erasure);
  prove(token);
  act(at(token).id, "fulfil");
  EXPECT_EQ(code_of(requests->revoke(holder(token))), "not_now");
  for (const std::string_view step : {"withdraw", "deny"}) EXPECT_EQ(refused(at(token).id, {.step = std::string(step), .note = "x", .reason = "other"}), "not_now") << step;
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_EQ(code_of(requests->revoke(holder(token))), "over");
  EXPECT_EQ(at(token).state, State::fulfilled);
  EXPECT_THAT(at(token).outcome, HasSubstr("1 invoice until 2032-12-31"));
}

TEST_F(RequestsTest, the_clock_stands_still_only_once_somebody_was_asked) {
  const Request stranger = at(ask(Kind::access, "nobody@example.org"));
  EXPECT_FALSE(requests->reading_of(here(), stranger).paused);
  EXPECT_FALSE(stranger.waits_until);
  contact();
  EXPECT_TRUE(requests->reading_of(here(), at(ask(Kind::access))).paused);
}

TEST_F(RequestsTest, who_did_not_prove_it_is_told_that_it_ran_out) {
  contact();
  const Request asked = at(ask(Kind::access));
  alerts.clear();
  ASSERT_TRUE(shift_clock("+P60D"));
  auto rung = requests->ring("acme");
  ASSERT_TRUE(shift_clock("+P0D"));
  expect_value(std::move(rung));
  EXPECT_EQ(expect_value(requests->find(here(), asked.id)).state, State::expired);
  EXPECT_EQ(last_letter(), "request-expired");
  EXPECT_EQ(letters.back().to, "ada@example.org");
  EXPECT_THAT(alerts, ElementsAre(HasSubstr("ran out")));
}

TEST_F(RequestsTest, a_password_goes_to_no_address_that_is_not_on_file) {
  const Id ada = workspace.create("contact", R"({"last_name":"Lovelace"})");
  const Id id = expect_value(requests->enter(here(), {.kind = Kind::access, .email = "evil@example.com", .source = "letter", .person = ada, .proof = "Known."})).id;
  EXPECT_EQ(refused(id, {.step = "fulfil"}), "missing_value");
  EXPECT_TRUE(copied.empty());
  EXPECT_EQ(act(id, "fulfil", "She wrote it on the form she handed in.").password, "abcd");
  EXPECT_THAT(letters, Not(Contains(testing::Field(&mail::Letter::template_name, "request-password"))));
  EXPECT_EQ(expect_value(requests->find(here(), id)).password, "") << "told once";
}

TEST(PausesTest, are_read_as_they_are_written) {
  const std::vector<Interval> pauses{{Awaits::identity, {20'000, 20'005}}, {Awaits::clarification, {20'010, {}}}};
  EXPECT_EQ(packed(unpacked(packed(pauses))), packed(pauses));
  EXPECT_TRUE(unpacked("nonsense, identity x/y, /").empty());
}

}  // namespace
}  // namespace probity::requests
