#include "rights/erasure/needles.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "meta/fields/phone_number.hpp"

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

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// What people write between the digits of a number: how many bytes of it stand at `at`.
std::size_t gap_at(std::string_view bytes, std::size_t at) {
  constexpr std::size_t kWidest = 4;
  constexpr std::string_view kWide[] = {"\xc2\xa0", "\xe2\x80\x91", "\xe2\x80\x93", "\xe2\x80\xaf", "\xe2\x80\x89"};  // spaces and dashes
  std::size_t end = at;
  while (end < bytes.size() && end - at < kWidest) {
    const auto wide = std::ranges::find_if(kWide, [&](std::string_view each) { return bytes.substr(end).starts_with(each); });
    if (wide != std::end(kWide)) end += wide->size();
    else if (std::string_view(" -.()/").find(bytes[end]) != std::string_view::npos) ++end;
    else break;
  }
  return end - at;
}

/// Every way in which a number is dialled: at home, from abroad, and with the zero that people put between the two.
std::vector<std::string> ways_to_dial(std::string_view number) {
  const std::string digits = digits_of(number);
  if (!number.starts_with('+')) return {digits};
  const std::string home = meta::national_digits(number);
  const std::string own = meta::significant_digits(number);
  const std::string country = digits.substr(0, digits.size() - own.size());
  std::vector<std::string> ways{home, own, "0" + own};
  for (const std::string& abroad : {digits, country + home, country + "0" + own}) {
    for (const std::string_view exit : {"", "00", "011"}) ways.push_back(std::string(exit) + abroad);
  }
  return ways;
}

/// A number alone in JSON, without quotes: what takes its place has to be one.
bool is_bare_in_json(std::string_view text, std::size_t at, std::size_t length) {
  if (text.empty() || (text.front() != '{' && text.front() != '[') || at == 0 || at + length >= text.size()) return false;
  return std::string_view(":,[").find(text[at - 1]) != std::string_view::npos && std::string_view(",}]").find(text[at + length]) != std::string_view::npos;
}

bool is_word_byte(char byte) { return std::isalnum(static_cast<unsigned char>(byte)) || static_cast<unsigned char>(byte) >= 0x80; }

/// Whether what stands before `at` ends there: an escape of JSON ("\n") is no letter.
bool begins_word(std::string_view bytes, std::size_t at) {
  return at == 0 || !is_word_byte(bytes[at - 1]) || (at > 1 && bytes[at - 2] == '\\' && std::string_view("nrt").find(bytes[at - 1]) != std::string_view::npos);
}
bool ends_word(std::string_view bytes, std::size_t end) { return end >= bytes.size() || !is_word_byte(bytes[end]); }

bool is_capital(char byte) { return byte >= 'A' && byte <= 'Z'; }
bool has_capitals_of(std::string_view name, std::string_view text) {
  return std::ranges::equal(name, text.substr(0, name.size()), [](char wanted, char there) { return !is_capital(wanted) || is_capital(there); });
}

/// What holds an address together: a name is no word in "rose.old77@example.org".
bool is_part_of_address(std::string_view bytes, std::size_t at, std::size_t end) {
  const auto joins = [](char byte) { return byte == '@' || byte == '_' || byte == '.'; };
  const bool before = at > 1 && joins(bytes[at - 1]) && is_word_byte(bytes[at - 2]);
  return before || (end + 1 < bytes.size() && joins(bytes[end]) && is_word_byte(bytes[end + 1]));
}

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

void Needles::add_number(std::string_view number) {
  for (std::string& way : ways_to_dial(number)) {
    if (way.size() >= kLeastDigits && way.size() <= kMostDigits) numbers_.insert(std::move(way));
  }
}

void Needles::add_full_name(std::string_view name) {
  const std::string_view part = longest_part(name).substr(0, kLongestStrong);
  if (part.size() < kLeastStrong) return;
  add_strong(part);
  full_names_.insert_or_assign(lower_ascii(part), std::string(part));
}

void Needles::forget_address(std::string_view text) {
  forget(text);
  forget(fold(text));
  for (const std::string& way : ways_to_dial(text)) numbers_.erase(way);
}

void Needles::add_all_but_names(const Needles& others) {
  numbers_.insert(others.numbers_.begin(), others.numbers_.end());
  for (const std::string& needle : others.strong_) {
    if (others.full_names_.contains(needle)) continue;
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

void Needles::forget(std::string_view text) {
  const std::string needle = lower_ascii(longest_part(text).substr(0, kLongestStrong));
  strong_.erase(needle);
  full_names_.erase(needle);
}

void Needles::add_weak(std::string_view text) {
  const std::string_view name = trim(text);
  if (name.size() >= kLeastWeak) weak_.emplace(name);
}

std::size_t Needles::strong_at(std::string_view bytes, std::size_t at) const {
  if (strong_.empty() || bytes.size() - at < kLeastStrong || !may_begin(six_at(bytes, at))) return 0;
  // What the text begins with stands right before it in their order, or before what the two have in common.
  const std::string lowered = lower_ascii(bytes.substr(at, kLongestStrong));
  std::string_view text = lowered;
  while (text.size() >= kLeastStrong) {
    const auto after = strong_.upper_bound(text);
    if (after == strong_.begin()) return 0;
    const std::string& before = *std::prev(after);
    if (text.starts_with(before)) {
      const auto name = full_names_.find(before);
      const bool counts = name == full_names_.end() || (begins_word(bytes, at) && ends_word(bytes, at + before.size()) && has_capitals_of(name->second, bytes.substr(at)));
      if (counts) return before.size();
      text = text.substr(0, before.size() - 1);
      continue;
    }
    text = text.substr(0, common_length(text, before));
  }
  return 0;
}

std::size_t Needles::number_at(std::string_view bytes, std::size_t at) const {
  if (numbers_.empty() || (at > 0 && (is_digit(bytes[at - 1]) || bytes[at - 1] == '+'))) return 0;
  std::size_t next = at;
  while (next < bytes.size() && next - at < 2 && (bytes[next] == '+' || bytes[next] == '(')) ++next;
  std::string digits;
  std::size_t longest = 0;
  while (next < bytes.size() && is_digit(bytes[next]) && digits.size() < kMostDigits) {
    digits += bytes[next++];
    if (next < bytes.size() && is_digit(bytes[next])) continue;
    if (digits.size() >= kLeastDigits && numbers_.contains(digits)) longest = next - at;
    next += gap_at(bytes, next);
  }
  // A bracket that closes after the number is not the number's.
  if (longest > 0 && bytes[at] == '(' && bytes.substr(at, longest).find(')') == std::string_view::npos) return 0;
  return longest;
}

bool Needles::has_number(std::string_view bytes) const {
  if (numbers_.empty()) return false;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (is_digit(bytes[at]) && (number_at(bytes, at) > 0 || (at > 0 && bytes[at - 1] == '+' && number_at(bytes, at - 1) > 0))) return true;
  }
  return false;
}

std::size_t Needles::weak_at(std::string_view bytes, std::size_t at) const {
  if (!begins_word(bytes, at)) return 0;
  std::size_t longest = 0;
  for (const std::string& name : weak_) {
    if (name.size() <= longest || !bytes.substr(at).starts_with(name)) continue;
    const std::size_t end = at + name.size();
    if (ends_word(bytes, end) && !is_part_of_address(bytes, at, end)) longest = name.size();
  }
  return longest;
}

bool Needles::in(std::string_view bytes) const {
  if (has_number(bytes)) return true;
  if (strong_.empty()) return false;
  std::uint64_t six = 0;
  for (std::size_t next = 0; next < bytes.size(); ++next) {
    six = with_next(six, bytes[next]);
    if (next + 1 < kLeastStrong || !may_begin(six)) continue;
    if (strong_at(bytes, next + 1 - kLeastStrong) > 0) return true;
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

std::string Needles::replaced(std::string_view text, bool names) const {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t number = number_at(text, at);
    std::size_t length = std::max(number, strong_at(text, at));
    if (length == 0 && names) length = weak_at(text, at);
    if (length == 0) {
      kept += text[at++];
      continue;
    }
    kept += number == length && is_bare_in_json(text, at, length) ? "0" : kErased;
    at += length;
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
  write_all(writer, "full_names", full_names_, [](const auto& name) -> std::string_view { return name.second; });
  write_all(writer, "numbers", numbers_, itself);
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
  read_all(*document, "full_names", [&](std::string_view text) { needles.add_full_name(text); });
  read_all(*document, "numbers", [&](std::string_view text) { needles.numbers_.emplace(text); });
  read_all(*document, "weak", [&](std::string_view text) { needles.add_weak(text); });
  read_all(*document, "ids", [&](std::string_view text) { needles.add_id(Id::parse(text).value_or(Id{})); });
  read_all(*document, "files", [&](std::string_view text) { needles.add_file(Id::parse(text).value_or(Id{})); });
  return needles;
}

}  // namespace probity::erasure
