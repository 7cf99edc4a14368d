// What signing in needs of other rooms: the installation's secret, its address, letters and work in the background.
#include "installation/installation.hpp"

namespace probity::installation {

void Installation::wire_accounts() {
  accounts_->work_with({.secret = secret_for("signing in"), .public_url = link_url(), .send = [this](const mail::Letter& letter) { return outbox_->put(letter); }, .jobs = jobs_.get()});
}

}  // namespace probity::installation
