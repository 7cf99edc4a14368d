#include "records/exporting/record_writer.hpp"
#include "records/formats/csv_writer.hpp"

namespace probity::records::exporting {
namespace {

bool is_link(const meta::Field& field) { return field.type->name() == "link" || field.type->name() == "links"; }

bool is_user(const meta::Field& field) { return field.type->name() == "user" || field.type->name() == "users"; }

/// For people and their spreadsheets: shielded against formulas. Columns are named as an import maps
/// them, so that what was exported can be imported again.
class CsvExport final : public RecordWriter {
 public:
  CsvExport(const Context& context, std::vector<int> fields, LinkNames& names) : context_(context), fields_(std::move(fields)), names_(names) {}

  void begin(std::string& out) override {
    out += formats::kByteOrderMark;
    std::vector<std::string> columns;
    for (int position : fields_) {
      const meta::Field& field = context_.entity->fields[static_cast<std::size_t>(position)];
      const meta::Field* naming = is_link(field) ? names_.naming(field) : nullptr;
      columns.push_back(naming ? field.name + "." + naming->name : is_user(field) ? field.name + ":email" : field.name);
    }
    append(columns, out);
  }

  Result<> append(const Row& row, std::string& out) override {
    std::vector<std::string> cells;
    for (int position : fields_) {
      const meta::Field& field = context_.entity->fields[static_cast<std::size_t>(position)];
      if (is_link(field) || is_user(field)) {
        PROBITY_ASSIGN(std::string text, names_.text(field, row, field.first_column));
        cells.push_back(std::move(text));
      } else {
        cells.push_back(row.null(field.first_column) ? std::string() : field.type->text(field, row, field.first_column));
      }
    }
    append(cells, out);
    return {};
  }

  void end(std::string&) override {}

 private:
  static void append(const std::vector<std::string>& cells, std::string& out) {
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    formats::append_csv_row(out, views, {.delimiter = ',', .formula_shield = true});
  }
  const Context& context_;
  std::vector<int> fields_;
  LinkNames& names_;
};

}  // namespace

std::unique_ptr<RecordWriter> csv_writer(const Context& context, std::vector<int> fields, LinkNames& names) {
  return std::make_unique<CsvExport>(context, std::move(fields), names);
}

}  // namespace probity::records::exporting
