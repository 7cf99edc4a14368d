#pragma once
// The way from people to what concerns them, over the links of the model.
#include "rights/reach/reach.hpp"

namespace probity::reach {

/// Every record that concerns one of the people, each once, with what erasing them does to it by the links alone.
Result<std::vector<Reached>> walk(const records::Context& context, store::Reader& reader, const std::vector<Id>& people);

}  // namespace probity::reach
