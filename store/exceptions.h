/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The one place where C++ exceptions end. The body of every function of store/ that C calls
 * runs inside zs::guarded.
 */
#ifndef ZS_STORE_EXCEPTIONS_H
#define ZS_STORE_EXCEPTIONS_H

#include <exception>
#include <string>

#include "base/error.h"

namespace zs
{
/* A failure of our own C on its way through C++. */
struct failure : std::exception {
    zs_error error{};
};

/* Throws it unless a call was ZS_OK; `error` is what the call filled in. */
inline void must(zs_status status, const zs_error &error)
{
    if (status) {
        failure problem;
        problem.error = error;
        problem.error.status = status;
        throw problem;
    }
}

/* Turns the exception that is being handled into a status and a message about `what` (the
 * folder of the index). Call it in a catch block only. */
zs_status translate(const char *what, zs_error *error) noexcept;

template <typename Body>
zs_status guarded(const char *what, zs_error *error, Body body) noexcept
{
    try {
        return body();
    } catch (...) {
        return translate(what, error);
    }
}

template <typename Body>
zs_status guarded(const std::string &what, zs_error *error, Body body) noexcept
{
    return guarded(what.c_str(), error, body);
}
} // namespace zs

#endif
