#pragma once
// Asio under names of our own, for edge's own sources only. One executor type, known at compile time: the
// type-erased default costs an allocation on the way of every request.
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace probity::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <typename Value = void>
using Awaitable = asio::awaitable<Value, Executor>;

/// Completion token: suspends the coroutine and puts what went wrong into `error` instead of throwing.
inline auto into(ErrorCode& error) { return asio::redirect_error(asio::use_awaitable_t<Executor>{}, error); }

}  // namespace probity::http
