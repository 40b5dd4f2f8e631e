/*
 * The yardstick for two workers: N processes that each do the same sums, for
 * which a machine with N idle cores needs no longer than for one.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int
sums(void)
{
	volatile uint64_t sink;
	uint64_t x = 88172645463325252u;

	for (long i = 0; i < 200000000; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
	sink = x;
	return sink == 0;
}

int
main(int argc, char **argv)
{
	for (int n = argc == 2 ? atoi(argv[1]) : 1; n > 0; n--) {
		pid_t pid = fork();

		if (pid < 0)
			return 2;
		if (!pid)
			_exit(sums());
	}
	while (wait(NULL) > 0)
		continue;
	return 0;
}
