#include "store/sqlite/reader.hpp"
#include "store/sqlite/workspace.hpp"
namespace probity::store::sqlite {
Result<std::optional<Position>> SqliteReader::position_at(const Query&, double) { return fail(ErrorKind::unsupported, "unsupported", "Not yet."); }
Result<> SqliteReader::search(const SearchQuery&, const Visitor&) { return fail(ErrorKind::unsupported, "unsupported", "Not yet."); }
Result<> Workspace::scrub() { return fail(ErrorKind::unsupported, "unsupported", "Not yet."); }
}
