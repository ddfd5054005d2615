/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

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
    (void)signal(SIGXFSZ,
                 SIG_IGN); /* a file grown beyond `ulimit -f` is an error like others */
}

int zs_interrupt_signal(void)
{
    return caught;
}

bool zs_interrupt_wait(int file, int milliseconds)
{
    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    struct pollfd wanted = {.fd = file, .events = POLLIN};
    struct timespec time = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = milliseconds % 1000 * 1000000L};
    /* Signals are let in by ppoll alone: one that came between the question and the waiting
     * would not end it. None of these fails with what it is given here. */
    (void)sigprocmask(SIG_BLOCK, &signals, &before);
    int ready = caught ? 0 : ppoll(&wanted, 1, milliseconds < 0 ? NULL : &time, &before);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return ready > 0;
}
