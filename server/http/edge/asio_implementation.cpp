// The bodies of Asio, compiled once.
#include <utility>

#include <boost/asio/impl/src.hpp>
