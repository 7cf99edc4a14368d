#pragma once
// A workspace with the product's model, and imports into it, for tests.
#include "records/importing/imports.hpp"
#include "records/test_workspace.hpp"

namespace probity::records::importing {

class ImportsTest : public testing::Test {
 protected:
  ImportsTest() : ImportsTest(0) {}
  explicit ImportsTest(std::int64_t maximum_bytes) : workspace({.model = product_model(), .maximum_bytes = maximum_bytes}) { open(); }

  void open() {
    imports = std::make_unique<Imports>(*workspace.records, *workspace.jobs, folder.path() / "imports");
    imports->handle_jobs([this](std::string_view, const Id&, std::string_view) -> Result<privacy::Access> { return workspace.access; });
  }

  std::filesystem::path file(std::string_view name, std::string_view content) {
    const auto path = folder.path() / std::string(name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  Spec prepare(std::string_view entity, const std::filesystem::path& path) {
    return expect_value(imports->prepare(workspace.at(entity), path, path.filename().string(), ""));
  }
  Spec change(std::string_view entity, const Spec& spec, std::string_view wish) {
    return expect_value(imports->change(workspace.at(entity), spec.id, expect_value(parse_json(wish))));
  }

  Tally run(std::string_view entity, const Spec& spec) {
    const Spec started = expect_value(imports->start(workspace.at(entity), spec.id));
    last = workspace.finish(*started.job);
    return expect_value(imports->tally(workspace.at(entity), started));
  }
  Tally import(std::string_view entity, std::string_view content) { return run(entity, prepare(entity, file("rows.csv", content))); }

  JsonDocument preview(std::string_view entity, const Spec& spec) {
    return workspace.answer([&](JsonWriter& writer) { return imports->preview(workspace.at(entity), spec.id, 10, writer); });
  }

  std::string failed_rows(std::string_view entity, const Spec& spec) {
    std::ifstream stream(expect_value(imports->failed_rows(workspace.at(entity), spec.id)));
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::int64_t rows(std::string_view table) { return workspace.count(table, store::Condition::is_null("_deleted_at")); }

  TestFolder folder;
  TestWorkspace workspace;
  std::unique_ptr<Imports> imports;
  jobs::Job last;
};

inline std::map<std::string, std::string> targets_by_column(const Spec& spec) {
  std::map<std::string, std::string> targets;
  for (const Column& column : spec.columns) targets[column.name] = column.target;
  return targets;
}

}  // namespace probity::records::importing
