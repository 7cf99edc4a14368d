#include "base/json.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace probity {
namespace {

constexpr unsigned kParseFlags =
    rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;

static_assert(kMaximumJsonDepth == 64, "its message names the number");

enum class Refusal { none, too_deep, bad_text };

/// Hands events on to the document and stops at the first that breaks our own rules, so that a hostile
/// text is never built up in memory.
class StrictHandler {
 public:
  /// Only an escape can smuggle in NUL or half a surrogate pair; the parser checks unescaped bytes.
  StrictHandler(JsonDocument& document, bool has_escapes) : document_(document), has_escapes_(has_escapes) {}

  bool Null() { return document_.Null(); }
  bool Bool(bool value) { return document_.Bool(value); }
  bool Int(int value) { return document_.Int(value); }
  bool Uint(unsigned value) { return document_.Uint(value); }
  bool Int64(std::int64_t value) { return document_.Int64(value); }
  bool Uint64(std::uint64_t value) { return document_.Uint64(value); }
  bool Double(double value) { return document_.Double(value); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool copy) {
    return document_.RawNumber(text, length, copy);
  }
  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    return accept(text, length) && document_.String(text, length, copy);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    return accept(text, length) && document_.Key(text, length, copy);
  }
  bool StartObject() { return descend() && document_.StartObject(); }
  bool StartArray() { return descend() && document_.StartArray(); }
  bool EndObject(rapidjson::SizeType count) { return --depth_, document_.EndObject(count); }
  bool EndArray(rapidjson::SizeType count) { return --depth_, document_.EndArray(count); }

  Refusal refusal() const { return refusal_; }

 private:
  bool accept(const char* text, rapidjson::SizeType length) {
    if (!has_escapes_ || is_valid_text({text, length})) return true;
    refusal_ = Refusal::bad_text;
    return false;
  }
  bool descend() {
    if (++depth_ <= kMaximumJsonDepth) return true;
    refusal_ = Refusal::too_deep;
    return false;
  }

  JsonDocument& document_;
  bool has_escapes_;
  int depth_ = 0;
  Refusal refusal_ = Refusal::none;
};

bool has_duplicate_keys(const JsonValue& value);

bool object_has_duplicate_keys(const JsonValue& object) {
  std::vector<std::string_view> names;
  names.reserve(object.MemberCount());
  for (const auto& member : object.GetObject()) {
    names.push_back(view(member.name));
    if (has_duplicate_keys(member.value)) return true;
  }
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

/// The depth is bounded before this runs, so recursion is safe.
bool has_duplicate_keys(const JsonValue& value) {
  if (value.IsObject()) return object_has_duplicate_keys(value);
  if (value.IsArray()) return std::ranges::any_of(value.GetArray(), has_duplicate_keys);
  return false;
}

std::unexpected<Error> malformed(std::size_t offset, std::string_view reason) {
  return invalid("malformed_json",
                 fmt::format("The JSON cannot be read at byte {}: {}. Nothing was changed.", offset, reason.substr(0, reason.find_last_not_of('.') + 1)));
}

std::string_view describe(const rapidjson::ParseResult& outcome, Refusal refusal) {
  switch (refusal) {
    case Refusal::too_deep:
      return "it is nested too deeply (at most 64 levels)";
    case Refusal::bad_text:
      return "a string holds a NUL character or half a surrogate pair";
    case Refusal::none:
      return rapidjson::GetParseError_En(outcome.Code());
  }
  return {};
}

}  // namespace

Result<JsonDocument> parse_json(std::string_view text) {
  if (const auto nul = text.find('\0'); nul != text.npos) return malformed(nul, "there is a NUL character");
  JsonDocument document;
  StrictHandler handler(document, text.find("\\u") != text.npos);
  rapidjson::ParseResult outcome;
  auto parse = [&](JsonDocument&) {
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
    rapidjson::Reader reader;
    outcome = reader.Parse<kParseFlags>(stream, handler);
    return !outcome.IsError();
  };
  document.Populate(parse);
  if (outcome.IsError()) {
    return malformed(outcome.Offset(), describe(outcome, handler.refusal()));
  }
  if (has_duplicate_keys(document)) {
    return invalid("malformed_json", "The JSON names one key twice in the same object. Nothing was changed.");
  }
  return document;
}

std::string to_json_text(const JsonValue& value) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  value.Accept(writer);
  return std::string(text(buffer));
}

const JsonValue* find(const JsonValue& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  for (const auto& member : object.GetObject()) {
    if (view(member.name) == name) return &member.value;
  }
  return nullptr;
}

}  // namespace probity
