#include "accounts/signing_in/networks.hpp"

#include <arpa/inet.h>

#include <charconv>

#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);

struct Address {
  std::string bytes;
  bool four = false;
};

std::optional<Address> read_address(std::string_view text) {
  const std::string plain(text.substr(0, text.find('%')));
  in_addr four{};
  in6_addr six{};
  if (inet_pton(AF_INET, plain.c_str(), &four) == 1) return Address{std::string(kMapped) + std::string(reinterpret_cast<const char*>(&four), 4), true};
  if (inet_pton(AF_INET6, plain.c_str(), &six) == 1) return Address{std::string(reinterpret_cast<const char*>(&six), 16), false};
  return std::nullopt;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = read_address(trim(text.substr(0, slash)));
  if (!address) return std::nullopt;
  const int most = address->four ? 32 : 128;
  int bits = most;
  if (slash != text.npos) {
    const std::string_view number = trim(text.substr(slash + 1));
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), bits);
    if (error != std::errc() || end != number.data() + number.size() || bits < 0 || bits > most) return std::nullopt;
  }
  Network network;
  network.bytes_ = address->bytes;
  network.bits_ = bits + 128 - most;
  return network;
}

bool Network::holds(std::string_view text) const {
  const auto address = read_address(text);
  if (!address) return false;
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (address->bytes.compare(0, whole, bytes_, 0, whole) != 0) return false;
  const int rest = bits_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<unsigned char>(0xff << (8 - rest));
  return (static_cast<unsigned char>(address->bytes[whole]) & mask) == (static_cast<unsigned char>(bytes_[whole]) & mask);
}

}  // namespace probity::accounts
