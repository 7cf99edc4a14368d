// Whose records a role reaches: the condition in the store, the test of a single row and what is told of changes say the
// same, and what a few plain lines say.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "records/sharing.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

using privacy::Reach;

struct Made {
  Id id;
  std::optional<Id> owner;
  Id creator;
  bool kept_private = false;
  std::set<Id> shared_with;  ///< members and teams
};

class ReachTest : public testing::Test {
 protected:
  static TestWorkspace& workspace() {
    static TestWorkspace one{TestWorkspace::Options{.model = product_model()}};
    return one;
  }
  static privacy::Access as(const Id& actor, privacy::Grants grants = {.role = "all", .administrator = true, .privates = Reach::all}) {
    privacy::Access access = workspace().access_with(std::move(grants));
    access.actor = actor;
    return access;
  }
  static void share_with(const Context& at, const Id& record, NewShare wish) { expect_value(share(*workspace().records, at, record, wish)); }
  static std::set<Id> listed(const privacy::Access& access) {
    std::set<Id> ids;
    ListOptions options;
    options.limit = 200;
    options.sort = "last_name";
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    expect_value(workspace().records->list(workspace().at(access, "contact"), options, writer));
    const JsonDocument list = expect_value(parse_json(text(buffer)));
    for (const JsonValue& item : list["items"].GetArray()) ids.insert(*Id::parse(view(item["id"])));
    return ids;
  }
};

RC_GTEST_FIXTURE_PROP(ReachTest, TheStoreTheRowAndTheNewsSayTheSame, ()) {
  TestWorkspace& place = workspace();
  const std::vector<Id> people{Id::make(), Id::make(), Id::make(), Id::make()};
  place.colleagues.clear();
  for (const Id& person : people) place.colleagues.push_back({person, "Somebody", "s@example.org"});
  const Id team = place.create("team", fmt::format(R"({{"name":"Team {}","members":["{}"]}})", Id::make().text(), people[0].text()));
  const auto any = [&] { return people[*rc::gen::inRange<std::size_t>(0, people.size())]; };
  std::vector<Made> rows(*rc::gen::inRange<std::size_t>(1, 7));
  for (Made& row : rows) {
    row.creator = any();
    if (*rc::gen::arbitrary<bool>()) row.owner = any();
    const privacy::Access creator = as(row.creator);
    const Context at = place.at(creator, "contact");
    const std::string owner = row.owner ? fmt::format(R"(,"owner":"{}")", row.owner->text()) : std::string();
    row.id = expect_value(place.records->create(at, expect_value(parse_json(fmt::format(R"({{"last_name":"Reach"{}}})", owner))), {.allow_duplicate = true})).id;
    row.kept_private = *rc::gen::arbitrary<bool>();
    if (row.kept_private) share_with(at, row.id, {.level = "private", .member = {}, .team = {}});
    if (*rc::gen::arbitrary<bool>()) {
      const Id member = any();
      row.shared_with.insert(member);
      share_with(at, row.id, {.level = "read", .member = member, .team = {}});
    }
    if (*rc::gen::arbitrary<bool>()) {
      row.shared_with.insert(team);
      share_with(at, row.id, {.level = "write", .member = {}, .team = team});
    }
  }
  const auto reach_from = [&](int least) { return Reach(static_cast<Reach::Kind>(*rc::gen::inRange(least, 4))); };
  const Reach read = reach_from(1);
  const Reach privates = reach_from(0);
  privacy::Access access = as(people[0], {.role = "some", .privates = privates, .everything = {.read = read}});
  std::set<Id> mates{people[0]};
  if (*rc::gen::arbitrary<bool>()) mates.insert(people[1]);
  access.teams = std::make_shared<const privacy::Teams>(privacy::Teams{.teams = {team}, .members = mates});

  const auto within = [&](Reach reach, const Id& owner) { return reach == Reach::all || (reach == Reach::team && mates.contains(owner)) || (reach && owner == people[0]); };
  const std::set<Id> found = listed(access);
  const Context at = place.at(access, "contact");
  for (const Made& row : rows) {
    const Id owner = row.owner.value_or(row.creator);
    const bool shared = row.shared_with.contains(people[0]) || row.shared_with.contains(team);
    const bool wanted = (within(read, owner) || shared) && (!row.kept_private || within(privates, owner) || shared);
    RC_ASSERT(found.contains(row.id) == wanted);
    RC_ASSERT(place.records->cells(at, row.id).has_value() == wanted);
    RC_ASSERT(place.records->may_be_told(access, {"acme", "contact", row.id, "update", {}, privacy::kNobody, false, {owner, owner}}) == wanted);
  }
  // Nothing of this run is left for the next to be found beside.
  const privacy::Access everybody = as(people[0]);
  for (const Made& row : rows) expect_value(place.records->remove(place.at(everybody, "contact"), row.id));
}

TEST_F(ReachTest, ARightThatIsNoneIsNotWidenedByAShare) {
  TestWorkspace& place = workspace();
  const Id actor = Id::make();
  place.colleagues.push_back({actor, "Reader", "r@example.org"});
  const Id record = place.create("contact", R"({"last_name":"Shared"})");
  share_with(place.at("contact"), record, {.level = "write", .member = actor, .team = {}});
  const privacy::Access reader = as(actor, {.role = "reader", .everything = {.read = Reach::own, .update = false, .remove = Reach::own}});
  const Context at = place.at(reader, "contact");
  EXPECT_TRUE(place.records->cells(at, record));
  EXPECT_EQ(place.records->update(at, record, expect_value(parse_json(R"({"department":"x"})"))).error().code, "forbidden");
  EXPECT_EQ(place.records->remove(at, record).error().code, "forbidden");
  const privacy::Access closed = as(actor, {.role = "closed", .everything = {.read = false}});
  EXPECT_EQ(place.records->enter(closed, "contact").error().code, "unknown_entity");
}

}  // namespace
}  // namespace probity::records
