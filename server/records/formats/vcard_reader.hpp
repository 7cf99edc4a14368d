#pragma once
// vCard 2.1 (as phones and Outlook write it), 3.0 (RFC 2426) and 4.0 (RFC 6350), a card at a time, in
// memory that does not grow with the file. Folding, quoted-printable, charsets, groups with labels, escapes
// and files in UTF-16 are understood; text that is no UTF-8 and names no charset is read as Windows-1252.
//
// A card that cannot be used carries a problem and reading goes on behind it. One thread at a time.
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "records/formats/byte_source.hpp"
#include "records/formats/content_line.hpp"
#include "records/formats/vcard.hpp"

namespace probity::formats {

/// A card is refused beyond this; pictures do not count.
inline constexpr std::size_t kMaximumCardBytes = 4 * 1024 * 1024;

struct VCardEntry {
  VCard card;
  Position start;
  Position end;  ///< reading can be resumed there
  /// Codes: "unfinished_card" (its END is missing), "card_too_large", "property_too_large" (over
  /// kMaximumContentLine).
  std::optional<Error> problem;
};

class VCardReader {
 public:
  /// Error codes: "binary_file" and those of the source.
  static Result<VCardReader> open(ByteSource source);
  /// The same file again; `source` begins at `position`, which is a card's start or end.
  static VCardReader resume(ByteSource source, TextEncoding encoding, Position position);

  /// False at the end. A file without any card is an error: "no_cards".
  Result<bool> next(VCardEntry& entry);
  TextEncoding encoding() const { return lines_.encoding(); }

 private:
  VCardReader(ContentLineReader lines, bool must_hold_cards)
      : lines_(std::move(lines)), must_hold_cards_(must_hold_cards) {}
  /// Goes to the line behind the next BEGIN:VCARD.
  Result<bool> find_card(VCardEntry& entry);
  Result<> read_card(VCardEntry& entry);
  /// `line` is nothing where the file's next line is none of a vCard.
  Result<bool> next_line(std::optional<ContentLine>& line);
  Result<> skip_nested_card();

  ContentLineReader lines_;
  bool must_hold_cards_;
  std::optional<Position> card_begun_;  ///< a BEGIN that came where an END should have been
};

}  // namespace probity::formats
