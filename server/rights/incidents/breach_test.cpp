#include "rights/incidents/breach.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace probity::incidents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Timestamp at(std::string_view text) { return parse_timestamp(text, "UTC").value(); }

/// Known on a Friday evening.
Breach sample() {
  Breach breach{.title = "Lost laptop", .state = "open", .people_state = "undecided", .aware_at = at("2026-01-30T18:00:00Z")};
  breach.due_at = breach.aware_at + kReportWithin;
  return breach;
}
Breach complete() {
  Breach breach = sample();
  breach.description = "A laptop was stolen.";
  breach.kinds = {"confidentiality"};
  breach.people_kinds = "Customers";
  breach.people_count = 120;
  breach.categories = {"Email address"};
  breach.records_count = 120;
  breach.consequences = "Strangers may write to them.";
  breach.measures = "It was wiped.";
  breach.risk = "likely";
  return breach;
}
const privacy::Controller kController{.name = "Example Ltd", .address = "1 Main Street", .country = "DE", .email = "privacy@example.org"};

TEST(Breach, the_clock_runs_through_the_weekend) {
  const Breach breach = sample();
  EXPECT_EQ(format_timestamp(breach.due_at).substr(0, 16), "2026-02-02T18:00") << "a Monday";
  EXPECT_EQ(clock_in_words(breach, at("2026-02-01T12:30:00Z")), "29 hours left of 72, until 2026-02-02 18:00 UTC; weekends count.");
  EXPECT_FALSE(breach.overdue(breach.due_at));
  EXPECT_TRUE(breach.overdue(breach.due_at + 1));
  EXPECT_EQ(clock_in_words(breach, breach.due_at + kHour), "Overdue for 1 hour: it had to be reported by 2026-02-02 18:00 UTC.");
}

TEST(Breach, a_report_stops_the_clock_and_a_late_one_says_so) {
  Breach breach = sample();
  breach.state = "reported";
  breach.reported_at = breach.aware_at + 20 * kHour;
  EXPECT_EQ(clock_in_words(breach, breach.due_at + kDay), "Reported to the authority on 2026-01-31 14:00 UTC, 20 hours after it became known.");
  EXPECT_FALSE(breach.overdue(breach.due_at + kDay));
  breach.reported_at = breach.due_at + 2 * kHour;
  EXPECT_THAT(clock_in_words(breach, breach.due_at + kDay), HasSubstr("2 hours after the 72 hours"));
  EXPECT_THAT(undecided(breach), testing::Contains("why the report was late"));
}

TEST(Breach, the_next_step_follows_from_what_is_decided) {
  Breach breach = complete();
  breach.risk = "";
  EXPECT_THAT(next_step(breach, breach.aware_at), HasSubstr("Judge the risk"));
  breach.risk = "unlikely";
  EXPECT_THAT(next_step(breach, breach.aware_at), HasSubstr("why a risk is unlikely"));
  breach.risk = "high";
  EXPECT_EQ(next_step(breach, breach.aware_at), "Report it to the authority.");
  EXPECT_THAT(next_step(breach, breach.due_at + kHour), HasSubstr("why it is later than 72 hours"));
  breach.state = "reported";
  breach.reported_at = breach.aware_at + kHour;
  EXPECT_THAT(next_step(breach, breach.aware_at), HasSubstr("Tell the people"));
  breach.people_state = "told";
  EXPECT_THAT(next_step(breach, breach.aware_at), HasSubstr("Close it"));
  breach.state = "closed";
  EXPECT_EQ(next_step(breach, breach.aware_at), "");
}

TEST(Breach, what_the_law_wants_said_is_asked_for) {
  EXPECT_EQ(missing_for_authority(sample()).size(), 8u);
  EXPECT_THAT(missing_for_authority(complete()), IsEmpty());
  EXPECT_THAT(missing_for_people(sample()), ElementsAre("What happened", "Likely consequences", "Measures taken or planned"));
  EXPECT_THAT(missing_for_people(complete()), IsEmpty());
}

TEST(Breach, it_is_closed_when_all_is_decided) {
  Breach breach = complete();
  EXPECT_THAT(undecided(breach), ElementsAre("whether the authority is told"));
  breach.state = "reported";
  breach.reported_at = breach.aware_at + kHour;
  EXPECT_THAT(undecided(breach), IsEmpty());
  breach.risk = "high";
  EXPECT_THAT(undecided(breach), ElementsAre("whether the people are told"));
}

TEST(Breach, the_notice_to_the_authority_has_every_part_of_the_law) {
  const std::string notice = notice_to_authority(complete(), kController, "the commissioner");
  for (const char* part : {"To: the commissioner", "Example Ltd", "A laptop was stolen.", "confidentiality", "Customers", "120", "Email address", "Strangers may write to them.", "It was wiped.", "2026-01-30 18:00 UTC", "privacy@example.org"})
    EXPECT_THAT(notice, HasSubstr(part));
  EXPECT_THAT(notice, HasSubstr("Happened: Not known yet; it will follow")) << "in phases (Art. 33(4))";
  EXPECT_THAT(notice, Not(HasSubstr("Why this comes later")));
}

TEST(Breach, the_notice_says_of_the_people_what_was_decided) {
  Breach breach = complete();
  breach.risk = "high";
  EXPECT_THAT(notice_to_authority(breach, kController, "x"), HasSubstr("they are told without undue delay"));
  breach.people_state = "not_told";
  EXPECT_THAT(notice_to_authority(breach, kController, "x"), HasSubstr("They are not told"));
  EXPECT_THAT(notice_to_authority(breach, kController, "x"), Not(HasSubstr("without undue delay.")));
}

TEST(Breach, it_is_not_closed_while_something_was_to_follow) {
  Breach breach = complete();
  breach.state = "reported";
  breach.reported_at = breach.aware_at + kHour;
  breach.consequences.clear();
  breach.people_kinds.clear();
  EXPECT_THAT(undecided(breach), ElementsAre("Kinds of people", "Likely consequences"));
}

TEST(Breach, the_notice_to_the_people_is_plain) {
  const std::string notice = notice_to_people(complete(), kController);
  EXPECT_EQ(notice, "What happened\nA laptop was stolen.\n\nWhat it may mean for you\nStrangers may write to them.\n\nWhat we did and do\nIt was wiped.\n\nWhom to ask\nExample Ltd, privacy@example.org\n");
}

TEST(Breach, who_is_asked_is_the_officer_where_there_is_one) {
  privacy::Controller controller = kController;
  controller.officer = "Ada Lovelace";
  controller.officer_email = "officer@example.org";
  EXPECT_EQ(contact_of(sample(), controller), "Ada Lovelace, officer@example.org");
  Breach own = sample();
  own.contact = "+44 20 7946 0000";
  EXPECT_EQ(contact_of(own, controller), "+44 20 7946 0000");
}

}  // namespace
}  // namespace probity::incidents
