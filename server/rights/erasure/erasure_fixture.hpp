#pragma once
// A workspace in which people can be erased, for tests.
#include "records/test_workspace.hpp"
#include "rights/erasure/erasures.hpp"

namespace probity::erasure {

class ErasureTest : public testing::Test {
 protected:
  ErasureTest() : workspace({.model = records::product_model(), .add_hooks = [](records::Hooks& hooks) { add_erasure_hooks(hooks); }}) { wire(); }

  void wire() {
    erasures = std::make_unique<Erasures>(Erasures::Parts{
        .records = *workspace.records, .subjects = *workspace.subjects, .jobs = *workspace.jobs, .ledger = workspace.folder.path() / "erasures", .secret = std::string(32, 'e')});
  }

  Wish wish(const Id& person, std::string entity = "contacts") const { return {.workspace = "acme", .entity = std::move(entity), .person = person, .actor = workspace.member}; }

  Id begin(const Id& person) { return records::expect_value(erasures->begin(wish(person))); }
  JsonDocument erase(const Id& person) {
    const Id erasure = begin(person);
    records::expect_value(erasures->wait("acme", erasure));
    return certificate(erasure);
  }
  JsonDocument certificate(const Id& erasure) {
    return workspace.answer([&](JsonWriter& writer) { return erasures->write_certificate("acme", erasure, writer); });
  }

  /// Whether any column of any table holds the text.
  bool is_anywhere(std::string_view text) {
    bool found = false;
    records::expect_value(workspace.database()->read([&](store::Reader& reader) -> Result<> {
      const auto context = workspace.at("contacts");
      for (const store::Table& table : store::schema_of(context.model(), false).tables) {
        std::vector<std::string> columns;
        for (const store::Column& column : table.columns) columns.push_back(column.name);
        PROBITY_TRY(reader.each({.columns = store::Projection::make(table.name, columns), .where = {}, .order = {}, .tie_column = columns.front(), .limit = INT_MAX}, [&](const Row& row) {
          for (std::size_t column = 0; column < columns.size(); ++column) found |= row.text(static_cast<int>(column)).find(text) != std::string_view::npos;
          return true;
        }));
      }
      return {};
    }));
    return found;
  }

  std::string code_of_get(std::string_view entity, const Id& id, std::string purpose = "service") {
    privacy::Access access = workspace.access;
    access.purpose = std::move(purpose);
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    const auto read = workspace.records->get(workspace.at(access, entity), id, {}, writer);
    return read ? "" : read.error().code;
  }

  std::string in_quotes(const Id& id) const { return '"' + id.text() + '"'; }

  records::TestWorkspace workspace;
  std::unique_ptr<Erasures> erasures;
};

}  // namespace probity::erasure
