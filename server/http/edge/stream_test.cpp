// Files and server-sent events.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "http/edge/edge_fixture.hpp"

namespace probity::http {
namespace {

using std::chrono::milliseconds;

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() / ("edge-test-" + std::to_string(::getpid()) + ".bin")) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

Response file_response(const std::string& path, std::uint64_t offset, std::uint64_t size) {
  Response response;
  response.file = std::make_shared<Response::File>(Response::File{path, offset, size});
  return response;
}

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 7 + i / 251);
  return text;
}

TEST(FileAnswer, ArrivesWholeOrInPart) {
  const std::string content = pattern(3'000'000);
  const TemporaryFile file(content);
  RunningServer server([&](const Request& request) {
    if (request.path == "/part") return file_response(file.path(), 1000, 70'000);
    if (request.path == "/none") return file_response(file.path(), 0, 0);
    return file_response(file.path(), 0, content.size());
  });
  Client client(server.port());
  client.send(get("/") + get("/part") + get("/none"));
  EXPECT_TRUE(client.read().body == content);
  EXPECT_TRUE(client.read().body == content.substr(1000, 70'000));
  const Answer none = client.read();
  EXPECT_EQ(none.header("Content-Length"), "0");
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/none"));
  EXPECT_EQ(client.read(true).header("Content-Length"), "3000000");
  EXPECT_EQ(client.read().status, 200);
}

TEST(FileAnswer, AMissingFileIsAnErrorAndNoHalfAnswer) {
  RunningServer server([](const Request&) { return file_response("/nonexistent/file", 0, 10); });
  Client client(server.port());
  const Answer answer = client.ask(get("/"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_TRUE(answer.has_code("file_unavailable"));
  EXPECT_EQ(client.ask(get("/")).status, 500);
}

TEST(FileAnswer, AFileShorterThanAnnouncedEndsTheConnection) {
  const TemporaryFile file("short");
  RunningServer server([&](const Request&) { return file_response(file.path(), 0, 100); });
  Client client(server.port());
  const Answer answer = client.ask(get("/"));
  EXPECT_EQ(answer.header("Content-Length"), "100");
  EXPECT_EQ(answer.body, "short");
  EXPECT_TRUE(client.is_over());
}

/// Serves one stream and hands it to the test.
class Events {
 public:
  explicit Events(Limits limits = {}) : server_(handler(), options(std::move(limits))) {}
  std::shared_ptr<EventStream> stream() { return opened_.get_future().get(); }
  RunningServer& server() { return server_; }

 private:
  static ServerOptions options(Limits limits) {
    ServerOptions options;
    options.limits = std::move(limits);
    return options;
  }
  Handler handler() {
    return [this](const Request& request) {
      if (request.path != "/events") return echo(request);
      Response response;
      response.on_stream = [this](std::shared_ptr<EventStream> stream) { opened_.set_value(std::move(stream)); };
      return response;
    };
  }
  std::promise<std::shared_ptr<EventStream>> opened_;
  RunningServer server_;
};

/// Sends until the stream says that nobody listens.
void send_until_gone(EventStream& stream, std::string_view data) {
  while (stream.send("change", data)) std::this_thread::yield();
}

TEST(EventAnswer, EventsArriveInOrder) {
  Events events;
  Client client(events.server().port());
  client.send(get("/events"));
  const auto stream = events.stream();
  const Answer head = client.read();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(head.header("Content-Length"), "");
  EXPECT_EQ(head.header("Cache-Control"), "no-store");
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(stream->send("change", std::to_string(i)));
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(client.read_until("\n\n"), "event: change\ndata: " + std::to_string(i) + "\n\n");
  }
}

TEST(EventAnswer, ASilentStreamBeats) {
  Limits limits;
  limits.heartbeat = milliseconds(10);
  Events events(limits);
  Client client(events.server().port());
  client.send(get("/events"));
  const auto stream = events.stream();
  client.read();
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
  EXPECT_TRUE(stream->send("change", "x"));
}

TEST(EventAnswer, TheSenderLearnsThatTheReaderLeft) {
  Events events;
  Client client(events.server().port());
  client.send(get("/events"));
  const auto stream = events.stream();
  client.read();
  client.hang_up();
  send_until_gone(*stream, "x");
  EXPECT_FALSE(stream->send("change", "x"));
}

TEST(EventAnswer, AReaderThatDoesNotKeepUpIsCutOff) {
  Events events;
  Client client(events.server().port());
  client.send(get("/events"));
  const auto stream = events.stream();
  send_until_gone(*stream, std::string(10'000, 'x'));
  client.hang_up();
  EXPECT_EQ(Client(events.server().port()).ask(get("/other")).status, 200);
}

TEST(EventAnswer, AStreamMayOutliveTheServer) {
  std::shared_ptr<EventStream> stream;
  {
    Events events;
    Client client(events.server().port());
    client.send(get("/events"));
    stream = events.stream();
    client.read();
    events.server().stop();
    EXPECT_TRUE(client.is_over());
  }
  EXPECT_FALSE(stream->send("change", "x"));
}

TEST(EventAnswer, HeadGetsNoStream) {
  RunningServer server([](const Request&) {
    Response response;
    response.on_stream = [](std::shared_ptr<EventStream>) { FAIL() << "a HEAD request opened a stream"; };
    return response;
  });
  Client client(server.port());
  client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read(true).status, 200);
}

TEST(EventAnswer, AFaultOnOpeningIsA500) {
  RunningServer server([](const Request&) {
    Response response;
    response.on_stream = [](std::shared_ptr<EventStream>) { throw std::runtime_error("no"); };
    return response;
  });
  EXPECT_TRUE(Client(server.port()).ask(get("/events")).has_code("internal"));
}

}  // namespace
}  // namespace probity::http
