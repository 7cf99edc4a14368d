#pragma once
// A workspace of made-up data to look around in.
#include "installation/installation.hpp"

namespace probity::cli {

struct DemoSignIn {
  std::string workspace;
  std::string email;
  std::string password;
};

/// Makes the demo workspace where there is none yet; gives its sign-in either way.
Result<DemoSignIn> ensure_demo(installation::Installation& installation);

}  // namespace probity::cli
