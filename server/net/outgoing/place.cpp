#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/text.hpp"
#include "net/outgoing/outgoing.hpp"

namespace probity::net::outgoing {
namespace {

struct Network {
  std::uint32_t address;
  int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) { return a << 24U | b << 16U | c << 8U | d; }

/// IANA IPv4 Special-Purpose Address Registry: what is not globally reachable, and multicast.
constexpr std::array kSpecial = {
    Network{v4(0, 0, 0, 0), 8},      Network{v4(10, 0, 0, 0), 8},      Network{v4(100, 64, 0, 0), 10},  Network{v4(127, 0, 0, 0), 8},
    Network{v4(169, 254, 0, 0), 16}, Network{v4(172, 16, 0, 0), 12},   Network{v4(192, 0, 0, 0), 24},   Network{v4(192, 0, 2, 0), 24},
    Network{v4(192, 88, 99, 0), 24}, Network{v4(192, 168, 0, 0), 16},  Network{v4(198, 18, 0, 0), 15},  Network{v4(198, 51, 100, 0), 24},
    Network{v4(203, 0, 113, 0), 24}, Network{v4(224, 0, 0, 0), 3}};

bool is_public_v4(std::uint32_t address) {
  return std::ranges::none_of(kSpecial, [&](const Network& network) { return address >> (32 - network.bits) == network.address >> (32 - network.bits); });
}

/// Global unicast is 2000::/3; of that the ranges for protocols (2001::/23), documentation and 6to4, which
/// hides an IPv4 address, are not for us.
bool is_public_v6(const in6_addr& address) {
  const std::uint8_t* bytes = address.s6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&address)) return is_public_v4(v4(bytes[12], bytes[13], bytes[14], bytes[15]));
  const unsigned first = bytes[0] << 8U | bytes[1];
  const unsigned second = bytes[2] << 8U | bytes[3];
  const bool protocols = first == 0x2001 && second < 0x0200;
  const bool documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
  return bytes[0] >> 5U == 1 && !protocols && !documentation && first != 0x2002;
}

std::unexpected<Error> bad_url(std::string message) { return invalid("bad_url", std::move(message), "url"); }

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  std::string value = text;
  curl_free(text);
  return value;
}

/// As DNS and the policy write it; anything else could be read in two ways.
bool is_plain_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' || letter == ':';
  });
}

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) return is_public_v4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
  return address.sa_family == AF_INET6 && is_public_v6(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

bool is_this_machine(std::string_view host) {
  in_addr address{};
  return host == "localhost" || host == "::1" || (::inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && ntohl(address.s_addr) >> 24U == 127);
}

Result<Place> place_of(const std::string& text) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return bad_url("This is not a URL that can be called.");
  if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty()) return bad_url("A URL may not hold a user or a password.");
  Place place{.scheme = part_of(url.get(), CURLUPART_SCHEME), .host = lower_ascii(part_of(url.get(), CURLUPART_HOST))};
  if (place.host.starts_with('[') && place.host.ends_with(']')) place.host = place.host.substr(1, place.host.size() - 2);
  if (place.host.ends_with('.')) place.host.pop_back();
  if (!is_plain_host(place.host)) return bad_url("The host of this URL is not written as a host is.");
  const std::string port = part_of(url.get(), CURLUPART_PORT);
  if (std::from_chars(port.data(), port.data() + port.size(), place.port).ec != std::errc{} || place.port == 0) return bad_url("The port of this URL is none.");
  if (place.scheme == "https" || (place.scheme == "http" && is_this_machine(place.host))) return place;
  return bad_url("Data leaves encrypted only: the URL has to begin with https://.");
}

}  // namespace probity::net::outgoing
