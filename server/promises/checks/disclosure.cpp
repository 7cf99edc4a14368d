#include "promises/checks/checks.hpp"
namespace probity::promises {
std::vector<Check> disclosure_checks() { return {}; }
}
