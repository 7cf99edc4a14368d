#include "http/edge/response_head.hpp"

#include <charconv>

#include "http/edge/problem.hpp"
#include "http/edge/target.hpp"

namespace probity::http {
namespace {

bool is_token(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kMarks.find(c) != kMarks.npos;
  });
}

bool is_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

bool is_ours(std::string_view name) {
  switch (name.size()) {
    case 4: return equal_ignoring_case(name, "Date");
    case 10: return equal_ignoring_case(name, "Connection");
    case 14: return equal_ignoring_case(name, "Content-Length");
    case 17: return equal_ignoring_case(name, "Transfer-Encoding");
    default: return false;
  }
}

void append_number(std::string& text, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  text.append(digits, end);
}

/// Formatted once a second and thread.
const std::string& current_date() {
  thread_local Timestamp second = -1;
  thread_local std::string text;
  const Timestamp at = now();
  if (at / kSecond != second) {
    second = at / kSecond;
    text = format_http_date(at);
  }
  return text;
}

}  // namespace

bool is_without_body(int status) { return status == 204 || status == 304 || status < 200; }

bool has_valid_headers(const Response& response) {
  return std::all_of(response.headers.begin(), response.headers.end(),
                     [](const Header& header) { return is_token(header.name) && is_value(header.value); });
}

void write_head(const Response& response, const Framing& framing, std::string& head) {
  head.assign("HTTP/1.1 ");
  append_number(head, static_cast<std::uint64_t>(response.status));
  head.append(" ").append(reason_phrase(response.status)).append("\r\nDate: ").append(current_date());
  if (framing.length && !is_without_body(response.status)) {
    head.append("\r\nContent-Length: ");
    append_number(head, *framing.length);
  }
  if (!framing.keep_alive) {
    head.append("\r\nConnection: close");
  } else if (framing.http_1_0) {
    head.append("\r\nConnection: keep-alive");
  }
  for (const auto& header : response.headers) {
    if (is_ours(header.name)) continue;
    head.append("\r\n").append(header.name).append(": ").append(header.value);
  }
  head.append("\r\n\r\n");
}

std::string format_http_date(Timestamp at) {
  using namespace std::chrono;
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds instant{floor<seconds>(microseconds(at))};
  const auto midnight = floor<days>(instant);
  const year_month_day date(midnight);
  const hh_mm_ss time(instant - midnight);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday(midnight).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

}  // namespace probity::http
