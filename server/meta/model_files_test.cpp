// The declarations that the program ships: they load, and keep what the rooms above rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "meta/model.hpp"
#include "meta/yaml.hpp"

namespace probity::meta {
namespace {

const std::filesystem::path kRoot = PROBITY_SOURCE_DIR;

std::string content(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::set<std::string, std::less<>> keys_of(const Yaml& policy, std::string_view part) {
  std::set<std::string, std::less<>> keys;
  for (const YamlMember& member : policy.find(part)->members) keys.insert(member.key);
  return keys;
}

/// Hooks and computes belong to rooms above, which check them when the program starts; here every name
/// that is used is taken for known.
void add_used_names(const Yaml& value, Vocabulary& vocabulary) {
  for (const YamlMember& member : value.members) {
    if (member.key == "compute") vocabulary.computes.insert(member.value.scalar);
    if (member.key == "hooks") {
      for (const Yaml& hook : member.value.items) vocabulary.hooks.insert(hook.scalar);
    }
    add_used_names(member.value, vocabulary);
  }
}

Vocabulary shipped_vocabulary() {
  const auto policy = parse_yaml(content(kRoot / "policies" / "default.yaml"));
  EXPECT_TRUE(policy) << policy.error().line << policy.error().message;
  Vocabulary vocabulary{.categories = keys_of(*policy, "categories"), .purposes = keys_of(*policy, "purposes"), .hooks = {}, .computes = {}};
  for (const auto& entry : std::filesystem::directory_iterator(kRoot / "model")) {
    if (entry.path().extension() != ".yaml") continue;
    if (const auto declaration = parse_yaml(content(entry.path()))) add_used_names(*declaration, vocabulary);
  }
  return vocabulary;
}

std::shared_ptr<const Model> built(ModelBuilder& builder) {
  auto model = builder.build();
  for (const Problem& problem : builder.problems()) ADD_FAILURE() << problem.text();
  return model;
}

/// What workspaces hold.
std::shared_ptr<const Model> workspace_model() {
  ModelBuilder builder(shipped_vocabulary());
  builder.add_folder(kRoot / "model");
  builder.add_layouts(kRoot / "model" / "layouts");
  return built(builder);
}
/// What system.db holds.
std::shared_ptr<const Model> system_model() {
  ModelBuilder builder(shipped_vocabulary());
  builder.add_folder(kRoot / "model" / "system", true);
  return built(builder);
}

class ModelFiles : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(model && system); }
  const std::shared_ptr<const Model> model = workspace_model();
  const std::shared_ptr<const Model> system = system_model();
};

TEST_F(ModelFiles, HaveTheEntitiesOfTheApi) {
  for (const std::string_view plural : {"companies", "contacts", "leads", "pipelines", "stages", "deals", "line_items",
                                        "products", "tasks", "calls", "meetings", "notes", "emails", "locations",
                                        "documents", "tags", "views", "comments", "notifications"}) {
    EXPECT_TRUE(model->find_plural(plural)) << plural;
  }
  for (const std::string_view name : {"member", "workspace", "membership", "session", "token"}) {
    ASSERT_TRUE(system->find(name)) << name;
    EXPECT_TRUE(system->find(name)->system) << name;
  }
}

/// People belong to a subject; whoever keeps their data says so. What visitors of a site chose about cookies is kept
/// without knowing who they are.
TEST_F(ModelFiles, PersonalDataConcernsSomebody) {
  for (const auto& entity : model->entities()) {
    if (entity->subject.kind != Subject::Kind::none || entity->name == "cookie_choice") continue;
    for (const Field& field : entity->fields) {
      const bool own_use = field.category == "user.account.settings";
      EXPECT_FALSE(field.category.starts_with("user.") && !own_use) << entity->name << "." << field.name;
    }
  }
}

TEST_F(ModelFiles, EveryEntityOfWorkspacesHasALayout) {
  for (const auto& entity : model->entities()) {
    EXPECT_TRUE(std::filesystem::exists(kRoot / "model" / "layouts" / (entity->name + ".yaml"))) << entity->name;
    EXPECT_FALSE(entity->list.empty()) << entity->name;
  }
}

TEST_F(ModelFiles, KeepPeopleFindable) {
  for (const std::string_view name : {"contact", "company", "location"}) {
    const Field* reference = model->find(name)->field("reference");
    ASSERT_TRUE(reference) << name;
    EXPECT_TRUE(reference->indexed) << name;
  }
  EXPECT_TRUE(model->find("contact")->field("first_name")->searched);
  EXPECT_TRUE(model->find("contact")->field("email")->searched);
  EXPECT_FALSE(model->find("contact")->field("birthday")->searched);
  EXPECT_EQ(model->find("contact")->duplicate_when, (std::vector<std::vector<std::string>>{{"last_name", "first_name", "company"}}));
}

/// An imported column that fits nowhere ends up here.
TEST_F(ModelFiles, HavePrivateNotesForWhatAnImportCannotPlace) {
  const Entity& note = *model->find("note");
  EXPECT_EQ(note.field("text")->category, "user.content.private");
  EXPECT_THAT(note.field("kind")->choices, testing::Contains(testing::Field(&Choice::value, "imported")));
  EXPECT_EQ(note.field("records")->to, "*");
}

TEST_F(ModelFiles, KeepSecretsOutOfInputAndSearch) {
  for (const auto& entity : system->entities()) {
    for (const Field& field : entity->fields) {
      if (!field.is_credential()) continue;
      EXPECT_TRUE(field.read_only) << entity->name << "." << field.name;
      EXPECT_FALSE(field.searched) << entity->name << "." << field.name;
    }
  }
}

TEST_F(ModelFiles, EveryFileNamesItsSchema) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / "model")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_THAT(content(entry.path()), testing::StartsWith("# yaml-language-server: $schema=")) << entry.path();
  }
}

}  // namespace
}  // namespace probity::meta
