#include "http/edge/request_parser.hpp"

#include <gtest/gtest.h>

#include <random>

namespace probity::http {
namespace {

const Limits kLimits = [] {
  Limits limits;
  limits.body_bytes = [](std::string_view, std::string_view) { return std::size_t{100}; };
  return limits;
}();

/// Feeds the pieces as a connection does: what was not taken comes again, with more behind it.
std::string understood(const std::vector<std::string_view>& pieces) {
  RequestParser parser(kLimits);
  Request request;
  parser.begin(request);
  std::string held;
  for (const auto piece : pieces) {
    held += piece;
    held.erase(0, parser.feed(held));
  }
  std::string result = parser.refusal() ? std::string(parser.refusal()->code) : request.method + " " + request.path;
  for (const auto& header : request.headers) result += "|" + header.name + "=" + header.value;
  return result + "|" + request.body + "|" + (parser.done() ? "done" : "open") + "|" +
         (parser.keep_alive() ? "stays" : "closes") + "|rest " + std::to_string(parser.done() ? held.size() : 0);
}

const std::vector<std::string> kRequests{
    "GET /a%20b?c=d HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\nGET / HTTP/1.1\r\n",
    "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nConnection: close\r\n\r\nhello worldNEXT",
    "POST /p HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n5;x=\"y\"\r\nhello\r\n6\r\n world\r\n0\r\nT: t\r\n\r\nNEXT",
    "\r\n\r\nGET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 120\r\n\r\n" + std::string(120, 'a') + "NEXT",
};

TEST(RequestParser, ARequestMeansTheSameHoweverItIsCut) {
  for (const std::string& request : kRequests) {
    const std::string whole = understood({request});
    EXPECT_NE(whole.find("|done|"), whole.npos) << whole;
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
      const std::string_view bytes = request;
      ASSERT_EQ(understood({bytes.substr(0, cut), bytes.substr(cut)}), whole) << "cut at " << cut;
    }
  }
}

TEST(RequestParser, DamagedRequestsAreReadOrRefusedButNeverBreakIt) {
  std::mt19937 random(20260101);
  for (int round = 0; round < 20'000; ++round) {
    std::string request = kRequests[random() % kRequests.size()];
    for (unsigned damage = 0; damage <= random() % 3; ++damage) {
      const std::size_t at = random() % request.size();
      switch (random() % 3) {
        case 0: request[at] = static_cast<char>(random()); break;
        case 1: request.erase(at, random() % 8); break;
        default: request.insert(at, request.substr(random() % request.size(), random() % 16)); break;
      }
      if (request.empty()) request = "x";
    }
    const std::string_view bytes = request;
    const std::size_t cut = random() % request.size();
    EXPECT_FALSE(understood({bytes.substr(0, cut), bytes.substr(cut)}).empty());
  }
}

TEST(RequestParser, BeginsAnewAfterARefusal) {
  RequestParser parser(kLimits);
  Request request;
  parser.begin(request);
  parser.feed("nonsense\r\n\r\n");
  ASSERT_TRUE(parser.refusal());
  EXPECT_EQ(parser.feed("GET / HTTP/1.1\r\n"), 0u);
  parser.begin(request);
  const std::string_view good = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(parser.feed(good), good.size());
  EXPECT_TRUE(parser.done());
  EXPECT_FALSE(parser.refusal());
}

}  // namespace
}  // namespace probity::http
