#include "privacy/signals/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace probity::privacy {
namespace {

using Version4 = std::array<unsigned char, 4>;
using Version6 = std::array<unsigned char, 16>;

template <typename Bytes>
std::optional<Bytes> read(int family, const std::string& text) {
  Bytes bytes;
  if (inet_pton(family, text.c_str(), bytes.data()) != 1) return std::nullopt;
  return bytes;
}

template <typename Bytes>
std::string written(int family, const Bytes& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return inet_ntop(family, bytes.data(), text.data(), text.size()) ? std::string(text.data()) : std::string();
}

/// RFC 4291, 2.5.5.2.
std::optional<Version4> mapped(const Version6& bytes) {
  const bool zeros = std::all_of(bytes.begin(), bytes.begin() + 10, [](unsigned char byte) { return byte == 0; });
  if (!zeros || bytes[10] != 0xff || bytes[11] != 0xff) return std::nullopt;
  return Version4{bytes[12], bytes[13], bytes[14], bytes[15]};
}

template <typename Bytes>
std::string without_end(int family, Bytes bytes, std::size_t kept) {
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(kept), bytes.end(), static_cast<unsigned char>(0));
  return written(family, bytes);
}

}  // namespace

std::string address_in_form(std::string_view address, AddressForm form) {
  if (form == AddressForm::raw) return std::string(address);
  if (form == AddressForm::none) return {};
  const bool all = form == AddressForm::anonymous;
  // What follows "%" names an interface of this machine.
  const std::string text(address.substr(0, address.find('%')));
  if (const auto four = read<Version4>(AF_INET, text)) return without_end(AF_INET, *four, all ? 0 : 2);
  const auto six = read<Version6>(AF_INET6, text);
  if (!six) return {};
  if (const auto four = mapped(*six)) return without_end(AF_INET, *four, all ? 0 : 2);
  return without_end(AF_INET6, *six, all ? 0 : 6);
}

std::string address_for_log(const Policy& policy, std::string_view log, std::string_view address) {
  const LogRule* rule = policy.log(log);
  return address_in_form(address, rule ? rule->address : AddressForm::masked);
}

}  // namespace probity::privacy
