#pragma once
// Takes what is due of one level's messages to the mail server, and writes down what became of each.
#include "mail/messages.hpp"
#include "mail/outbox.hpp"

namespace probity::mail {

/// What stands under a message of that level.
Footer footer_of(const Messages& messages, const Settings& settings, const Contents& contents);
/// The host of the public address; "localhost" where there is none.
std::string host_of(const Settings& settings);
/// A purpose that the person has a switch for: a letter for it must show the way to the switch.
bool has_switch(const privacy::Purpose& purpose);

class Delivery {
 public:
  Delivery(Messages& messages, const Settings& settings, const Deliver& deliver, const AskFirst& ask_first)
      : messages_(messages), settings_(settings), deliver_(deliver), ask_first_(ask_first) {}

  /// Some of what is due now; tells when to look again.
  Result<std::optional<Timestamp>> run();

 private:
  Result<> take_up_unconfigured();
  Result<> set_aside();
  Result<> hand_over(const Message& message);
  Result<> write_down(const Message& message, const Result<>& outcome);
  void forget_secrets(Message& message) const;

  Messages& messages_;
  const Settings& settings_;
  const Deliver& deliver_;
  const AskFirst& ask_first_;
};

}  // namespace probity::mail
