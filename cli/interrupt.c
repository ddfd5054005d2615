/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* What a handler may touch is a variable of this kind, and nothing can be handed to it. */
static volatile sig_atomic_t caught;

static void note(int number)
{
    caught = number;
    (void)signal(number, SIG_DFL); /* the second one ends the program */
}

static void catch_one(int number)
{
    struct sigaction before;
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    /* nohup and shells have programs in the background ignore signals: let them. */
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        (void)sigaction(number, &action, NULL); /* fails for no signal of those given */
    }
}

void zs_interrupt_catch(void)
{
    catch_one(SIGINT);
    catch_one(SIGTERM);
    (void)signal(SIGPIPE, SIG_IGN);
}

int zs_interrupt_signal(void)
{
    return caught;
}
