/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether the Xapian that is there writes the format that is written here without it.
 */
#ifndef ZS_STORE_FORMAT_CHECK_H
#define ZS_STORE_FORMAT_CHECK_H

#include <string>

namespace zs
{
/* Has it make a tiny database in a folder of its own within `directory`, and looks at the
 * bytes. False if any is another than expected, or if it cannot be made. */
bool format_is_known(const std::string &directory);
} // namespace zs

#endif
