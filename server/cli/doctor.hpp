#pragma once
// What `probity doctor` looks at.
#include <string>

#include "cli/command.hpp"

namespace probity::cli {

struct Finding {
  std::string what;
  bool well = false;
  std::string detail;  ///< a figure where all is well, else the cause and what to do
};

Finding check_key(Invocation& invocation);
Finding check_connections(Invocation& invocation);
Finding check_mail(Invocation& invocation);
Finding check_security_txt(Invocation& invocation);

}  // namespace probity::cli
