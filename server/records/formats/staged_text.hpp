#pragma once
// The bytes of a file made ready for splitting at ASCII characters: its encoding is found, its byte order
// mark is gone, UTF-16 has become UTF-8. All other encodings stay as they are, to be decoded in the small.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "records/formats/byte_source.hpp"
#include "records/formats/encoding.hpp"

namespace probity::formats {

class StagedText {
 public:
  /// Judges the encoding by the first 64 KiB. Refuses a binary file.
  static Result<StagedText> open(ByteSource source);
  /// From the middle of a file whose encoding is known.
  static StagedText resume(ByteSource source, TextEncoding encoding);

  TextEncoding encoding() const { return encoding_; }
  /// The length of the byte order mark that was skipped.
  std::size_t byte_order_mark() const { return byte_order_mark_; }
  /// Appends what comes next; false at the end.
  Result<bool> append_to(std::string& buffer);
  /// How many bytes of the file this stretch of staged text stands for.
  std::uint64_t source_bytes(std::string_view staged) const;

 private:
  StagedText(ByteSource source, TextEncoding encoding)
      : source_(std::move(source)), encoding_(encoding), utf16_(encoding == TextEncoding::utf16be) {}
  bool is_utf16() const { return encoding_ == TextEncoding::utf16le || encoding_ == TextEncoding::utf16be; }
  Result<std::string_view> next_piece();
  void append(std::string_view bytes, std::string& buffer);

  ByteSource source_;
  TextEncoding encoding_;
  Utf16Decoder utf16_;
  std::size_t byte_order_mark_ = 0;
  std::string first_bytes_;
  bool at_end_ = false;
};

}  // namespace probity::formats
