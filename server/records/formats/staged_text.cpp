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
  StagedText staged(std::move(source), TextEncoding::ascii);
  std::string& sample = staged.first_bytes_;
  while (sample.size() < kSample && !staged.at_end_) {
    PROBITY_ASSIGN(const std::string_view piece, staged.next_piece());
    sample.append(piece);
  }
  PROBITY_ASSIGN(const EncodingGuess guess, detect_encoding(std::string_view(sample).substr(0, kSample)));
  staged.encoding_ = guess.encoding;
  staged.utf16_ = Utf16Decoder(guess.encoding == TextEncoding::utf16be);
  staged.byte_order_mark_ = guess.byte_order_mark;
  sample.erase(0, guess.byte_order_mark);
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
  PROBITY_ASSIGN(const std::string_view piece, next_piece());
  append(piece, buffer);
  if (!at_end_) return true;
  const std::size_t before = buffer.size();
  if (is_utf16()) utf16_.finish(buffer);
  return buffer.size() != before;
}

Result<std::string_view> StagedText::next_piece() {
  if (at_end_) return std::string_view{};
  PROBITY_ASSIGN(const std::string_view piece, source_());
  at_end_ = piece.empty();
  return piece;
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
