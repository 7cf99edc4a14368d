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

Vocabulary shipped_vocabulary() {
  const auto policy = parse_yaml(content(kRoot / "policies" / "default.yaml"));
  EXPECT_TRUE(policy) << policy.error().line << policy.error().message;
  return {.categories = keys_of(*policy, "categories"),
          .purposes = keys_of(*policy, "purposes"),
          .hooks = {},
          .computes = {"sales.line_total"}};
}

std::shared_ptr<const Model> load(const Vocabulary& vocabulary) {
  ModelBuilder builder(vocabulary);
  builder.add_folder(kRoot / "model");
  builder.add_folder(kRoot / "model" / "system", true);
  builder.add_layouts(kRoot / "model" / "layouts");
  auto model = builder.build();
  for (const Problem& problem : builder.problems()) ADD_FAILURE() << problem.text();
  return model;
}

class ModelFiles : public testing::Test {
 protected:
  const Vocabulary vocabulary = shipped_vocabulary();
  const std::shared_ptr<const Model> model = load(vocabulary);
};

TEST_F(ModelFiles, Load) { ASSERT_TRUE(model); }

TEST_F(ModelFiles, EveryFileNamesItsSchema) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / "model")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_THAT(content(entry.path()), testing::StartsWith("# yaml-language-server: $schema=")) << entry.path();
  }
}

}  // namespace
}  // namespace probity::meta
