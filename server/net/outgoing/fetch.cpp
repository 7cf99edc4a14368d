#include <algorithm>

#include "net/outgoing/transfer.hpp"

namespace probity::net::outgoing {
namespace {

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char letter) { return std::isalnum(letter) || letter == '-' || letter == '_'; });
}

bool is_one_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos; }

Result<> check(const HttpRequest& request) {
  const bool whole = is_token(request.method) && std::ranges::all_of(request.headers, [](const auto& header) {
    return is_token(header.first) && is_one_line(header.second);
  });
  if (!whole) return invalid("bad_request", "A method or a header of this request cannot be sent.");
  return {};
}

}  // namespace

Result<HttpAnswer> fetch(const HttpRequest& request, const Way& way) {
  PROBITY_TRY(check(request));
  PROBITY_ASSIGN(const Place place, place_of(request.url));
  Transfer transfer(way);
  transfer.set(CURLOPT_PROTOCOLS_STR, place.scheme);
  transfer.set(CURLOPT_URL, request.url);
  transfer.set(CURLOPT_CUSTOMREQUEST, request.method);
  transfer.set(CURLOPT_USERAGENT, "Probity");
  if (request.method == "HEAD") transfer.set(CURLOPT_NOBODY, 1L);
  if (!request.body.empty()) {
    transfer.set(CURLOPT_POSTFIELDS, request.body.data());
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    transfer.add_header("Expect:");
  }
  for (const auto& [name, value] : request.headers) transfer.add_header(value.empty() ? name + ";" : name + ": " + value);
  if (const CURLcode code = transfer.run(); code != CURLE_OK) return transfer.failure(code);
  return HttpAnswer{static_cast<int>(transfer.status()), transfer.answer_headers(), transfer.answer()};
}

}  // namespace probity::net::outgoing
