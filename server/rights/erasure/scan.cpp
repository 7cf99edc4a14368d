#include "rights/erasure/scan.hpp"

#include "store/tables.hpp"

namespace probity::erasure {
namespace {

constexpr int kRowsAtOnce = 20'000;

/// The column of a table of the store's own by which a row belongs to a record; empty where it belongs to none.
std::string_view record_column(const store::Table& table) {
  for (const std::string_view name : {"record", "from_record"}) {
    if (std::ranges::find(table.columns, name, &store::Column::name) != table.columns.end()) return name;
  }
  return {};
}

/// Ids of people by themselves say nothing and stay in the audit; a row that links to them or is theirs has to go.
bool must_not_name(std::string_view table, std::string_view column) {
  return (table == store::kConcerns && (column == "person" || column == "record")) || (table == store::kEdge && (column == "to_record" || column == "from_record")) ||
         (table == store::kMatchKey && column == "record") || (table == store::kIdempotency && column == "record") || column == "_id";
}

class TableScan {
 public:
  TableScan(const records::Context& context, const store::Table& table, const Needles& needles, const std::function<void(const Sighting&)>& see, Scan& scan)
      : context_(context), table_(table), needles_(needles), see_(see), scan_(scan), entity_(table.entity.empty() ? nullptr : context.model().find(table.entity)) {
    add(entity_ ? "_id" : std::string(record_column(table)));
    for (const store::Column& column : table.columns) {
      if (column.kind == meta::ColumnKind::text || column.kind == meta::ColumnKind::blob) add(column.name);
    }
  }

  Result<> run() {
    ++scan_.tables;
    scan_.columns += static_cast<std::int64_t>(table_.columns.size());
    if (columns_.empty()) return {};
    const auto projection = store::Projection::make(table_.name, columns_);
    // Tables of records are read a part at a time; the store's own have no order of one column, and small rows.
    std::optional<store::Position> after;
    for (;;) {
      std::int64_t read = 0;
      store::Query query{.columns = projection, .where = {}, .order = {}, .tie_column = columns_.front(), .limit = entity_ ? kRowsAtOnce : INT_MAX};
      if (entity_) query.order = store::Order{.column = "_id"};
      query.after = after;
      PROBITY_TRY(context_.database->read([&](store::Reader& reader) {
        return reader.each(query, [&](const Row& row) {
          ++read;
          look(row);
          if (entity_) after = store::Position{row.cell(0), row.cell(0)};
          return true;
        });
      }));
      scan_.rows += read;
      if (!entity_ || read < kRowsAtOnce) return {};
    }
  }

 private:
  void add(const std::string& column) {
    if (!column.empty() && std::ranges::find(columns_, column) == columns_.end()) columns_.push_back(column);
  }

  bool is_seen(const std::string& column, std::string_view bytes) const {
    if (bytes.size() == 16 && must_not_name(table_.name, column) && needles_.ids().contains(Id::from_raw(bytes))) return true;
    return needles_.in(bytes);
  }

  void look(const Row& row) {
    for (std::size_t index = 0; index < columns_.size(); ++index) {
      const std::string_view bytes = row.text(static_cast<int>(index));
      if (bytes.empty() || !is_seen(columns_[index], bytes)) continue;
      see_({table_.name, columns_[index], entity_, row.text(0).size() == 16 ? row.id(0) : Id{}});
    }
  }

  const records::Context& context_;
  const store::Table& table_;
  const Needles& needles_;
  const std::function<void(const Sighting&)>& see_;
  Scan& scan_;
  const meta::Entity* entity_;
  std::vector<std::string> columns_;
};

}  // namespace

Result<Scan> scan(const records::Context& context, const Needles& needles, const std::function<void(const Sighting&)>& see) {
  Scan found;
  const store::Schema schema = store::schema_of(context.model(), context.workspace->slug() == records::kSystemWorkspace);
  for (const store::Table& table : schema.tables) PROBITY_TRY(TableScan(context, table, needles, see, found).run());
  return found;
}

}  // namespace probity::erasure
