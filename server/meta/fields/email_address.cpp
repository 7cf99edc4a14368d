#include "meta/fields/email_address.hpp"

#include "base/text.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kMaximumBytes = 254;  // RFC 5321, 4.5.3.1.3: a path of 256 less its angle brackets
constexpr std::size_t kMaximumLocalBytes = 64;
constexpr std::size_t kMaximumLabelBytes = 63;

bool is_letter_or_digit(unsigned char byte) { return byte >= 0x80 || std::isalnum(byte); }

/// atext of RFC 5322, 3.2.3, with every character beyond ASCII (RFC 6531, 3.3).
bool is_atom_character(char character) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  return is_letter_or_digit(static_cast<unsigned char>(character)) || kOthers.find(character) != kOthers.npos;
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > kMaximumLocalBytes) return false;
  return std::ranges::all_of(split(local, '.'), [](std::string_view atom) {
    return !atom.empty() && std::ranges::all_of(atom, is_atom_character);
  });
}

bool is_domain_label(std::string_view label) {
  if (label.empty() || label.size() > kMaximumLabelBytes || label.front() == '-' || label.back() == '-') return false;
  return std::ranges::all_of(
      label, [](char character) { return character == '-' || is_letter_or_digit(static_cast<unsigned char>(character)); });
}

bool is_domain(std::string_view domain) {
  const auto labels = split(domain, '.');
  if (labels.size() < 2 || !std::ranges::all_of(labels, is_domain_label)) return false;
  return labels.back().find_first_not_of("0123456789") != std::string_view::npos;
}

}  // namespace

bool is_email_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == text.npos || text.size() > kMaximumBytes) return false;
  // Spaces beyond ASCII would pass for letters.
  const bool ascii = std::ranges::all_of(text, [](unsigned char byte) { return byte < 0x80; });
  if (!ascii && fold(text).find(' ') != std::string::npos) return false;
  return is_local_part(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

}  // namespace probity::meta
