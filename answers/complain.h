/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages to whoever runs the program: lines on standard error that begin with the
 * program's name.
 */
#ifndef ZS_ANSWERS_COMPLAIN_H
#define ZS_ANSWERS_COMPLAIN_H

/* Writes a line. Whatever is quoted in it is cleaned. */
__attribute__((format(printf, 1, 2))) void zs_complain(const char *format, ...);

#endif
