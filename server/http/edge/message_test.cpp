#include "http/edge/message.hpp"

#include <gtest/gtest.h>

#include "http/edge/event_queue.hpp"
#include "http/edge/input_buffer.hpp"
#include "http/edge/response_head.hpp"
#include "http/edge/target.hpp"

namespace probity::http {
namespace {

TEST(Request, HeadersAreFoundWithoutRegardToCase) {
  Request request;
  request.headers = {{"If-Match", "\"1\""}, {"if-match", "\"2\""}};
  EXPECT_EQ(request.header("IF-MATCH"), "\"1\"");
  EXPECT_EQ(request.header("If-None-Match"), "");
}

TEST(Request, ParametersAreDecoded) {
  Request request;
  request.query = "q=Ada+Love%6Cace%2B&empty=&flag&na%6De=x&q=second&=nameless";
  EXPECT_EQ(request.parameter("q"), "Ada Lovelace+");
  EXPECT_EQ(request.parameter("name"), "x");
  EXPECT_EQ(request.parameter("empty"), "");
  EXPECT_TRUE(request.has_parameter("empty"));
  EXPECT_TRUE(request.has_parameter("flag"));
  EXPECT_FALSE(request.has_parameter("absent"));
  EXPECT_FALSE(Request{}.has_parameter(""));
}

TEST(Request, CookiesAreFoundByTheirWholeName) {
  Request request;
  request.headers = {{"Cookie", "my_session=no; session=a=b;last=1"}, {"cookie", "more=2"}};
  EXPECT_EQ(request.cookie("session"), "a=b");
  EXPECT_EQ(request.cookie("last"), "1");
  EXPECT_EQ(request.cookie("more"), "2");
  EXPECT_EQ(request.cookie("absent"), "");
}

TEST(Target, PathsAreDecodedOnce) {
  Request request;
  std::string_view authority;
  EXPECT_FALSE(read_target("/caf%C3%A9/%2541?a=%20", request, authority));
  EXPECT_EQ(request.path, "/café/%41");
  EXPECT_EQ(request.query, "a=%20");
  EXPECT_FALSE(read_target("/next", request, authority));
  EXPECT_EQ(request.path, "/next");
  EXPECT_EQ(request.query, "");
}

TEST(ResponseHead, DatesAreImfFixdates) {
  EXPECT_EQ(format_http_date(784'111'777 * kSecond), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(format_http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ResponseHead, AHeaderThatCouldForgeOthersIsFound) {
  const auto valid = [](std::string name, std::string value) {
    return has_valid_headers(Response{}.set(std::move(name), std::move(value)));
  };
  EXPECT_TRUE(valid("X-Name", "caf\xc3\xa9\t1"));
  EXPECT_FALSE(valid("X-Name", "a\r\nb"));
  EXPECT_FALSE(valid("X-Name", std::string("a\0b", 3)));
  EXPECT_FALSE(valid("X Name", "a"));
  EXPECT_FALSE(valid("", "a"));
}

TEST(EventQueue, LinesOfDataStayOneEvent) {
  std::string bytes;
  append_event(bytes, "change\ndata: forged", "one\r\ntwo\rthree\n");
  EXPECT_EQ(bytes, "event: change\ndata: one\ndata: two\ndata: three\ndata: \n\n");
}

TEST(EventQueue, WakesOnceForManyAndNeverAfterClose) {
  int woken = 0;
  EventQueue queue([&] { ++woken; });
  EXPECT_TRUE(queue.send("a", "1"));
  EXPECT_TRUE(queue.send("a", "2"));
  EXPECT_EQ(woken, 1);
  std::string bytes;
  EXPECT_TRUE(queue.take(bytes));
  EXPECT_EQ(bytes, "event: a\ndata: 1\n\nevent: a\ndata: 2\n\n");
  EXPECT_TRUE(queue.take(bytes));
  EXPECT_EQ(bytes, "");
  queue.close();
  EXPECT_FALSE(queue.send("a", "3"));
  EXPECT_FALSE(queue.take(bytes));
  EXPECT_EQ(woken, 1);
}

TEST(EventQueue, HoldsNoMoreThanItsBound) {
  EventQueue queue([] {});
  const std::string data(1000, 'x');
  std::size_t sent = 0;
  while (queue.send("a", data)) sent += data.size();
  EXPECT_LE(sent, kEventBufferBytes);
  EXPECT_FALSE(queue.send("a", ""));
}

TEST(InputBuffer, KeepsWhatIsNotConsumedAndGrowsToItsBound) {
  InputBuffer buffer(10'000);
  std::string expected;
  std::size_t total = 0;
  while (!buffer.full()) {
    const auto space = buffer.space(1000);
    ASSERT_FALSE(space.empty());
    for (auto& byte : space) expected += byte = static_cast<char>(total++);
    buffer.received(space.size());
    ASSERT_EQ(buffer.bytes(), expected);
    if (total < 5000) {
      buffer.consume(100);
      expected.erase(0, 100);
    }
  }
  EXPECT_EQ(buffer.bytes().size(), 10'000u);
  buffer.consume(10'000);
  EXPECT_TRUE(buffer.empty());
  buffer.shrink();
  EXPECT_EQ(buffer.space(1000).size(), 4096u);
}

}  // namespace
}  // namespace probity::http
