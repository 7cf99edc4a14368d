#pragma once
// The lines that vCard and iCalendar are made of: "group.NAME;PARAMETER=value:value", folded.
// RFC 6350, section 3.3; RFC 5545, section 3.1; RFC 6868 for parameter values.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/formats/byte_source.hpp"
#include "records/formats/staged_text.hpp"

namespace probity::formats {

/// Of a longer line only this much is kept.
inline constexpr std::size_t kMaximumContentLine = 1024 * 1024;

/// Lines of a file, unfolded: a line that begins with a space or tab goes on the one before; so does the
/// line behind one that says it is quoted-printable and ends with "=".
class ContentLineReader {
 public:
  ContentLineReader(StagedText text, Position position) : text_(std::move(text)), position_(position) {}

  /// False at the end of the file.
  Result<bool> next(std::string& line);
  /// vCard 2.1 folds at a space that belongs to the text; later versions add one of their own.
  void keep_fold_space(bool keep) { keep_fold_space_ = keep; }

  /// Where the line last given begins.
  Position start() const { return start_; }
  /// Behind it.
  Position position() const { return position_; }
  /// The line last given is longer than kMaximumContentLine.
  bool was_cut() const { return was_cut_; }
  TextEncoding encoding() const { return text_.encoding(); }

 private:
  std::string_view pending() const { return std::string_view(buffer_).substr(begin_); }
  /// Makes more text pending; false at the end.
  Result<bool> refill();
  /// The next line as it stands, added to the end of `line`.
  Result<bool> append_physical(std::string& line);
  void take(std::size_t length, std::string& line);
  void skip(std::size_t length);
  Result<bool> is_continued();
  Result<> skip_line_break();

  StagedText text_;
  Position position_;
  Position start_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool keep_fold_space_ = false;
  bool was_cut_ = false;
};

struct ContentParameter {
  std::string name;  ///< upper case; vCard 2.1 may leave it out
  std::string text;
  std::vector<std::string> values;  ///< the text split at commas
};

struct ContentLine {
  std::string group;
  std::string name;  ///< upper case
  std::vector<ContentParameter> parameters;
  std::string value;  ///< as written, still escaped

  /// The parameter's text; empty where there is none.
  std::string_view parameter(std::string_view parameter_name) const;
};

/// Nothing for a line without a name or colon.
std::optional<ContentLine> parse_content_line(std::string_view line);

std::string upper_ascii(std::string_view text);

/// Line breaks, commas, semicolons and backslashes escaped; other control characters dropped.
std::string escape_text(std::string_view text);
/// For values that are addresses: commas and semicolons are part of them, spaces are not.
std::string escape_uri(std::string_view uri);
std::string unescape_text(std::string_view text);
/// At separators that are not escaped; the parts are still escaped.
std::vector<std::string_view> split_escaped(std::string_view text, char separator);
/// Quoted and encoded where it needs to be.
std::string parameter_value(std::string_view text);
/// The line with CRLF, folded so that no line has more than 75 bytes and no character is split.
void append_folded(std::string& out, std::string_view line);

}  // namespace probity::formats
