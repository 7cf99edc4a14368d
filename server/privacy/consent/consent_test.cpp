#include "privacy/consent/consent.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace probity::privacy::consent {
namespace {

using enum State;

/// What the reference says: a table typed from the rules, a row per state before, a column per event in the
/// order of State (without unknown). "-" has no effect.
constexpr const char* kTable[kStates][kStates - 1] = {
    // requested    request_deferred    refused    given    expired    invalidated    revoked    withdrawn    renewed
    {"requested", "request_deferred", "refused", "given", "-", "-", "-", "withdrawn", "-"},                        // unknown
    {"requested", "request_deferred", "refused", "given", "unknown", "-", "-", "withdrawn", "-"},                  // requested
    {"requested", "request_deferred", "refused", "given", "unknown", "-", "-", "withdrawn", "-"},                  // request_deferred
    {"requested", "request_deferred", "refused", "given", "-", "-", "-", "withdrawn", "-"},                        // refused
    {"-", "-", "refused", "given", "expired", "invalidated", "revoked", "withdrawn", "renewed"},                   // given
    {"requested", "request_deferred", "refused", "given", "-", "invalidated", "revoked", "withdrawn", "renewed"},  // expired
    {"requested", "request_deferred", "refused", "given", "-", "-", "-", "withdrawn", "-"},                        // invalidated
    {"requested", "request_deferred", "refused", "given", "-", "-", "-", "withdrawn", "-"},                        // revoked
    {"requested", "request_deferred", "refused", "given", "-", "-", "-", "withdrawn", "-"},                        // withdrawn
    {"-", "-", "refused", "given", "expired", "invalidated", "revoked", "withdrawn", "renewed"},                   // renewed
};

struct Reference {
  State state = unknown;
  bool objects = false;
};

/// Walks every instant one by one; no sorting, no spans, nothing shared with the fold.
Reference reference(const std::vector<Event>& events, const Question& question, Timestamp until) {
  Reference now;
  std::optional<Timestamp> ends;
  for (Timestamp instant = 0; instant <= until; ++instant) {
    const bool lasting = now.state == given || now.state == renewed;
    const bool waiting = now.state == requested || now.state == request_deferred;
    if (ends && *ends <= instant && (lasting || waiting)) now.state = lasting ? expired : unknown;
    std::map<Id, const Event*> today;
    for (const Event& event : events) {
      const bool no = std::string("refused withdrawn revoked invalidated expired").find(name_of(event.state)) != std::string::npos;
      const bool right_channel = event.channel == question.channel || (no && event.channel.empty());
      const bool right_topic = event.topic == question.topic || (event.topic == Id{} && (no || !question.topic_needs_own));
      if (event.at == instant && event.purpose == question.purpose && right_channel && right_topic) today[event.id] = &event;
    }
    for (const auto& [id, event] : today) {
      if (ends && *ends <= instant && (now.state == given || now.state == renewed)) now.state = expired;
      if (ends && *ends <= instant && (now.state == requested || now.state == request_deferred)) now.state = unknown;
      const std::string next = kTable[static_cast<int>(now.state)][static_cast<int>(event->state) - 1];
      if (next == "-") continue;
      now.state = *state_named(next);
      ends = event->expires_at;
      if (now.state == given || now.state == renewed) now.objects = false;
      if (now.state == refused || now.state == withdrawn) now.objects = true;
    }
    const bool still = now.state == given || now.state == renewed;
    const bool open = now.state == requested || now.state == request_deferred;
    if (ends && *ends <= instant && (still || open)) now.state = still ? expired : unknown;
  }
  return now;
}

const Id kNews = *Id::parse("01900000-0000-7000-8000-000000000001");
const Id kPartners = *Id::parse("01900000-0000-7000-8000-000000000002");

/// Of the whole range, however small RapidCheck begins.
template <typename Number>
Number within(Number least, Number beyond) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<Number>(least, beyond));
}

Event any_event() {
  Event event{.id = Id::make(),
              .at = within<Timestamp>(0, 12),
              .state = *rc::gen::weightedOneOf<State>({{3, rc::gen::just(given)}, {1, rc::gen::just(renewed)}, {6, rc::gen::map(rc::gen::resize(rc::kNominalSize, rc::gen::inRange(1, kStates)), [](int state) { return static_cast<State>(state); })}}),
              .expires_at = std::nullopt,
              .purpose = *rc::gen::element<std::string>("marketing", "marketing", "marketing", "marketing", "marketing", "analytics"),
              .channel = *rc::gen::element<std::string>("email", "email", "email", "phone", ""),
              .topic = *rc::gen::element(Id{}, Id{}, kNews, kNews, kPartners)};
  if (within(0, 3) == 0) event.expires_at = event.at + within<Timestamp>(0, 8);
  return event;
}

std::vector<Event> any_events() {
  std::vector<Event> events;
  for (int count = within(0, 14); count > 0; --count) events.push_back(any_event());
  return events;
}

std::vector<Question> every_question() {
  std::vector<Question> questions;
  for (const char* channel : {"email", "phone", ""}) {
    for (const Id& topic : {Id{}, kNews, kPartners}) {
      for (const bool own : {false, true}) questions.push_back({.purpose = "marketing", .channel = channel, .topic = topic, .topic_needs_own = own});
    }
  }
  return questions;
}

Question any_question() { return *rc::gen::elementOf(every_question()); }

RC_GTEST_PROP(ConsentProperty, the_state_after_any_events_is_what_the_reference_says, ()) {
  const std::vector<Event> events = any_events();
  for (const Question& question : every_question()) {
    for (Timestamp at = 0; at < 24; ++at) {
      const Standing folded = standing(events, question, at);
      const Reference expected = reference(events, question, at);
      RC_ASSERT(name_of(folded.state) == name_of(expected.state));
      RC_ASSERT(folded.objects == expected.objects);
    }
  }
  RC_TAG(std::string(name_of(standing(events, {.purpose = "marketing", .channel = "email"}, 10).state)));
}

RC_GTEST_PROP(ConsentProperty, the_order_in_which_events_are_learned_of_does_not_matter, ()) {
  std::vector<Event> events = any_events();
  const Question question = any_question();
  const Standing before = standing(events, question, 30);
  for (std::size_t left = events.size(); left > 1; --left) std::swap(events[left - 1], events[within<std::size_t>(0, left)]);
  const Standing after = standing(events, question, 30);
  RC_ASSERT(before.state == after.state);
  RC_ASSERT(before.decided_by == after.decided_by);
  RC_ASSERT(before.objects == after.objects);
}

RC_GTEST_PROP(ConsentProperty, a_no_ends_it_until_the_next_yes, ()) {
  std::vector<Event> events = any_events();
  const Question question = any_question();
  Event no{.id = Id::make(), .at = 20, .state = *rc::gen::element(refused, withdrawn), .expires_at = std::nullopt, .purpose = "marketing"};
  if (*rc::gen::arbitrary<bool>()) no.channel = question.channel;
  if (*rc::gen::arbitrary<bool>()) no.topic = question.topic;
  events.push_back(no);
  for (int more = within(0, 4); more > 0; --more) {
    Event later = any_event();
    later.at += 21;
    if (later.state != given) events.push_back(later);
  }
  RC_ASSERT(!standing(events, question, 60).allows());
  RC_ASSERT(standing(events, question, 60).objects);
}

TEST(Consent, only_given_and_renewed_allow) {
  for (int state = 0; state < kStates; ++state) {
    const auto each = static_cast<State>(state);
    EXPECT_EQ(allows(each), each == given || each == renewed) << name_of(each);
    EXPECT_EQ(state_named(name_of(each)), each);
    EXPECT_FALSE(words_of(each).empty());
  }
  EXPECT_FALSE(state_named("agreed"));
}

TEST(Consent, an_agreement_runs_out_at_its_instant_and_can_be_renewed_after) {
  const Question question{.purpose = "marketing", .channel = "email"};
  std::vector<Event> events{{.id = Id::make(), .at = 10, .state = given, .expires_at = 20, .purpose = "marketing", .channel = "email"}};
  EXPECT_EQ(standing(events, question, 19).state, given);
  EXPECT_EQ(next_expiry(events, question, 19), 20);
  EXPECT_EQ(standing(events, question, 20).state, expired);
  EXPECT_EQ(standing(events, question, 20).since, 20);
  EXPECT_EQ(next_expiry(events, question, 20), std::nullopt);
  EXPECT_FALSE(standing(events, question, 20).objects) << "what runs out is no no";
  events.push_back({.id = Id::make(), .at = 25, .state = renewed, .expires_at = 40, .purpose = "marketing", .channel = "email"});
  EXPECT_EQ(standing(events, question, 30).state, renewed);
  EXPECT_EQ(standing(events, question, 22).state, expired) << "as it was then";
}

TEST(Consent, the_chain_says_what_had_no_effect) {
  const Question question{.purpose = "marketing", .channel = "email"};
  const std::vector<Event> events{{.id = Id::make(), .at = 1, .state = withdrawn, .expires_at = {}, .purpose = "marketing"},
                                  {.id = Id::make(), .at = 2, .state = renewed, .expires_at = {}, .purpose = "marketing", .channel = "email"}};
  std::vector<Step> steps;
  EXPECT_EQ(standing(events, question, 5, &steps).state, withdrawn);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_TRUE(steps[0].counted);
  EXPECT_FALSE(steps[1].counted) << "a no is not renewed";
}

TEST(Consent, addresses_are_shown_so_that_only_their_owner_knows_them) {
  EXPECT_EQ(masked_email("ada@example.org"), "a***@example.org");
  EXPECT_EQ(masked_email(masked_email("ada@example.org")), "a***@example.org");
  EXPECT_EQ(masked_email("nothing"), "***");
  EXPECT_EQ(masked_phone("+49 170 1234567"), "+49***67");
  EXPECT_EQ(masked_phone(masked_phone("+491701234567")), "+49***67");
  EXPECT_EQ(masked_phone("123"), "***");
}

}  // namespace
}  // namespace probity::privacy::consent
