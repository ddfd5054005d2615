/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A passing index, empty and elsewhere, for a dry run where there is none.
 */
#ifndef ZS_CLI_PASSING_H
#define ZS_CLI_PASSING_H

/* Makes the folder for it among the temporary files. Malloc'd; NULL, which has been said, if
 * that fails. */
char *zs_passing_make(void);

/* Removes the folder and all in it, and frees its name. */
void zs_passing_remove(char *directory);

#endif
