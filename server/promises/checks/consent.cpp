#include "promises/checks/checks.hpp"
namespace probity::promises {
std::vector<Check> consent_checks() { return {}; }
}
