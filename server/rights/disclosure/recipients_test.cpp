#include "rights/disclosure/recipients.hpp"

#include "rights/disclosure/disclosure_fixture.hpp"

namespace probity::disclosure {
namespace {

class RecipientsTest : public DisclosureTest {
 protected:
  void hand_over(const std::vector<Id>& people, std::string_view result = "done", std::string_view refused = {}) {
    const auto ids = expect_value(ledger().enter(departure(people), &in_force.processors[0], mail_host, refused));
    if (refused.empty() && result != "open") expect_value(ledger().close("acme", ids, result));
  }
  Recipients of(const Id& person, Tell tell = Tell::all) { return expect_value(recipients_of(book, "acme", person, tell)); }
  void tell_police() {
    in_force.disclosure_grounds = {"duty"};
    use(in_force);
    expect_value(all.registers().enter(workspace.at("contact"), {.kind = "law_enforcement", .recipient = "Police", .country = "DE", .categories = {"user.name"}, .people = {{"contact", ada}}, .why = "Warrant", .ground = "duty"}));
  }
};

TEST_F(RecipientsTest, are_told_by_who_they_are) {
  hand_over({ada, bob});
  hand_over({ada}, "unknown: no answer");
  hand_over({ada}, "failed: nobody there");
  hand_over({ada}, {}, "She said no.");
  const Recipients recipients = of(ada);
  ASSERT_EQ(recipients.got.size(), 1u);
  const Recipient& postman = recipients.got[0];
  EXPECT_EQ(postman.times, 1);
  EXPECT_EQ(postman.perhaps, 1);
  EXPECT_THAT(postman.categories, testing::ElementsAre("user.contact.email", "user.name"));
  EXPECT_THAT(sentence_of(postman, in_force), HasSubstr("Postman (DE) received: Email address and Name; once, last on "));
  EXPECT_THAT(sentence_of(postman, in_force), HasSubstr("Delivers our mail."));
  ASSERT_EQ(recipients.withheld.size(), 2u);
  EXPECT_EQ(of(bob).got[0].times, 1);
  EXPECT_TRUE(of(bob).withheld.empty());
  EXPECT_TRUE(of(Id::make()).got.empty());
}

TEST_F(RecipientsTest, the_police_is_not_told_of_to_everybody) {
  tell_police();
  EXPECT_EQ(of(ada).got.size(), 1u);
  EXPECT_TRUE(of(ada, Tell::what_everybody_may_know).got.empty());
}

TEST_F(RecipientsTest, are_shown_in_words) {
  const auto shown = [&] { return workspace.answer([&](JsonWriter& writer) -> Result<> { write_recipients(of(ada), in_force, writer); return {}; }); };
  EXPECT_EQ(view(shown()["in_words"]), "Nobody has received data about this person.");
  hand_over({ada});
  const JsonDocument one = shown();
  EXPECT_EQ(view(one["in_words"]), "One recipient has received data about this person.");
  EXPECT_EQ(view(one["items"][0]["processor"]), "postman");
  EXPECT_EQ(view(one["items"][0]["categories"][0]["label"]), "Email address");
}

TEST_F(RecipientsTest, what_really_went_to_a_service_is_counted) {
  hand_over({ada, bob});
  hand_over({ada});
  hand_over({bob}, {}, "He said no.");
  in_force.processors.push_back({.id = "idle", .name = "Idle"});
  use(in_force);
  auto traffic = expect_value(traffic_since(book, "acme", now() - kDay));
  EXPECT_EQ(traffic["postman"].times, 3);
  EXPECT_EQ(traffic["postman"].people, 2);
  EXPECT_EQ(traffic["postman"].refused, 1);
  EXPECT_GT(traffic["postman"].last, 0);
  EXPECT_EQ(traffic["idle"].last, 0);
  traffic = expect_value(traffic_since(book, "acme", now() + kDay));
  EXPECT_EQ(traffic["postman"].times, 0);
  EXPECT_GT(traffic["postman"].last, 0) << "whenever it was";
  in_force.processors.clear();
  use(in_force);
  EXPECT_TRUE(expect_value(traffic_since(book, "acme", now() - kDay)).contains("postman")) << "it got something, though nobody lists it any more";
}

}  // namespace
}  // namespace probity::disclosure
