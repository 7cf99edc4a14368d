#include "meta/fields/text_list.hpp"

#include <rapidjson/reader.h>

#include "base/text.hpp"

namespace probity::meta {
namespace {

struct Collector : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Collector> {
  std::vector<std::string> items;
  bool String(const char* text, rapidjson::SizeType length, bool) {
    items.emplace_back(text, length);
    return true;
  }
};

}  // namespace

Cell text_list_cell(const std::vector<std::string>& items) {
  if (items.empty()) return {};
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const std::string& item : items) put(writer, item);
  writer.EndArray();
  return std::string(text(buffer));
}

std::vector<std::string> text_list(const Row& row, int column) {
  if (row.null(column)) return {};
  const std::string_view json = row.text(column);
  rapidjson::MemoryStream bytes(json.data(), json.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  Collector collector;
  rapidjson::Reader().Parse(stream, collector);
  return std::move(collector.items);
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
  return fmt::format("{}", fmt::join(items, separator));
}

void write_text_list(const Row& row, int column, JsonWriter& writer) {
  raw(writer, row.null(column) ? std::string_view("[]") : row.text(column), rapidjson::kArrayType);
}

std::vector<std::string_view> pieces(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (const auto piece = trim(text.substr(0, end)); !piece.empty()) found.push_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::unexpected<Error> too_many_items(std::size_t limit) {
  return invalid("too_many_items", fmt::format("There are more than {} entries. Leave some out.", limit));
}

Result<> for_each_text(const JsonValue& value, std::string_view wanted, std::size_t limit,
                       const std::function<Result<>(std::string_view)>& take) {
  if (value.IsString()) return take(view(value));
  if (!value.IsArray()) return wrong_type(wanted);
  if (value.Size() > limit) return too_many_items(limit);
  for (const JsonValue& item : value.GetArray()) {
    if (!item.IsString()) return wrong_type(wanted);
    PROBITY_TRY(take(view(item)));
  }
  return {};
}

}  // namespace probity::meta
