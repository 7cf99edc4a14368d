#pragma once
// Records that come to be because of another write, in the same transaction: a notification of an
// assignment, the next one of a repeated task. For hooks.
#include <string_view>

#include "records/records.hpp"

namespace probity::records {

/// Adds a new record of the context's entity to the write of `draft`: both are written, or neither. It may link
/// to the draft's record. Where one of `options.id` exists, nothing is added.
Result<> create_beside(const Hooks& hooks, const Context& context, store::Reader& reader, const CreateOptions& options,
                       const Records::Alter& fill, Draft& draft);

/// An id that the same base and use always make, so that what is made of them is made once.
Id derived_id(const Id& base, std::string_view use);

}  // namespace probity::records
