/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Ctrl-C and kill: the first asks the run to stop where it can go on later, the second ends
 * the program.
 */
#ifndef ZS_CLI_INTERRUPT_H
#define ZS_CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on SIGINT and SIGTERM are noted. A reader of standard error or output that goes
 * away does not end the program any more, either. */
void zs_interrupt_catch(void);

/* The number of the signal that came, or 0. */
int zs_interrupt_signal(void);

/* Waits until a file (a descriptor) can be read, for so long at the most; less than 0: without
 * end. A signal ends the waiting, also one that came just before. True if it can be read. */
bool zs_interrupt_wait(int file, int milliseconds);

#endif
