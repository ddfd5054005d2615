/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/exceptions.h"

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>

#include <xapian.h>

namespace zs
{
namespace
{
/* Xapian hands on the reason of a failed system call only as its text. */
int errno_of(const Xapian::Error &problem)
{
    static const int known[] = {ENOSPC, EDQUOT, EFBIG,  EACCES, EPERM,
                                EROFS,  ENOENT, ENOMEM, EIO,    EMFILE};
    const char *reason = problem.get_error_string();
    for (int number : known) {
        char text[128];
        const char *words = strerror_r(number, text, sizeof text);
        if ((reason && std::strcmp(reason, words) == 0) ||
            problem.get_msg().find(words) != std::string::npos) {
            return number;
        }
    }
    return 0;
}

zs_status fail_corrupt(const std::string &what, const char *detail, zs_error *error)
{
    return zs_fail(error, ZS_ERROR_CORRUPT,
                   "the index %s is damaged (%s); build it anew with: zsearch index --rebuild",
                   what.c_str(), detail);
}

zs_status fail_full(const std::string &what, zs_error *error)
{
    return zs_fail(
        error, ZS_ERROR_FULL,
        "the disk that holds the index %s is full; what was committed before is kept. "
        "Make room and run the same command again.",
        what.c_str());
}

zs_status translate_own(const std::string &what, const zs_error &problem, zs_error *error)
{
    return problem.status == ZS_ERROR_FULL ? fail_full(what, error)
                                           : zs_fail(error, problem.status, "the index %s: %s",
                                                     what.c_str(), problem.message);
}

zs_status translate_xapian(const std::string &what, const Xapian::Error &problem,
                           zs_error *error)
{
    const std::string name = problem.get_type();
    const std::string detail = problem.get_description();
    if (int number = errno_of(problem)) {
        zs_status status = zs_status_of_errno(number);
        if (status == ZS_ERROR_FULL) {
            return fail_full(what, error);
        }
        if (status != ZS_ERROR_NOT_FOUND) {
            return zs_fail(error, status, "the index %s: %s", what.c_str(), detail.c_str());
        }
    }
    if (name == "DatabaseLockError") {
        return zs_fail(error, ZS_ERROR_LOCKED,
                       "another process is writing to the index %s; try again when it is done",
                       what.c_str());
    }
    if (name == "DatabaseModifiedError") {
        return zs_fail(error, ZS_ERROR_CHANGED,
                       "the index %s changed faster than it could be read; try again",
                       what.c_str());
    }
    if (name == "DatabaseVersionError" || name == "FeatureUnavailableError") {
        return zs_fail(error, ZS_ERROR_VERSION,
                       "the index %s is of a format that this Xapian does not read (%s); build "
                       "it anew with: zsearch index --rebuild FOLDER",
                       what.c_str(), detail.c_str());
    }
    /* That the index is there has been looked at before: what is missing is a part of it. */
    if (name == "DatabaseCorruptError" || name == "DatabaseOpeningError" ||
        name == "DatabaseNotFoundError" || name == "DocNotFoundError") {
        return zs_fail(error, ZS_ERROR_CORRUPT,
                       "the index %s is damaged (%s); build it anew with: zsearch index "
                       "--rebuild FOLDER",
                       what.c_str(), detail.c_str());
    }
    if (name == "DatabaseError") {
        return zs_fail(error, ZS_ERROR_IO, "the index %s cannot be read or written (%s)",
                       what.c_str(), detail.c_str());
    }
    return zs_fail(error, ZS_ERROR_INTERNAL, "the index %s: %s", what.c_str(), detail.c_str());
}
} // namespace

zs_status translate(const char *what, zs_error *error) noexcept
{
    /* Making the message may itself run out of memory. */
    try {
        try {
            throw;
        } catch (const Xapian::Error &problem) {
            return translate_xapian(what, problem, error);
        } catch (const failure &problem) {
            return translate_own(what, problem.error, error);
        } catch (const std::bad_alloc &) {
            return zs_fail_memory(error);
        } catch (const std::length_error &problem) {
            /* Xapian believes the lengths that it reads. */
            return fail_corrupt(what, problem.what(), error);
        } catch (const std::exception &problem) {
            return zs_fail(error, ZS_ERROR_INTERNAL, "the index %s: %s", what, problem.what());
        }
    } catch (...) {
        return zs_fail_memory(error);
    }
}
} // namespace zs
