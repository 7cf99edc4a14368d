#include "net/outgoing/outgoing.hpp"
#include "net/outgoing/test_peer.hpp"
#include "rights/disclosure/book.hpp"
#include "stage.hpp"

namespace probity::promises {
namespace {

using disclosure::HandOver;

HandOver row_of(std::string kind) {
  HandOver row;
  row.kind = std::move(kind);
  row.recipient = "Somebody";
  row.purpose = "service";
  row.call = "message sent";
  row.at = now();
  row.result = "done";
  return row;
}

Id write_row(Stage& stage, const HandOver& row) { return expect_value(stage.installation().disclosures().book().write("acme", {row})).front(); }

/// A row that must not be there, and goes again.
Case of_row(std::function<HandOver()> wrong, std::function<void(Stage&)> prepare = {}) {
  return {.prepare = std::move(prepare),
          .break_it = [wrong](Stage& stage) { stage.id = write_row(stage, wrong()); },
          .mend_it = [](Stage& stage) { stage.remove_row("acme", "disclosure", stage.id); }};
}

/// A connection that nobody wrote down.
Case nothing_past_it() {
  return {.break_it = [](Stage&) {
            net::outgoing::TestPeer peer([](net::outgoing::TestStream& stream) { stream.write("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"); });
            static_cast<void>(net::outgoing::fetch({.method = "GET", .url = fmt::format("http://127.0.0.1:{}/", peer.port()), .headers = {}, .body = {}}, {.may_be_private = true}));
          },
          .mend_it = [](Stage& stage) {
            HandOver row = row_of("processor");
            row.host = "127.0.0.1:80";
            write_row(stage, row);
          }};
}

Case only_listed() {
  Case listed = of_row([] {
    HandOver row = row_of("processor");
    row.recipient_id = "stranger";
    return row;
  });
  return listed;
}

/// A text is no order.
HandOver for_an_order(std::string reference, std::string why) {
  HandOver row = row_of("partner");
  row.reference = std::move(reference);
  row.why = std::move(why);
  return row;
}

}  // namespace

Cases recipient_cases() {
  return {
      {"processors.only_listed", only_listed()},
      {"gate.nothing_past_it", nothing_past_it()},
      {"gate.no_sale", of_row([] { return for_an_order("no order", "sold for 5 EUR"); })},
      {"disclosure.grounded", of_row([] { return row_of("legal"); })},
      {"disclosure.order_recipients", of_row([] { return for_an_order("Order 17", "Delivers the order"); },
                                             [](Stage& stage) { stage.facts().ready = [](std::string_view) { return Ready::yes; }; })},
  };
}

}  // namespace probity::promises
