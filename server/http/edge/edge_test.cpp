// What HTTP/1.1 asks of a server (RFC 9110, RFC 9112), said in bytes on a socket.
#include <gtest/gtest.h>

#include "http/edge/edge_fixture.hpp"

namespace probity::http {
namespace {

struct Bad {
  const char* what;
  std::string bytes;
  int status;
  const char* code;
};

std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.what; }

class MalformedRequest : public ::testing::TestWithParam<Bad> {};

TEST_P(MalformedRequest, IsRefusedAndTheConnectionClosed) {
  std::atomic<int> handled{0};
  RunningServer server([&](const Request& request) { ++handled; return echo(request); });
  Client client(server.port());
  // What follows must not be taken for a request of its own.
  client.send(GetParam().bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_TRUE(answer.has_code(GetParam().code)) << answer.body;
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_over());
  EXPECT_EQ(handled, 0);
}

const std::string kHost = "Host: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    Edge, MalformedRequest,
    ::testing::Values(
        Bad{"no HTTP at all", "hello\r\n\r\n", 400, "malformed_request"},
        Bad{"TLS on a plain port", std::string("\x16\x03\x01\x02\x00\x01\x00", 7) + "\r\n\r\n", 400, "malformed_request"},
        Bad{"bare LF after the request line", "GET / HTTP/1.1\n" + kHost + "\r\n", 400, "malformed_request"},
        Bad{"bare LF after a header", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400, "malformed_request"},
        Bad{"bare CR in a value", "GET / HTTP/1.1\r\n" + kHost + "X: a\rb\r\n\r\n", 400, "malformed_request"},
        Bad{"space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "malformed_request"},
        Bad{"space before the first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400, "malformed_request"},
        Bad{"empty header name", "GET / HTTP/1.1\r\n" + kHost + ": b\r\n\r\n", 400, "malformed_request"},
        Bad{"NUL in a value", "GET / HTTP/1.1\r\n" + kHost + "X: a" + std::string(1, '\0') + "b\r\n\r\n", 400,
            "malformed_request"},
        Bad{"control character in a value", "GET / HTTP/1.1\r\n" + kHost + "X: a\x01" "b\r\n\r\n", 400, "malformed_request"},
        Bad{"delete character in a value", "GET / HTTP/1.1\r\n" + kHost + "X: a\x7f\r\n\r\n", 400, "malformed_request"},
        Bad{"two spaces in the request line", "GET  / HTTP/1.1\r\n" + kHost + "\r\n", 400, "malformed_request"},
        Bad{"version 2.0", "GET / HTTP/2.0\r\n" + kHost + "\r\n", 505, "unsupported_version"},
        Bad{"version 1.2", "GET / HTTP/1.2\r\n" + kHost + "\r\n", 505, "unsupported_version"},
        Bad{"no Host", "GET / HTTP/1.1\r\n\r\n", 400, "bad_host"},
        Bad{"two Hosts", "GET / HTTP/1.1\r\n" + kHost + kHost + "\r\n", 400, "bad_host"},
        Bad{"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, "bad_host"},
        Bad{"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "bad_host"},
        Bad{"Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400, "bad_host"},
        Bad{"two equal lengths", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", 400,
            "bad_content_length"},
        Bad{"two lengths", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab", 400,
            "bad_content_length"},
        Bad{"list of lengths", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 2, 2\r\n\r\nab", 400, "bad_content_length"},
        Bad{"negative length", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: -2\r\n\r\n", 400, "bad_content_length"},
        Bad{"signed length", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: +2\r\n\r\nab", 400, "bad_content_length"},
        Bad{"hexadecimal length", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 0x2\r\n\r\nab", 400, "bad_content_length"},
        Bad{"length beyond 64 bits", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 18446744073709551616\r\n\r\n", 400,
            "bad_content_length"},
        Bad{"length, then chunked",
            "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
            "bad_transfer_encoding"},
        Bad{"chunked, then length",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400,
            "bad_content_length"},
        Bad{"chunked twice",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
            "bad_transfer_encoding"},
        Bad{"another coding", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: gzip\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"another coding, then chunked",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"chunked with a quirk", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"identity", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: identity\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"a coding that only looks like chunked", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"chunked with a parameter", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"chunked with a vertical tab", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: \x0b" "chunked\r\n\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"chunked, then identity",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501,
            "unsupported_transfer_encoding"},
        Bad{"a space before the colon of Transfer-Encoding",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"a folded line that hides a coding",
            "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 5\r\nX: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"a folded coding", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"a folded length", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 1\r\n 0\r\n\r\n0123456789", 400, "malformed_request"},
        Bad{"a length with a space in it", "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 1 0\r\n\r\n0123456789", 400,
            "bad_content_length"},
        Bad{"a bare LF that hides a length", "POST / HTTP/1.1\r\n" + kHost + "X: a\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"a negative chunk", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400,
            "malformed_request"},
        Bad{"chunked in HTTP/1.0", "POST / HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
            "bad_transfer_encoding"},
        Bad{"bad chunk size", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400,
            "malformed_request"},
        Bad{"bad chunk end", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"chunk size beyond 64 bits",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", 400,
            "malformed_request"},
        Bad{"bare LF in a chunk", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n1\nab\r\n0\r\n\r\n", 400,
            "malformed_request"},
        Bad{"endless chunk extension",
            "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'a'), 400,
            "malformed_request"},
        Bad{"unknown expectation", "POST / HTTP/1.1\r\n" + kHost + "Expect: tea\r\nContent-Length: 1\r\n\r\n", 417,
            "bad_expectation"},
        Bad{"dots in the path", "GET /a/../b HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"escaped dots in the path", "GET /a/%2e%2E/b HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"NUL in the path", "GET /a%00b HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"line break in the path", "GET /a%0d%0ab HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"two slashes", "GET //a HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"an escaped second slash", "GET /%2fa HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"half an escape", "GET /a%2 HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"no escape", "GET /a%zz HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"a path that is not UTF-8", "GET /%ff HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_path"},
        Bad{"half an escape in the query", "GET /?q=100% HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_query"},
        Bad{"NUL in the query", "GET /?q=%00 HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_query"},
        Bad{"a query that is not UTF-8", "GET /?q=\xff HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_query"},
        Bad{"a fragment", "GET /a#b HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_target"},
        Bad{"no path", "GET a HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_target"},
        Bad{"a tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 400, "bad_target"},
        Bad{"another scheme", "GET ftp://a/b HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_target"},
        Bad{"a user in the target", "GET http://u@a/b HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_target"}));

TEST(Edge, AnswersOnOneConnectionAfterTheOther) {
  RunningServer server(echo);
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.ask(get("/a?b=" + std::to_string(i)));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /a?b=" + std::to_string(i) + " ");
    EXPECT_EQ(answer.header("Connection"), "");
    EXPECT_TRUE(answer.header("Date").ends_with(" GMT")) << answer.head;
  }
}

TEST(Edge, PipelinedRequestsAreAnsweredInOrder) {
  RunningServer server(echo);
  Client client(server.port());
  std::string requests;
  for (int i = 0; i < 300; ++i) {
    const std::string body = "number " + std::to_string(i);
    requests += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  ASSERT_TRUE(client.send(requests));
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(client.read().body, "POST /" + std::to_string(i) + "? number " + std::to_string(i));
  }
}

TEST(Edge, ARequestMayArriveByteByByte) {
  RunningServer server(echo);
  Client client(server.port());
  for (const char byte : std::string("\r\nPOST /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                     "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n")) {
    ASSERT_TRUE(client.send({&byte, 1}));
  }
  EXPECT_EQ(client.read().body, "POST /slow? abcde");
  EXPECT_EQ(client.ask(get("/next")).body, "GET /next? ");
}

TEST(Edge, FieldsAfterAChunkedBodyAreNoHeaders) {
  RunningServer server([](const Request& request) {
    Response response;
    response.body = std::string(request.header("Authorization"));
    return response;
  });
  Client client(server.port());
  const Answer answer = client.ask(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nAuthorization: forged\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
}

TEST(Edge, HeadersOfOneRequestDoNotLeakIntoTheNext) {
  RunningServer server([](const Request& request) {
    Response response;
    response.body = std::string(request.header("x-secret")) + "|" + std::to_string(request.headers.size()) + "|" +
                    request.body;
    return response;
  });
  Client client(server.port());
  EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: a\r\nX-Secret: s\r\nContent-Length: 2\r\n\r\nhi").body, "s|3|hi");
  EXPECT_EQ(client.ask(get("/")).body, "|1|");
}

TEST(Edge, HeadHasTheLengthButNoBody) {
  RunningServer server(echo);
  Client client(server.port());
  client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
  const Answer head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "11");
  EXPECT_EQ(client.read().body, "GET /next? ");
}

TEST(Edge, SomeStatusesHaveNeitherBodyNorLength) {
  RunningServer server([](const Request& request) {
    Response response;
    response.status = request.path == "/204" ? 204 : 304;
    response.body = "must not be sent";
    return response;
  });
  Client client(server.port());
  client.send(get("/204") + get("/304"));
  for (const int status : {204, 304}) {
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("Content-Length"), "");
  }
}

TEST(Edge, ConnectionCloseIsHonoured) {
  RunningServer server(echo);
  Client client(server.port());
  const Answer answer = client.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_over());
}

TEST(Edge, Http10ClosesUnlessAskedToStay) {
  RunningServer server(echo);
  Client closing(server.port());
  EXPECT_EQ(closing.ask("GET / HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(closing.is_over());
  Client staying(server.port());
  const std::string stay = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(staying.ask(stay).header("Connection"), "keep-alive");
  EXPECT_EQ(staying.ask(stay).status, 200);
}

TEST(Edge, SaysContinueToAClientThatWaitsForIt) {
  RunningServer server(echo);
  Client client(server.port());
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
  EXPECT_EQ(client.ask(head).status, 100);
  EXPECT_EQ(client.ask("abc").body, "POST /? abc");
  // A client that did not wait is not told to go on.
  EXPECT_EQ(client.ask(head + "abc").body, "POST /? abc");
}

TEST(Edge, AnAbsoluteTargetNamesTheHost) {
  RunningServer server([](const Request& request) {
    Response response;
    response.body = std::string(request.header("Host")) + request.path + "?" + request.query;
    return response;
  });
  Client client(server.port());
  EXPECT_EQ(client.ask("GET http://real:80/a%20b?c HTTP/1.1\r\nHost: other\r\n\r\n").body, "real:80/a b?c");
  EXPECT_EQ(client.ask("GET http://real?c HTTP/1.1\r\nHost: other\r\n\r\n").body, "real/?c");
  EXPECT_EQ(client.ask("GET http://real HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").body, "real/?");
}

TEST(Edge, KnowsThePeer) {
  RunningServer server([](const Request& request) {
    Response response;
    response.body = request.peer_address + (request.tls ? " tls" : " plain");
    return response;
  });
  EXPECT_EQ(Client(server.port()).ask(get("/")).body, "127.0.0.1 plain");
}

TEST(Edge, OneAddressServesBothVersionsOfTheInternetProtocol) {
  ServerOptions options;
  options.address = "::";
  RunningServer server([](const Request& request) { Response response; response.body = request.peer_address; return response; },
                       options);
  EXPECT_EQ(Client(server.port(), AF_INET6).ask(get("/")).body, "::1");
  EXPECT_EQ(Client(server.port()).ask(get("/")).body, "127.0.0.1");
}

TEST(Edge, AHandlersHeadersAreSentButTheEdgesOwn) {
  RunningServer server([](const Request&) {
    Response response;
    response.set("X-Kind", "some").set("content-length", "99").set("Transfer-Encoding", "chunked").set("connection", "close");
    response.body = "four";
    return response;
  });
  Client client(server.port());
  for (int i = 0; i < 2; ++i) {
    const Answer answer = client.ask(get("/"));
    EXPECT_EQ(answer.header("X-Kind"), "some");
    EXPECT_EQ(answer.header("Content-Length"), "4");
    EXPECT_EQ(answer.header("Transfer-Encoding"), "");
    EXPECT_EQ(answer.header("Connection"), "");
  }
}

TEST(Edge, AHandlersFaultIsA500AndTheConnectionGoesOn) {
  RunningServer server([](const Request& request) -> Response {
    if (request.path == "/throw") throw std::runtime_error("secret of the request");
    if (request.path == "/odd") throw 42;
    Response response;
    response.set("X-Split", "a\r\nSet-Cookie: forged=1");
    return response;
  });
  Client client(server.port());
  for (const auto* path : {"/throw", "/odd", "/split"}) {
    const Answer answer = client.ask(get(path));
    EXPECT_EQ(answer.status, 500);
    EXPECT_TRUE(answer.has_code("internal"));
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(answer.header("Set-Cookie"), "");
  }
}

TEST(Edge, ALargeAnswerArrivesWholeAtASlowReader) {
  const std::string large(20 * 1024 * 1024, 'x');
  RunningServer server([&](const Request&) { Response response; response.body = large; return response; });
  Client client(server.port());
  client.send(get("/") + get("/"));
  EXPECT_TRUE(client.read().body == large);
  EXPECT_TRUE(client.read().body == large);
}

}  // namespace
}  // namespace probity::http
