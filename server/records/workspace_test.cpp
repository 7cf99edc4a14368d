// Workspaces: opened, cut off, extended at run time; and an entity that is one YAML file and no C++.
#include "records/workspace.hpp"

#include <thread>

#include "records/batch/batch.hpp"
#include "records/duplicates/merge.hpp"
#include "records/exporting/exports.hpp"
#include "records/searching/search.hpp"
#include "records/test_workspace.hpp"
#include "records/timeline.hpp"

namespace probity::records {
namespace {

TEST(WorkspaceTest, OneThatWasCutOffBetweenMakingAndMigratingIsMended) {
  TestWorkspace workspace;
  expect_value(workspace.backend->open("cut", true));
  workspace.reopen();
  privacy::Access access = workspace.access;
  access.workspace = "cut";
  const Context context = workspace.at(access, "person");
  EXPECT_TRUE(workspace.records->create(context, expect_value(parse_json(R"({"last_name":"Quill"})"))));
}

TEST(WorkspaceTest, SettingsOfInputAreKept) {
  TestWorkspace workspace;
  workspace.reopen();
  const auto input = expect_value(workspace.workspaces->find("acme"))->input();
  EXPECT_EQ(input->country, "DE");
  EXPECT_EQ(input->currency, "EUR");
  EXPECT_EQ(input->time_zone, "Europe/Berlin");
}

TEST(WorkspaceTest, ManyWhoAskAtOnceGetTheSame) {
  TestWorkspace workspace;
  workspace.reopen();
  std::mutex mutex;
  std::set<Workspace*> found;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 6; ++thread) {
      threads.emplace_back([&] {
        auto opened = expect_value(workspace.workspaces->find("acme"));
        const std::scoped_lock lock(mutex);
        found.insert(opened.get());
      });
    }
  }
  EXPECT_EQ(found.size(), 1u);
  EXPECT_EQ(workspace.workspaces->find("nonsense").error().code, "no_such_workspace");
  EXPECT_EQ(workspace.workspaces->find("../etc/passwd").error().kind, ErrorKind::not_found);
}

TEST(WorkspaceTest, FieldsAndEntitiesAddedAtRunTimeAreLikeOthersAndStay) {
  TestWorkspace workspace;
  const Id person = workspace.create("person", R"({"last_name":"Quill"})");
  auto opened = expect_value(workspace.workspaces->find("acme"));
  expect_value(workspace.workspaces->extend(
      *opened, {.entities = {R"({"entity":"x_visit","plural":"x_visits","subject":"none","title":["place"],"fields":{"place":{"id":10000,"type":"text","index":true,"category":"none","purposes":["service"]}}})"},
                .fields = {{"person", R"({"name":"x_shoe","id":10000,"type":"number","index":true,"category":"none","purposes":["service"]})"}}}));
  for (int round = 0; round < 2; ++round) {
    workspace.update("person", person, fmt::format(R"({{"x_shoe":{}}})", 40 + round));
    EXPECT_EQ(workspace.get("person", person)["x_shoe"].GetInt(), 40 + round);
    workspace.create("x_visit", R"({"place":"Köln"})");
    ListOptions options;
    options.filter = R"({"field":"x_shoe","op":"gte","value":40})";
    EXPECT_EQ(workspace.list("person", options)["items"].Size(), 1u);
    workspace.reopen();
  }
  EXPECT_EQ(workspace.list("x_visits")["items"].Size(), 2u);
  EXPECT_FALSE(workspace.workspaces->extend(*expect_value(workspace.workspaces->find("acme")), {.fields = {{"person", R"({"name":"x_bad","type":"number"})"}}}));
  EXPECT_EQ(workspace.get("person", person)["x_shoe"].GetInt(), 41) << "a refused addition changes nothing";
}

TEST(WorkspaceTest, TheSystemsRecordsAreNotThoseOfAWorkspace) {
  TestWorkspace workspace({.model = product_model()});
  expect_value(workspace.workspaces->create("system", {}));
  privacy::Access system = workspace.access;
  system.workspace = "system";
  EXPECT_TRUE(workspace.records->enter(system, "members"));
  EXPECT_EQ(workspace.records->enter(system, "contacts").error().code, "unknown_entity");
  EXPECT_EQ(workspace.records->enter(workspace.access, "sessions").error().code, "unknown_entity");
}

/// A copy of the product's model and one file more: that is all an entity takes.
TEST(NewEntityTest, IsOneFileAndNoProgram) {
  const TestFolder folder;
  std::filesystem::copy(product_model(), folder.path(), std::filesystem::copy_options::recursive);
  std::ofstream(folder.path() / "tour.yaml") << R"(entity: tour
label: {one: Tour, many: Tours}
subject: {via: [guests]}
title: [name]
timeline: starts
duplicate_when: [name]
fields:
  name: {id: 1, type: text, max: 120, required: true, index: true, category: none, purposes: [service]}
  starts: {id: 2, type: date, index: true, category: none, purposes: [service]}
  price: {id: 3, type: money, index: true, category: none, purposes: [service]}
  guests: {id: 4, type: links, to: contact, on_erase: unlink, category: user.unique_id, purposes: [service]}
)";
  TestWorkspace workspace({.model = folder.path()});
  const Id guest = workspace.create("contacts", R"({"first_name":"Ada","last_name":"Quill"})");
  const Id tour = workspace.create("tours", fmt::format(R"({{"name":"Cathedral by night","starts":"2026-07-01","price":12.5,"guests":["{}"]}})", guest.text()));
  const Id other = workspace.create("tours", R"({"name":"Cathedral by nihgt","price":"14 USD"})");

  ListOptions options;
  options.sort = "-starts";
  options.filter = R"({"field":"price","op":"gt","value":1})";
  options.expand = {"guests"};
  const JsonDocument page = workspace.list("tours", options);
  ASSERT_EQ(page["items"].Size(), 2u);
  EXPECT_EQ(view(page["items"][0]["expanded"]["guests"][0]["display"]), "Ada Quill");

  const JsonDocument found = workspace.answer([&](JsonWriter& writer) { return write_search(*workspace.records, workspace.access, {.text = "cathed"}, writer); });
  EXPECT_EQ(found["items"].Size(), 2u);

  const JsonDocument timeline = workspace.answer([&](JsonWriter& writer) { return write_timeline(*workspace.records, workspace.at("contact"), guest, {}, writer); });
  ASSERT_EQ(timeline["items"].Size(), 1u);
  EXPECT_EQ(view(timeline["items"][0]["at"]), "2026-07-01T00:00:00Z");

  exporting::Exports exports(*workspace.records, *workspace.jobs, workspace.folder.path() / "exports");
  EXPECT_EQ(expect_value(exports.write_file(workspace.at("tour"), {}, workspace.folder.path() / "tours.csv")), 2);
  std::ifstream file(workspace.folder.path() / "tours.csv");
  const std::string csv(std::istreambuf_iterator<char>(file), {});
  EXPECT_NE(csv.find("Cathedral by night"), std::string::npos);

  const JsonDocument merged = workspace.answer([&](JsonWriter& writer) { return merge(*workspace.records, workspace.at("tour"), {.winner = tour, .losers = {other}}, writer); });
  EXPECT_EQ(merged["conflicts"].Size(), 2u);
  workspace.remove("tour", tour);
  EXPECT_EQ(workspace.list("tours")["items"].Size(), 0u);
}

}  // namespace
}  // namespace probity::records
