#include "records/exporting/record_writer.hpp"
#include "records/record_json.hpp"

namespace probity::records::exporting {
namespace {

/// One JSON array, a record a line, as the API shows records.
class JsonExport final : public RecordWriter {
 public:
  JsonExport(const Context& context, std::vector<int> fields) : context_(context), shown_(shown_of(context, std::move(fields))) {
    shown_.title = readable_title(context);
  }

  void begin(std::string& out) override { out += "[\n"; }

  Result<> append(const Row& row, std::string& out) override {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    write_record(*context_.entity, shown_, row, writer);
    if (any_) out += ",\n";
    any_ = true;
    out += text(buffer);
    return {};
  }

  void end(std::string& out) override { out += any_ ? "\n]\n" : "]\n"; }

 private:
  const Context& context_;
  Shown shown_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<RecordWriter> json_writer(const Context& context, std::vector<int> fields) { return std::make_unique<JsonExport>(context, std::move(fields)); }

}  // namespace probity::records::exporting
