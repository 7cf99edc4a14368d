#include "rights/erasure/needles.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace probity::erasure {
namespace {

constexpr std::size_t kLeastWeak = 2;

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }

constexpr std::uint64_t kSixBytes = (std::uint64_t{1} << 48) - 1;
/// Places for beginnings, at first and for each needle.
constexpr std::size_t kLeastPlaces = 1 << 16;
constexpr std::size_t kPlacesForEach = 32;

std::uint64_t with_next(std::uint64_t six, char byte) { return (six << 8 | static_cast<unsigned char>(lower(byte))) & kSixBytes; }

std::uint64_t six_at(std::string_view bytes, std::size_t at) {
  std::uint64_t six = 0;
  for (std::size_t index = 0; index < Needles::kLeastStrong; ++index) six = with_next(six, bytes[at + index]);
  return six;
}

/// `places` is a power of two.
std::size_t place_of(std::uint64_t six, std::size_t places) {
  return static_cast<std::size_t>((six * 0x9E3779B97F4A7C15ull) >> 32) & (places - 1);
}

std::size_t common_length(std::string_view one, std::string_view other) {
  return static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
}

bool stands_at(std::string_view bytes, std::size_t at, std::string_view needle) {
  if (bytes.size() - at < needle.size()) return false;
  for (std::size_t index = 0; index < needle.size(); ++index) {
    if (lower(bytes[at + index]) != needle[index]) return false;
  }
  return true;
}

bool is_word_byte(char byte) { return std::isalnum(static_cast<unsigned char>(byte)) || static_cast<unsigned char>(byte) >= 0x80; }

/// Quotes are doubled in CSV and escaped in JSON, as control characters and backslashes are.
bool is_written_alike(char byte) { return static_cast<unsigned char>(byte) >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f; }

std::string_view longest_part(std::string_view text) {
  std::string_view longest;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_written_alike(text[end])) ++end;
    if (end - begin > longest.size()) longest = text.substr(begin, end - begin);
    begin = end + 1;
  }
  return trim(longest);
}

void write_all(JsonWriter& writer, std::string_view name, const auto& values, const auto& text_of) {
  key(writer, name);
  writer.StartArray();
  for (const auto& value : values) put(writer, text_of(value));
  writer.EndArray();
}

void read_all(const JsonValue& object, std::string_view name, const std::function<void(std::string_view)>& add) {
  const JsonValue* list = find(object, name);
  if (!list || !list->IsArray()) return;
  for (const JsonValue& value : list->GetArray()) {
    if (value.IsString()) add(view(value));
  }
}

}  // namespace

void Needles::add_strong(std::string_view text) {
  const std::string_view part = longest_part(text).substr(0, kLongestStrong);
  if (part.size() < kLeastStrong) return;
  std::string needle = lower_ascii(part);
  note_begin(needle);
  strong_.insert(std::move(needle));
}

void Needles::add_all_but_names(const Needles& others) {
  for (const std::string& needle : others.strong_) {
    note_begin(needle);
    strong_.insert(needle);
  }
  ids_.insert(others.ids_.begin(), others.ids_.end());
  files_.insert(others.files_.begin(), others.files_.end());
}

void Needles::note_begin(std::string_view needle) {
  if (begins_.size() < std::max(kLeastPlaces, kPlacesForEach * (strong_.size() + 1))) {
    begins_.assign(std::max(kLeastPlaces, 2 * begins_.size()), false);
    for (const std::string& known : strong_) begins_[place_of(six_at(known, 0), begins_.size())] = true;
  }
  begins_[place_of(six_at(needle, 0), begins_.size())] = true;
}

bool Needles::may_begin(std::uint64_t six) const { return begins_[place_of(six, begins_.size())]; }

void Needles::forget(std::string_view text) { strong_.erase(lower_ascii(longest_part(text).substr(0, kLongestStrong))); }

void Needles::add_weak(std::string_view text) {
  const std::string_view name = trim(text);
  if (name.size() >= kLeastWeak) weak_.insert(lower_ascii(name));
}

std::string_view Needles::strong_at(std::string_view bytes, std::size_t at) const {
  if (strong_.empty() || bytes.size() - at < kLeastStrong || !may_begin(six_at(bytes, at))) return {};
  // What the text begins with stands right before it in their order, or before what the two have in common.
  const std::string lowered = lower_ascii(bytes.substr(at, kLongestStrong));
  std::string_view text = lowered;
  while (text.size() >= kLeastStrong) {
    const auto after = strong_.upper_bound(text);
    if (after == strong_.begin()) return {};
    const std::string& before = *std::prev(after);
    if (text.starts_with(before)) return before;
    text = text.substr(0, common_length(text, before));
  }
  return {};
}

std::string_view Needles::weak_at(std::string_view bytes, std::size_t at) const {
  if (at > 0 && is_word_byte(bytes[at - 1])) return {};
  std::string_view longest;
  for (const std::string& name : weak_) {
    if (name.size() <= longest.size() || !stands_at(bytes, at, name)) continue;
    const std::size_t end = at + name.size();
    if (end == bytes.size() || !is_word_byte(bytes[end])) longest = name;
  }
  return longest;
}

bool Needles::in(std::string_view bytes) const {
  if (strong_.empty()) return false;
  std::uint64_t six = 0;
  for (std::size_t next = 0; next < bytes.size(); ++next) {
    six = with_next(six, bytes[next]);
    if (next + 1 < kLeastStrong || !may_begin(six)) continue;
    if (!strong_at(bytes, next + 1 - kLeastStrong).empty()) return true;
  }
  return false;
}

bool Needles::names_id(std::string_view text) const {
  constexpr std::size_t kLength = 36;
  constexpr std::size_t kFirstDash = 8;
  for (std::size_t dash = text.find('-', kFirstDash); dash != text.npos; dash = text.find('-', dash + 1)) {
    const auto id = Id::parse(text.substr(dash - kFirstDash, kLength));
    if (id && ids_.contains(*id)) return true;
  }
  return false;
}

bool Needles::is_or_in(std::string_view text) const { return weak_.contains(lower_ascii(trim(text))) || in(text); }

std::string Needles::replaced(std::string_view text, bool names) const {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::string_view needle = strong_at(text, at);
    if (needle.empty() && names) needle = weak_at(text, at);
    if (needle.empty()) {
      kept += text[at++];
      continue;
    }
    kept += kErased;
    at += needle.size();
  }
  return kept;
}

std::string Needles::without(std::string_view text) const { return replaced(text, false); }
std::string Needles::without_names(std::string_view text) const { return replaced(text, true); }

std::string Needles::packed() const {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const auto itself = [](const std::string& text) -> std::string_view { return text; };
  const auto text_of_id = [](const Id& id) { return id.text(); };
  writer.StartObject();
  write_all(writer, "strong", strong_, itself);
  write_all(writer, "weak", weak_, itself);
  write_all(writer, "ids", ids_, text_of_id);
  write_all(writer, "files", files_, text_of_id);
  writer.EndObject();
  return std::string(text(buffer));
}

Needles Needles::unpacked(std::string_view packed) {
  Needles needles;
  const auto document = parse_json(packed);
  if (!document || !document->IsObject()) return needles;
  read_all(*document, "strong", [&](std::string_view text) { needles.add_strong(text); });
  read_all(*document, "weak", [&](std::string_view text) { needles.add_weak(text); });
  read_all(*document, "ids", [&](std::string_view text) { needles.add_id(Id::parse(text).value_or(Id{})); });
  read_all(*document, "files", [&](std::string_view text) { needles.add_file(Id::parse(text).value_or(Id{})); });
  return needles;
}

}  // namespace probity::erasure
