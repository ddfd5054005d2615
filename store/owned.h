/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Structures of C that free themselves.
 */
#ifndef ZS_STORE_OWNED_H
#define ZS_STORE_OWNED_H

#include <utility>

#include "base/buffer.h"
#include "store/record.h"

namespace zs
{
/* One that owns nothing when it is all zero, which it is at first and after it has been moved
 * from. */
template <typename Plain, void (*release)(Plain *)> struct owned : Plain {
    owned() : Plain{}
    {
    }
    owned(owned &&other) noexcept : Plain(other)
    {
        static_cast<Plain &>(other) = Plain{};
    }
    owned &operator=(owned &&other) noexcept
    {
        std::swap(static_cast<Plain &>(*this), static_cast<Plain &>(other));
        return *this;
    }
    owned(const owned &) = delete;
    owned &operator=(const owned &) = delete;
    ~owned()
    {
        release(this);
    }
};

using owned_buffer = owned<zs_buffer, zs_buffer_release>;
using draft = owned<zs_record_draft, zs_record_draft_release>;
} // namespace zs

#endif
