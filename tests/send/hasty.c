/*
 * Preloaded into a program (ld.so(8), LD_PRELOAD), this makes it a hundred
 * times less patient: poll() ends so much sooner.
 */
#include <dlfcn.h>
#include <poll.h>

int
poll(struct pollfd *fds, nfds_t n, int ms)
{
	int (*real)(struct pollfd *, nfds_t, int);

	*(void **)&real = dlsym(RTLD_NEXT, "poll");
	return real(fds, n, ms > 0 ? ms / 100 + 1 : ms);
}
