// What a person is given, and what erasing them reaches, are the same.
#include <rapidcheck.h>

#include "rights/copies/copies_fixture.hpp"
#include "rights/erasure/erasures.hpp"

namespace probity::copies {
namespace {

/// Every field that holds something, of every record that the dry run of an erasure names: of somebody else's record only
/// the fields that lead to the person.
std::vector<Held> reached_by_erasure(records::TestWorkspace& workspace, const records::Context& context, const Id& person) {
  erasure::Erasures erasures({.records = *workspace.records, .subjects = *workspace.subjects, .jobs = *workspace.jobs, .ledger = workspace.folder.path() / "erasures", .secret = std::string(32, 'e')});
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return erasures.write_preview(context, {.workspace = "acme", .entity = "contact", .person = person}, writer); });
  const reach::Reach reach = expect_value(reach::reach_of(*workspace.records, context, person));
  std::set<Held> held;
  for (const JsonValue& each : preview["records"].GetArray()) {
    const Id record = *Id::parse(view(each["id"]));
    const auto reached = std::ranges::find(reach.records, record, &reach::Reached::record);
    const records::Context at = records::by_program(context, *context.model().find(view(each["entity"])));
    const std::vector<Cell> cells = expect_value(workspace.records->cells(at, record));
    const bool others_own = view(each["effect"]) == "unlink" && at.entity->subject.kind == meta::Subject::Kind::self;
    for (const meta::Field& field : at.entity->fields) {
      if (is_null(cells[static_cast<std::size_t>(field.first_column)])) continue;
      if (others_own && std::ranges::find(reached->links, &field) == reached->links.end()) continue;
      held.insert({at.entity->name, record, field.name});
    }
  }
  return {held.begin(), held.end()};
}

/// What is in one of both and not in the other, in words.
std::vector<std::string> differences(const std::vector<Held>& given, const std::vector<Held>& reached) {
  std::vector<std::string> words;
  const auto tell = [&](const std::vector<Held>& left, const std::vector<Held>& right, std::string_view what) {
    std::vector<Held> missing;
    std::ranges::set_difference(left, right, std::back_inserter(missing));
    for (const Held& each : missing) words.push_back(fmt::format("{}: {}.{}", what, each.entity, each.field));
  };
  tell(reached, given, "erased, not given");
  tell(given, reached, "given, not erased");
  return words;
}

TEST_F(CopiesTest, IsGivenExactlyWhatErasureReaches) {
  const auto acme = expect_value(workspace.workspaces->find("acme"));
  expect_value(workspace.workspaces->extend(*acme, {.entities = {R"({"entity":"x_pet","plural":"x_pets","label":{"one":"Pet","many":"Pets"},"icon":"paw","subject":{"via":["x_owner"]},"title":["x_name"],
    "fields":{"x_name":{"id":1,"type":"text","category":"user.content","purposes":["service"]},"x_owner":{"id":2,"type":"link","to":"contact","on_erase":"delete","category":"user.unique_id","purposes":["service"]}}})"},
                                                    .fields = {{"contact", R"({"name":"x_shoe","id":10000,"type":"text","category":"user.content","purposes":["service"]})"}}}));
  workspace.update("contact", ada, R"({"x_shoe":"thirty-eight"})");
  workspace.create("x_pet", fmt::format(R"({{"x_name":"Mrs Puff","x_owner":"{}"}})", ada.text()));
  workspace.create("note", fmt::format(R"({{"text":"Ada and Bob","contacts":["{}","{}"]}})", ada.text(), bob.text()));
  const Id binned = workspace.create("note", fmt::format(R"({{"text":"Thrown away","contacts":["{}"]}})", ada.text()));
  workspace.remove("note", binned);
  workspace.create("task", fmt::format(R"({{"title":"Call","contacts":["{}"]}})", ada.text()));
  workspace.create("deal", fmt::format(R"({{"name":"Engine","contact":"{}"}})", ada.text()));
  workspace.update("contact", bob, fmt::format(R"({{"reports_to":"{}","description":"Not hers"}})", ada.text()));
  document(ada, stored_file("abc", "x.txt"), "x.txt");
  made(ada);
  const records::Context context = at("contact");
  const std::vector<Held> given = held_in(expect_value(gather(sources(), context, ada, Kind::access)));
  const std::vector<Held> reached = reached_by_erasure(workspace, context, ada);
  EXPECT_THAT(differences(given, reached), testing::IsEmpty());
  EXPECT_GT(given.size(), 20u);
}

/// Records of several kinds that concern any of three people, unlinked since or in the bin, some of them over others.
TEST_F(CopiesTest, IsGivenWhatErasureReachesInAnyGraph) {
  struct Kind {
    const char* entity;
    const char* text;
    const char* links;
  };
  static constexpr Kind kKinds[] = {{"note", "text", "contacts"}, {"task", "title", "contacts"}, {"call", "subject", "contacts"}, {"meeting", "title", "attendees"}, {"deal", "name", "contacts"}};
  const std::vector<Id> people{ada, bob, workspace.create("contact", R"({"last_name":"Third","email":"third@example.com"})")};
  const auto in_list = [](const auto& ids) {
    std::string list;
    for (const Id& id : ids) list += fmt::format("{}\"{}\"", list.empty() ? "" : ",", id.text());
    return list;
  };
  const bool held = rc::check([&] {
    const auto shapes = *rc::gen::resize(8, rc::gen::container<std::vector<std::tuple<int, std::set<int>, int>>>(
                                                rc::gen::tuple(rc::gen::inRange(0, static_cast<int>(std::size(kKinds))), rc::gen::container<std::set<int>>(rc::gen::inRange(0, 3)), rc::gen::inRange(0, 4))));
    std::vector<Id> deals;
    for (const auto& [kind, chosen, fate] : shapes) {
      const Kind& of = kKinds[kind];
      std::vector<Id> linked;
      for (const int each : chosen) linked.push_back(people[static_cast<std::size_t>(each)]);
      const Id record = workspace.create(of.entity, fmt::format(R"({{"{}":"Said of them","{}":[{}]}})", of.text, of.links, in_list(linked)));
      if (of.entity == std::string_view("deal")) deals.push_back(record);
      if (fate == 1) workspace.update(of.entity, record, fmt::format(R"({{"{}":[]}})", of.links));
      if (fate == 2) workspace.remove(of.entity, record);
      if (fate == 3 && !deals.empty()) workspace.create("note", fmt::format(R"({{"text":"Over a deal","deals":[{}]}})", in_list(std::vector{deals.back()})));
    }
    for (const Id& person : people) {
      const records::Context context = at("contact");
      const auto words = differences(held_in(expect_value(gather(sources(), context, person, copies::Kind::access))), reached_by_erasure(workspace, context, person));
      if (!words.empty()) RC_FAIL(words.front());
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace probity::copies
