#include "records/formats/content_line.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace probity::formats {

std::string upper_ascii(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
  });
  return upper;
}

namespace {

constexpr std::size_t kMaximumFoldedLine = 75;

bool is_continuation_byte(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }
bool is_control(char character) { return static_cast<unsigned char>(character) < 0x20 || character == 0x7f; }

/// The first of `any_of` outside double quotes.
std::size_t find_unquoted(std::string_view text, std::string_view any_of) {
  bool is_quoted = false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '"') is_quoted = !is_quoted;
    if (!is_quoted && any_of.find(text[index]) != any_of.npos) return index;
  }
  return text.npos;
}

bool has_soft_break(std::string_view line) {
  if (!line.ends_with('=')) return false;
  return upper_ascii(line.substr(0, line.find(':'))).find("QUOTED-PRINTABLE") != std::string::npos;
}

/// RFC 6868: ^n, ^' and ^^ stand for what a parameter cannot hold.
std::string decode_parameter(std::string_view text) {
  std::string value;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char next = index + 1 < text.size() ? text[index + 1] : '\0';
    if (text[index] == '"') continue;
    if (text[index] == '^' && (next == 'n' || next == '\'' || next == '^')) {
      value += next == 'n' ? '\n' : next == '\'' ? '"' : '^';
      ++index;
    } else {
      value += text[index];
    }
  }
  return value;
}

/// Commas separate values also inside quotes: TYPE="voice,home" is how RFC 6350 itself writes a list.
ContentParameter parse_parameter(std::string_view text) {
  ContentParameter parameter;
  if (const std::size_t equals = text.find('='); equals != text.npos) {
    parameter.name = upper_ascii(trim(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
  }
  parameter.text = decode_parameter(trim(text));
  for (const std::string_view value : split(text, ',')) parameter.values.push_back(decode_parameter(trim(value)));
  return parameter;
}

}  // namespace

Result<bool> ContentLineReader::next(std::string& line) {
  line.clear();
  was_cut_ = false;
  start_ = position_;
  PROBITY_ASSIGN(const bool found, append_physical(line));
  if (!found) return false;
  for (;;) {
    if (has_soft_break(line)) {
      line.pop_back();
      PROBITY_ASSIGN(const bool more, append_physical(line));
      if (!more) return true;
      continue;
    }
    PROBITY_ASSIGN(const bool continued, is_continued());
    if (!continued) return true;
    if (!keep_fold_space_) skip(1);
    PROBITY_TRY(append_physical(line));
  }
}

Result<bool> ContentLineReader::append_physical(std::string& line) {
  if (pending().empty()) {
    PROBITY_ASSIGN(const bool more, refill());
    if (!more) return false;
  }
  for (;;) {
    const std::size_t end = pending().find_first_of("\r\n");
    take(std::min(end, pending().size()), line);
    if (end != std::string_view::npos) {
      PROBITY_TRY(skip_line_break());
      return true;
    }
    PROBITY_ASSIGN(const bool more, refill());
    if (!more) return true;
  }
}

Result<bool> ContentLineReader::refill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t before = buffer_.size();
  while (buffer_.size() == before) {
    PROBITY_ASSIGN(const bool more, text_.append_to(buffer_));
    if (!more) return false;
  }
  return true;
}

void ContentLineReader::take(std::size_t length, std::string& line) {
  const std::size_t room = kMaximumContentLine - std::min(line.size(), kMaximumContentLine);
  was_cut_ = was_cut_ || length > room;
  line.append(pending().substr(0, std::min(length, room)));
  skip(length);
}

void ContentLineReader::skip(std::size_t length) {
  position_.offset += text_.source_bytes(pending().substr(0, length));
  begin_ += length;
}

Result<bool> ContentLineReader::is_continued() {
  if (pending().empty()) {
    PROBITY_ASSIGN(const bool more, refill());
    if (!more) return false;
  }
  return pending()[0] == ' ' || pending()[0] == '\t';
}

Result<> ContentLineReader::skip_line_break() {
  ++position_.line;
  if (pending()[0] == '\r') {
    if (pending().size() == 1) PROBITY_TRY(refill());
    if (pending().starts_with("\r\n")) skip(1);
  }
  skip(1);
  return {};
}

std::string_view ContentLine::parameter(std::string_view parameter_name) const {
  for (const ContentParameter& each : parameters) {
    if (each.name == parameter_name) return each.text;
  }
  return {};
}

std::optional<ContentLine> parse_content_line(std::string_view text) {
  const std::size_t colon = find_unquoted(text, ":");
  if (colon == text.npos) return std::nullopt;
  ContentLine line;
  line.value = text.substr(colon + 1);
  std::string_view rest = text.substr(0, colon);

  const std::size_t name_end = std::min(rest.find(';'), rest.size());
  const std::string_view name = trim(rest.substr(0, name_end));
  const std::size_t dot = name.find('.');
  if (dot != name.npos) line.group = lower_ascii(name.substr(0, dot));
  line.name = upper_ascii(dot == name.npos ? name : name.substr(dot + 1));
  if (line.name.empty()) return std::nullopt;

  for (rest.remove_prefix(name_end); !rest.empty();) {
    rest.remove_prefix(1);  // the semicolon
    const std::size_t end = std::min(find_unquoted(rest, ";"), rest.size());
    if (end > 0) line.parameters.push_back(parse_parameter(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  return line;
}

std::string escape_text(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char character = text[index];
    const bool is_break = character == '\n' || (character == '\r' && text.substr(index + 1, 1) != "\n");
    if (is_break) {
      escaped += "\\n";
    } else if (character == '\\' || character == ',' || character == ';') {
      escaped += {'\\', character};
    } else if (!is_control(character) || character == '\t') {
      escaped += character;
    }
  }
  return escaped;
}

std::string escape_uri(std::string_view uri) {
  std::string escaped;
  for (const char character : uri) {
    if (character == '\\') escaped += '\\';
    if (character != ' ' && !is_control(character)) escaped += character;
  }
  return escaped;
}

std::string unescape_text(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '\\' || index + 1 == text.size()) {
      plain += text[index];
      continue;
    }
    const char escaped = text[++index];
    plain += escaped == 'n' || escaped == 'N' ? '\n' : escaped;
  }
  return plain;
}

std::vector<std::string_view> split_escaped(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '\\') {
      ++index;
    } else if (text[index] == separator) {
      parts.push_back(text.substr(begin, index - begin));
      begin = index + 1;
    }
  }
  parts.push_back(text.substr(std::min(begin, text.size())));
  return parts;
}

std::string parameter_value(std::string_view text) {
  std::string value;
  for (const char character : text) {
    if (character == '\n') {
      value += "^n";
    } else if (character == '"') {
      value += "^'";
    } else if (character == '^') {
      value += "^^";
    } else if (!is_control(character)) {
      value += character;
    }
  }
  return value.find_first_of(",;:") == value.npos ? value : '"' + value + '"';
}

void append_folded(std::string& out, std::string_view line) {
  std::size_t room = kMaximumFoldedLine;
  while (line.size() > room) {
    std::size_t end = room;
    while (end > 0 && is_continuation_byte(line[end])) --end;
    if (end == 0) end = room;  // no text, so nothing to keep together
    out.append(line.substr(0, end));
    out += "\r\n ";
    line.remove_prefix(end);
    room = kMaximumFoldedLine - 1;
  }
  out.append(line);
  out += "\r\n";
}

}  // namespace probity::formats
