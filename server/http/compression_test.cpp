#include "http/compression.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace probity::http {
namespace {

Request from(std::string accepted) {
  Request request;
  if (!accepted.empty()) request.headers.push_back({"Accept-Encoding", std::move(accepted)});
  return request;
}

Response json(std::size_t bytes) {
  Response response;
  response.body = "[" + std::string(bytes - 2, ' ') + "]";
  response.set("Content-Type", "application/json");
  return response;
}

std::string header(const Response& response, std::string_view name) {
  for (const Header& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

std::string unpacked(std::string packed) {
  std::string out(1 << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Compression, packs_long_answers_for_who_asks) {
  const std::string before = json(100'000).body;
  Response response = json(100'000);
  compress(from("gzip, deflate, br"), response);
  EXPECT_EQ(header(response, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
  EXPECT_LT(response.body.size(), 1'000u);
  EXPECT_EQ(unpacked(response.body), before);
}

TEST(Compression, leaves_the_rest_as_it_is) {
  const auto is_left = [](Request request, Response response) {
    const std::string before = response.body;
    compress(request, response);
    return response.body == before && header(response, "Content-Encoding").empty();
  };
  EXPECT_TRUE(is_left(from(""), json(100'000)));
  EXPECT_TRUE(is_left(from("br"), json(100'000)));
  EXPECT_TRUE(is_left(from("gzip;q=0"), json(100'000)));
  EXPECT_TRUE(is_left(from("gzip"), json(1'000)));
  Response tagged = json(100'000);
  tagged.set("ETag", "\"1\"");
  EXPECT_TRUE(is_left(from("gzip"), tagged));
  Response picture = json(100'000);
  picture.headers.front().value = "image/png";
  EXPECT_TRUE(is_left(from("gzip"), picture));
}

TEST(Compression, says_what_the_answer_depends_on_also_where_it_is_not_packed) {
  Response response = json(100'000);
  compress(from(""), response);
  EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
}

}  // namespace
}  // namespace probity::http
