#include "audit/leaves.hpp"

#include <fstream>

#include "audit/whole_file.hpp"
#include "base/crypto.hpp"
#include "store/leaf.hpp"
#include "store/tables.hpp"

namespace probity::audit {
namespace {

constexpr int kAtATime = 10'000;

const std::vector<std::string>& cell_names() {
  static const std::vector<std::string> names{"at", "entity", "record", "operation", "actor", "group_id", "history", "commitment"};
  return names;
}

std::vector<std::string> columns_of_leaf() {
  std::vector<std::string> columns{"sequence"};
  columns.insert(columns.end(), cell_names().begin(), cell_names().end());
  columns.emplace_back("hash");
  return columns;
}

/// Page by page, so that a long log needs little memory.
Result<> each_row(store::Reader& reader, const store::ProjectionPointer& columns, std::int64_t from, const std::function<Result<>(const Row&)>& visit) {
  std::int64_t next = from;
  for (int rows = kAtATime; rows == kAtATime;) {
    rows = 0;
    Result<> visited;
    const store::Query query{.columns = columns,
                             .where = store::Condition::compare_with("sequence", store::Comparison::greater_or_equal, Cell{next}),
                             .order = store::Order{.column = "sequence"},
                             .tie_column = "sequence",
                             .limit = kAtATime};
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      ++rows;
      next = row.integer(0) + 1;
      visited = visit(row);
      return visited.has_value();
    }));
    PROBITY_TRY(visited);
  }
  return {};
}

void fill(const Row& row, Leaf& leaf) {
  leaf.sequence = row.integer(0);
  leaf.cells.resize(store::kLeafCells);
  for (std::size_t i = 0; i < store::kLeafCells; ++i) leaf.cells[i] = row.cell(static_cast<int>(i) + 1);
  leaf.hash = row.text(store::kLeafCells + 1);
}

void write_cell(const Cell& cell, JsonWriter& writer) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    writer.Int64(*number);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    put(writer, *text);
  } else if (const auto* blob = std::get_if<Blob>(&cell)) {
    put(writer, hex(blob->bytes));
  } else {
    writer.Null();
  }
}

/// Whether a reader of the file would make the same bytes of it: numbers, texts and bytes stand where they belong.
bool is_plain(const Leaf& leaf) {
  for (std::size_t i = 0; i < leaf.cells.size(); ++i) {
    const bool text = i == 1 || i == 3;
    const Cell& cell = leaf.cells[i];
    const bool fits = i == 0 ? std::holds_alternative<std::int64_t>(cell) : text ? std::holds_alternative<std::string>(cell) : !std::holds_alternative<std::int64_t>(cell) && !std::holds_alternative<std::string>(cell);
    if (!fits) return false;
  }
  return true;
}

std::string line_of(const Leaf& leaf) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write(leaf, writer);
  return std::string(text(buffer)) + "\n";
}

std::string first_line(std::string_view origin, std::int64_t size) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "format");
  put(writer, "probity audit leaves 1");
  key(writer, "origin");
  put(writer, origin);
  key(writer, "size");
  writer.Int64(size);
  writer.EndObject();
  return std::string(text(buffer)) + "\n";
}

}  // namespace

void write(const Leaf& leaf, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "sequence");
  writer.Int64(leaf.sequence);
  for (std::size_t i = 0; i < leaf.cells.size(); ++i) {
    key(writer, cell_names()[i] == "group_id" ? "group" : cell_names()[i]);
    write_cell(leaf.cells[i], writer);
  }
  key(writer, "hash");
  put(writer, hex(leaf.hash));
  writer.EndObject();
}

Result<> each_leaf(store::Reader& reader, std::int64_t from, const std::function<Result<>(const Leaf&)>& visit) {
  static const auto columns = store::Projection::make(store::kLeaf, columns_of_leaf());
  Leaf leaf;
  return each_row(reader, columns, from, [&](const Row& row) {
    fill(row, leaf);
    return visit(leaf);
  });
}

Result<Leaf> leaf_at(store::Reader& reader, std::int64_t sequence) {
  static const auto columns = store::Projection::make(store::kLeaf, columns_of_leaf());
  Leaf leaf;
  PROBITY_TRY(reader.one(columns, "sequence", Cell{sequence}, [&](const Row& row) {
    fill(row, leaf);
    return false;
  }));
  if (leaf.cells.empty()) return fail(ErrorKind::not_found, "not_found", fmt::format("There is no leaf {} in the audit log.", sequence));
  return leaf;
}

Result<> each_hash(store::Reader& reader, std::int64_t from, const std::function<Result<>(std::int64_t, std::string_view)>& visit) {
  static const auto columns = store::Projection::make(store::kLeaf, {"sequence", "hash"});
  return each_row(reader, columns, from, [&](const Row& row) { return visit(row.integer(0), row.text(1)); });
}

Result<std::int64_t> export_leaves(store::Database& database, std::string_view origin, const std::filesystem::path& file) {
  std::int64_t count = 0;
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const std::int64_t size, reader.count(store::kLeaf, {}));
    return write_whole(file, [&](std::ostream& stream) -> Result<> {
      stream << first_line(origin, size);
      return each_leaf(reader, 0, [&](const Leaf& leaf) -> Result<> {
        if (!is_plain(leaf)) return fail(ErrorKind::internal, "audit_broken", fmt::format("The audit log was changed or damaged: leaf {} holds something that no leaf holds.", leaf.sequence));
        stream << line_of(leaf);
        ++count;
        return {};
      });
    });
  }));
  return count;
}

}  // namespace probity::audit
