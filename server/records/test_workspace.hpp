#pragma once
// A workspace for tests: a folder that goes again, SQLite in it, a model and an administrator.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <regex>

#include "base/crypto.hpp"
#include "privacy/policy/policy.hpp"
#include "records/job_access.hpp"
#include "records/records.hpp"
#include "records/subject/state.hpp"
#include "store/sqlite/sqlite.hpp"
#include "store/tables.hpp"

namespace probity::records {

/// Removes itself.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "probity-test-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    path_ = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What the model is read from: that of the product, or the small one of these tests.
inline std::filesystem::path product_model() { return std::filesystem::path(PROBITY_SOURCE_DIR) / "model"; }
inline std::filesystem::path test_model() { return std::filesystem::path(PROBITY_SOURCE_DIR) / "server/records/testdata/model"; }

/// The value of a Result, or the end of the test with its error.
template <typename T>
T expect_value(Result<T>&& result) {
  if (!result) throw std::runtime_error(fmt::format("{}: {} [{}] {}", result.error().code, result.error().message, result.error().field, result.error().cause));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class TestWorkspace {
 public:
  struct Options {
    std::filesystem::path model = test_model();
    std::function<void(Hooks&)> add_hooks = {};  ///< those that the model names and nobody adds do nothing
    std::int64_t maximum_bytes = 0;              ///< the database never grows beyond it
  };

  TestWorkspace() : TestWorkspace(Options{}) {}
  explicit TestWorkspace(Options options) : options_(std::move(options)) {
    start_crypto();
    if (options_.add_hooks) options_.add_hooks(hooks);
    add_missing_hooks();
    open();
    expect_value(workspaces->create("acme", {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}));
  }

  /// As if the program had been ended and started again.
  void reopen() {
    subjects.reset();
    jobs.reset();
    records.reset();
    workspaces.reset();
    backend.reset();
    open();
  }

  privacy::Access access_with(privacy::Grants grants, std::string purpose = "service") const {
    return {.actor = member, .workspace = "acme", .purpose = std::move(purpose), .grants = privacy::Grants::make(std::move(grants)), .origin = "test"};
  }

  Context at(std::string_view entity) { return expect_value(records->enter(access, entity)); }
  Context at(const privacy::Access& other, std::string_view entity) { return expect_value(records->enter(other, entity)); }

  Id create(std::string_view entity, std::string_view json) {
    return expect_value(records->create(at(entity), expect_value(parse_json(json)), {.allow_duplicate = true})).id;
  }
  Written update(std::string_view entity, const Id& id, std::string_view json, const UpdateOptions& options = {}) {
    return expect_value(records->update(at(entity), id, expect_value(parse_json(json)), options));
  }
  void remove(std::string_view entity, const Id& id) { expect_value(records->remove(at(entity), id)); }

  /// The answer of something that writes JSON.
  template <typename Write>
  JsonDocument answer(Write&& write) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    expect_value(write(writer));
    return expect_value(parse_json(text(buffer)));
  }
  JsonDocument get(std::string_view entity, const Id& id, const ReadOptions& read = {}) {
    return answer([&](JsonWriter& writer) { return records->get(at(entity), id, read, writer); });
  }
  JsonDocument list(std::string_view entity, const ListOptions& list = {}) {
    return answer([&](JsonWriter& writer) { return records->list(at(entity), list, writer); });
  }
  /// A record without what every write changes.
  std::string values(std::string_view entity, const Id& id) {
    JsonDocument record = get(entity, id);
    for (const char* name : {"version", "updated_at", "updated_by"}) record.RemoveMember(name);
    return to_json_text(record);
  }

  std::int64_t count(std::string_view table, const store::Condition& where = {}) {
    std::int64_t rows = 0;
    expect_value(database()->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(rows, reader.count(table, where));
      return {};
    }));
    return rows;
  }
  std::int64_t count_of(std::string_view table, std::string column, const Id& id) { return count(table, store::Condition::equals(std::move(column), cell(id))); }
  std::shared_ptr<store::Database> database() { return expect_value(backend->open("acme", false)); }

  jobs::Job finish(const Id& job) {
    expect_value(jobs->run_due("acme"));
    return expect_value(jobs->find("acme", job));
  }

  TestFolder folder;
  Hooks hooks;
  privacy::Decisions decisions;
  Changes changes;
  std::unique_ptr<store::Backend> backend;
  std::unique_ptr<Workspaces> workspaces;
  std::unique_ptr<Records> records;
  std::unique_ptr<jobs::Jobs> jobs;
  std::unique_ptr<Subjects> subjects;
  /// In force in every workspace when it is opened; change it there with Workspaces::govern().
  privacy::PolicyPointer policy = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(
      expect_value(privacy::load_policy(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies/default.yaml")))});
  /// Asked instead, where there is one.
  PolicyOf policy_of;
  const Id member = Id::make();
  std::vector<Colleague> colleagues{{member, "Olga Owner", "olga@example.org"}};
  privacy::Access access = {.actor = member, .workspace = "acme", .grants = privacy::Grants::make({.role = "owner", .administrator = true}), .origin = "test"};

 private:
  void open() {
    backend = expect_value(store::open_sqlite({.folder = folder.path() / "workspaces", .keys = {.encryption = {}, .seal = std::string(32, 's')},
                                               .maximum_bytes = options_.maximum_bytes}));
    workspaces = std::make_unique<Workspaces>(
        *backend, [this](const Additions& additions) { return build(additions, false); }, [this](const Additions& additions) { return build(additions, true); },
        [this](std::string_view slug, store::Database& database) -> Result<privacy::PolicyPointer> {
          if (policy_of) return policy_of(slug, database);
          return policy;
        });
    records = std::make_unique<Records>(Records::Parts{*workspaces, decisions, changes, hooks, std::string(32, 'c'),
                                                       [this](const Id& id) { return std::string(id == member ? "Olga Owner" : ""); },
                                                       [this](std::string_view) -> Result<std::vector<Colleague>> { return colleagues; }});
    jobs = std::make_unique<jobs::Jobs>(*backend);
    subjects = std::make_unique<Subjects>(*records, *jobs);
    handle_record_jobs(*jobs, *records, [this](std::string_view workspace, const Id& actor, std::string_view purpose) -> Result<privacy::Access> {
      privacy::Access later = access;
      later.workspace = workspace;
      later.actor = actor;
      later.purpose = purpose;
      return later;
    });
  }

  Result<std::shared_ptr<const meta::Model>> build(const Additions& additions, bool system) {
    meta::Vocabulary vocabulary = privacy::vocabulary_of(*policy->policy);
    vocabulary.hooks = hooks.hook_names();
    vocabulary.computes = hooks.compute_names();
    meta::ModelBuilder builder(vocabulary);
    builder.add_folder(system ? options_.model / "system" : options_.model, system);
    if (!system && std::filesystem::exists(options_.model / "layouts")) builder.add_layouts(options_.model / "layouts");
    for (const std::string& entity : additions.entities) builder.add_entity(entity, "added", false, true);
    for (const auto& field : additions.fields) builder.add_field(field.entity, field.declaration, "added");
    auto model = builder.build();
    if (!model) return invalid("bad_model", builder.problems().front().text());
    return model;
  }

  /// Rules of domains stand above this room.
  void add_missing_hooks() {
    static const std::regex named(R"((hooks|compute): \[?([a-z_., ]+))");
    static const std::regex word(R"([a-z_.]+)");
    for (const auto& file : std::filesystem::directory_iterator(options_.model)) {
      if (file.path().extension() != ".yaml") continue;
      std::ifstream stream(file.path());
      const std::string yaml(std::istreambuf_iterator<char>(stream), {});
      for (std::sregex_iterator match(yaml.begin(), yaml.end(), named), end; match != end; ++match) {
        const std::string names = (*match)[2];
        for (std::sregex_iterator name(names.begin(), names.end(), word); name != end; ++name) {
          if ((*match)[1] == "hooks") hooks.add_hook(name->str(), [](const Context&, store::Reader&, Draft&) { return Result<>{}; });
          if ((*match)[1] == "compute") hooks.add_compute(name->str(), [](const Context&, store::Reader&, const meta::Field&, Draft&) { return Result<>{}; });
        }
      }
    }
  }

  Options options_;
};

}  // namespace probity::records
