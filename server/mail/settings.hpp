#pragma once
// How mail leaves this installation, as its operator set it.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "privacy/gate/gate.hpp"

namespace probity::mail {

struct Settings {
  std::optional<privacy::MailServer> server;  ///< nothing: not configured
  std::string sender;                         ///< address
  std::string sender_name;                    ///< empty: the name of the controller
  std::function<std::string(std::string_view workspace)> name_of = {};  ///< of a workspace, for letters of one whose policy names no controller
  std::string public_url;                     ///< where people reach this installation, without a slash at the end
  Timestamp keep_trying = 3 * kDay;           ///< from when a message is put
  std::string seal;                           ///< secret of the installation, 32 bytes: seals what a message says
};

/// Reads "smtp://user@host:587" (STARTTLS is required) or "smtps://user@host:465"; the port may be left out.
/// "bad_smtp". A password in it is refused: others can see it.
Result<privacy::MailServer> parse_mail_server(std::string_view url);

}  // namespace probity::mail
