#include "records/formats/staged_text.hpp"

#include <algorithm>

namespace probity::formats {
namespace {

constexpr std::size_t kSample = 64 * 1024;

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }
/// Such a character is a surrogate pair in UTF-16.
bool starts_four_bytes(char byte) { return static_cast<unsigned char>(byte) >= 0xf0; }

}  // namespace

Result<StagedText> StagedText::open(ByteSource source) {
  std::string sample;
  while (sample.size() < kSample) {
    PROBITY_ASSIGN(const std::string_view piece, source());
    if (piece.empty()) break;
    sample.append(piece);
  }
  PROBITY_ASSIGN(const EncodingGuess guess, detect_encoding(std::string_view(sample).substr(0, kSample)));
  StagedText staged(std::move(source), guess.encoding);
  staged.byte_order_mark_ = guess.byte_order_mark;
  staged.first_bytes_ = sample.substr(guess.byte_order_mark);
  return staged;
}

StagedText StagedText::resume(ByteSource source, TextEncoding encoding) {
  return StagedText(std::move(source), encoding);
}

Result<bool> StagedText::append_to(std::string& buffer) {
  if (!first_bytes_.empty()) {
    append(std::exchange(first_bytes_, {}), buffer);
    return true;
  }
  PROBITY_ASSIGN(const std::string_view piece, source_());
  if (!piece.empty()) {
    append(piece, buffer);
    return true;
  }
  const std::size_t before = buffer.size();
  if (is_utf16()) utf16_.finish(buffer);
  return buffer.size() != before;
}

void StagedText::append(std::string_view bytes, std::string& buffer) {
  if (is_utf16()) {
    utf16_.append(bytes, buffer);
  } else {
    buffer.append(bytes);
  }
}

std::uint64_t StagedText::source_bytes(std::string_view staged) const {
  if (!is_utf16()) return staged.size();
  return 2 * static_cast<std::uint64_t>(std::ranges::count_if(staged, starts_character) +
                                        std::ranges::count_if(staged, starts_four_bytes));
}

}  // namespace probity::formats
