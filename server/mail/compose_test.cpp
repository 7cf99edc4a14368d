#include "mail/compose.hpp"

#include <gtest/gtest.h>
#include <iostream>
namespace probity::mail {
namespace {
TEST(Compose, shows) {
  Envelope envelope{.from_name = "Jürgen \"J\" Müller, GmbH", .from = "crm@example.org", .to_name = "Ada", .to = "ädä@exämple.org", .date = 1769853600 * kSecond, .message_id = "abc@example.org", .unsubscribe_url = "https://crm.example.org/u/" + std::string(43, 'x')};
  std::cout << compose(envelope, {"Bitte bestätigen: dürfen wir Ihnen schreiben? Das ist ein langer Betreff mit Umlauten äöü und mehr", "Grüße\nline two\n.\n-- \nEnd " + std::string(100, 'z') + "\n", "<p>x=1</p>"});
}
}
}
