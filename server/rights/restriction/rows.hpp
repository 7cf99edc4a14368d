#pragma once
// The records in which restrictions are kept, and the bits they set.
#include "rights/restriction/restrictions.hpp"

namespace probity::restriction {

/// The program's hand on restrictions; the actor stays.
records::Context at_restrictions(const records::Context& context);

/// The bits that one sets; none where the policy no longer has the purpose.
privacy::SubjectState bits_of(const privacy::Policy& policy, Kind kind, std::string_view purpose);

/// Records of the context's entity that lead to a person by their field "person" (restrictions, parental consents): those that
/// are not in the bin, whichever of the person's records they lead to, newest first.
Result<> each_of(const records::Context& context, store::Reader& reader, const Id& person, const std::function<void(const Row&)>& visit);

/// Neither lifted nor over.
bool is_in_force(const records::Context& context, const Row& row);

/// Takes out of the person's state what only this one of their restrictions puts in; other facts are asked soon after.
Result<> plan_lifted(const records::Context& context, store::Reader& reader, const Id& person, const Id& restriction, store::Plan& plan);

}  // namespace probity::restriction
