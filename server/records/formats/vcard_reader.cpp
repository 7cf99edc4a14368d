#include "records/formats/vcard_reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/formats/vcard_builder.hpp"

namespace probity::formats {
namespace {

bool is_marker(const ContentLine& line, std::string_view name) {
  return line.name == name && lower_ascii(trim(line.value)) == "vcard";
}

Error problem(std::string code, std::string message) {
  return Error{.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message)};
}

}  // namespace

Result<VCardReader> VCardReader::open(ByteSource source) {
  PROBITY_ASSIGN(StagedText text, StagedText::open(std::move(source)));
  const Position start{.offset = text.byte_order_mark()};
  return VCardReader(ContentLineReader(std::move(text), start), true);
}

VCardReader VCardReader::resume(ByteSource source, TextEncoding encoding, Position position) {
  return VCardReader(ContentLineReader(StagedText::resume(std::move(source), encoding), position), false);
}

Result<bool> VCardReader::next(VCardEntry& entry) {
  entry = VCardEntry{};
  PROBITY_ASSIGN(const bool found, find_card(entry));
  if (!found && must_hold_cards_) {
    return invalid("no_cards", "The file holds no vCard. Nothing was imported; choose another file or format.");
  }
  if (!found) return false;
  must_hold_cards_ = false;
  PROBITY_TRY(read_card(entry));
  return true;
}

Result<bool> VCardReader::find_card(VCardEntry& entry) {
  if (card_begun_) {
    entry.start = *std::exchange(card_begun_, std::nullopt);
    return true;
  }
  for (std::optional<ContentLine> line;;) {
    PROBITY_ASSIGN(const bool more, next_line(line));
    if (!more) return false;
    entry.start = lines_.start();
    if (line && is_marker(*line, "BEGIN")) return true;
  }
}

Result<> VCardReader::read_card(VCardEntry& entry) {
  std::vector<ContentLine> lines;
  std::size_t kept = 0;
  bool is_finished = false;
  lines_.keep_fold_space(false);
  for (std::optional<ContentLine> line; !is_finished;) {
    entry.end = lines_.position();
    PROBITY_ASSIGN(const bool more, next_line(line));
    if (!more) break;
    if (!line) continue;
    if (is_marker(*line, "BEGIN")) {
      card_begun_ = lines_.start();
      break;
    }
    is_finished = is_marker(*line, "END");
    if (line->name == "VERSION") lines_.keep_fold_space(trim(line->value) == "2.1");
    if (line->name == "AGENT" && is_blank(line->value)) PROBITY_TRY(skip_nested_card());
    if (is_binary_property(*line)) {
      line->value.clear();
    } else if (lines_.was_cut()) {
      entry.problem = problem("property_too_large", "A line of this card is larger than 1 MiB.");
    }
    kept += line->value.size() + line->name.size();
    if (kept > kMaximumCardBytes) {
      entry.problem = problem("card_too_large", "This card is larger than 4 MiB.");
    } else if (!is_finished) {
      lines.push_back(std::move(*line));
    }
  }
  if (is_finished) {
    entry.end = lines_.position();
  } else {
    entry.problem = problem("unfinished_card", "This card has no END:VCARD line: the file is cut off or damaged here.");
  }
  entry.card = build_vcard(lines);
  return {};
}

Result<bool> VCardReader::next_line(std::optional<ContentLine>& line) {
  std::string text;
  PROBITY_ASSIGN(const bool more, lines_.next(text));
  if (!more) return false;
  line = parse_content_line(text);
  return true;
}

Result<> VCardReader::skip_nested_card() {
  for (std::optional<ContentLine> line;;) {
    PROBITY_ASSIGN(const bool more, next_line(line));
    if (!more || (line && is_marker(*line, "END"))) return {};
  }
}

}  // namespace probity::formats
