/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Advice to whoever asked for something that is not there.
 */
#ifndef ZS_CLI_ADVISE_H
#define ZS_CLI_ADVISE_H

#include "zsearch.h"

/* Says one thing that may be done, in a line. */
void zs_complain_of_advice(const zs_advice_entry *entry);

#endif
